//! The program `openssl`: a signature of the log is checked by it too.

use anyhow::{Result, bail};

use super::command::{answer, command};
use super::system;

/// Makes sure there is one that can check Ed25519 (3.0 and newer; what macOS brings is another program of that name).
pub fn ready() -> Result<()> {
    let there = || answer(command("openssl").arg("version")).as_deref().is_some_and(can);
    if there() || (system::apt_install("openssl")? && there()) {
        return Ok(());
    }
    bail!(
        "OpenSSL 3 or newer is needed: a signature of the log is checked by it too. Install it:\n\
         \x20 sudo apt-get install -y openssl   (Debian, Ubuntu)\n\
         \x20 brew install openssl              (macOS; put its folder on the PATH)"
    )
}

fn can(version: &str) -> bool {
    let number = version.strip_prefix("OpenSSL ").and_then(|rest| rest.split('.').next());
    number.and_then(|major| major.parse().ok()).is_some_and(|major: u32| major >= 3)
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_only_has_the_name_is_not_it() {
        assert!(super::can("OpenSSL 3.0.15 3 Sep 2024 (Library: OpenSSL 3.0.15 3 Sep 2024)"));
        assert!(!super::can("OpenSSL 1.1.1w  11 Sep 2023"));
        assert!(!super::can("LibreSSL 3.3.6"));
    }
}
