//! PostgreSQL's programs. The server is started by [`super::cluster`].

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use super::command::{answer, command};
use super::{find, system};

/// The folder with `initdb`, `postgres` and `pg_ctl`: found, or installed where we may.
pub fn ready() -> Result<PathBuf> {
    if let Some(bin) = found() {
        return Ok(bin);
    }
    if system::apt_install("postgresql")?
        && let Some(bin) = found()
    {
        return Ok(bin);
    }
    bail!(
        "PostgreSQL is needed: every test runs on both databases. Install it (it need not be started):\n\
         \x20 sudo apt-get install -y postgresql    (Debian, Ubuntu)\n\
         \x20 brew install postgresql               (macOS)"
    )
}

fn found() -> Option<PathBuf> {
    let told = answer(command("pg_config").arg("--bindir")).map(PathBuf::from);
    let on_path = || find::on_path(&["initdb"]).and_then(|initdb| initdb.parent().map(Path::to_path_buf));
    let debian = || newest("/usr/lib/postgresql", "");
    let homebrew = || newest("/opt/homebrew/opt", "postgresql").or_else(|| newest("/usr/local/opt", "postgresql"));
    told.into_iter().find(|bin| complete(bin)).or_else(debian).or_else(homebrew).or_else(on_path)
}

/// The newest `DIR/PREFIX…/bin` with a whole server in it; versions are the numbers the names end with.
fn newest(dir: &str, prefix: &str) -> Option<PathBuf> {
    fs::read_dir(dir)
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.starts_with(prefix))
        .filter(|name| complete(&Path::new(dir).join(name).join("bin")))
        .max_by_key(|name| version(name))
        .map(|name| Path::new(dir).join(name).join("bin"))
}

fn complete(bin: &Path) -> bool {
    ["initdb", "postgres", "pg_ctl"].iter().all(|program| bin.join(program).is_file())
}

fn version(name: &str) -> u32 {
    name.rsplit(|c: char| !c.is_ascii_digit()).next().and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    #[test]
    fn versions_compare_as_numbers() {
        assert!(super::version("postgresql@16") > super::version("postgresql@9"));
        assert!(super::version("9") < super::version("15"));
    }
}
