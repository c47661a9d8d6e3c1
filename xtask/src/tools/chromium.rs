//! A Chromium for the browser suite.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::{find, system};

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const MACOS: [&str; 2] =
    ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium"];

/// Finds one, or installs one where we may.
pub fn ready() -> Result<PathBuf> {
    let found = || {
        let app = || MACOS.iter().map(Path::new).find(|app| app.is_file()).map(Path::to_path_buf);
        find::on_path(&NAMES).or_else(app)
    };
    if let Some(chromium) = found() {
        return Ok(chromium);
    }
    if system::apt_install("chromium")?
        && let Some(chromium) = found()
    {
        return Ok(chromium);
    }
    bail!(
        "Chromium is needed for the browser suite. Install it:\n\
         \x20 sudo apt-get install -y chromium    (Debian, Ubuntu)\n\
         \x20 brew install --cask chromium        (macOS)"
    )
}
