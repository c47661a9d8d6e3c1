//! A C compiler: SQLite is compiled in.

use anyhow::{Result, bail};

use super::{find, system};

/// Makes sure there is one.
pub fn ready() -> Result<()> {
    let there = || find::on_path(&["cc", "gcc", "clang", "cl.exe"]).is_some();
    if there() || (system::apt_install("build-essential")? && there()) {
        return Ok(());
    }
    bail!(
        "a C compiler is needed (SQLite is compiled in). Install one:\n\
         \x20 sudo apt-get install -y build-essential   (Debian, Ubuntu)\n\
         \x20 xcode-select --install                    (macOS)"
    )
}
