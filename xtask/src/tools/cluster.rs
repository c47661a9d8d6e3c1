//! A private PostgreSQL for one run: in a temporary folder, on a free port of 127.0.0.1, gone afterwards.
//!
//! It keeps its durability (`fsync` stays on), because what we test on it includes that.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio, id};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, bail};

use super::postgres;
use super::system::{self, User};

/// What to stop, wherever the telling comes from: the end of the run, a failure, Ctrl-C.
static RUNNING: Mutex<Option<Running>> = Mutex::new(None);

#[derive(Clone)]
struct Running {
    bin: PathBuf,
    dir: PathBuf,
    user: Option<User>,
}

/// A running cluster; dropping it stops and deletes it.
pub struct Cluster {
    port: u16,
}

impl Cluster {
    /// Makes and starts one.
    pub fn start() -> Result<Self> {
        let running =
            Running { bin: postgres::ready()?, dir: std::env::temp_dir().join(format!("countersign-pg-{}", id())), user: unprivileged()? };
        fs::create_dir_all(&running.dir)?;
        give(&running.dir, running.user)?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        // Remembered before anything runs: what fails halfway is cleaned up too.
        let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner).insert(running).clone();
        let cluster = Self { port };
        running.initialise()?;
        running.launch(port)?;
        Ok(cluster)
    }

    /// Where the tests find it.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        stop();
    }
}

/// Stops the cluster, if one runs, and deletes its folder. Called twice at once, the second waits for the first.
pub fn stop() {
    let mut cluster = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(running) = cluster.take() else {
        return;
    };
    // The folder goes next, so there is nothing to save: and nothing to say if it never ran.
    let _stopped = running.program("pg_ctl").args(["stop", "--mode=immediate"]).status();
    let _removed = fs::remove_dir_all(&running.dir);
}

impl Running {
    fn data(&self) -> PathBuf {
        self.dir.join("data")
    }

    /// One of PostgreSQL's programs, as the user it may run as.
    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.bin.join(name));
        command.current_dir(&self.dir).env("PGDATA", self.data()).stdin(Stdio::null());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        run_as(&mut command, self.user);
        command
    }

    fn initialise(&self) -> Result<()> {
        let output = self
            .program("initdb")
            .args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"])
            .stderr(Stdio::piped())
            .output()
            .context("cannot start initdb")?;
        if !output.status.success() {
            bail!("initdb failed:\n{}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(())
    }

    fn launch(&self, port: u16) -> Result<()> {
        let log = self.dir.join("log");
        let options =
            format!("-p {port} -c listen_addresses=127.0.0.1 -c max_connections=200 -c unix_socket_directories={}", self.dir.display());
        let status = self
            .program("pg_ctl")
            .args(["start", "--wait", "--options", &options, "--log"])
            .arg(&log)
            .status()
            .context("cannot start pg_ctl")?;
        if !status.success() {
            bail!("PostgreSQL did not start:\n{}", fs::read_to_string(log).unwrap_or_default());
        }
        Ok(())
    }
}

/// PostgreSQL refuses to run as root; there, it runs as somebody with fewer rights.
fn unprivileged() -> Result<Option<User>> {
    if !system::is_root() {
        return Ok(None);
    }
    system::user(&["postgres", "nobody"]).map(Some).context("PostgreSQL cannot run as root, and there is no user `postgres`")
}

#[cfg(unix)]
fn give(dir: &Path, user: Option<User>) -> Result<()> {
    let Some(user) = user else { return Ok(()) };
    Ok(std::os::unix::fs::chown(dir, Some(user.uid), Some(user.gid))?)
}

#[cfg(unix)]
fn run_as(command: &mut Command, user: Option<User>) {
    use std::os::unix::process::CommandExt;
    if let Some(user) = user {
        command.uid(user.uid).gid(user.gid);
    }
}

#[cfg(not(unix))]
fn give(_dir: &Path, _user: Option<User>) -> Result<()> {
    Ok(())
}

#[cfg(not(unix))]
fn run_as(_command: &mut Command, _user: Option<User>) {}
