//! The server in a process of its own, as an operator starts it, with its log going to a file.

use std::{
    fs::{self, File},
    net::TcpListener,
    path::Path,
    process::{Child, Command, Stdio},
    time::Duration,
};

use tokio::time::sleep;

use super::{Failure, http::Http, watch::Watch};

/// How long a start may take.
const PATIENCE: Duration = Duration::from_mins(1);
/// Between two questions whether it is ready.
const BETWEEN: Duration = Duration::from_millis(1);

/// A running server; dropping it ends it.
pub(super) struct Server {
    process: Child,
    /// Where it listens, on this machine.
    pub port: u16,
    /// From being started until it said that it is ready.
    pub took: Duration,
}

impl Server {
    /// Starts `serve --demo` on the data in `data`, and waits until it is ready.
    pub(super) async fn start(data: &Path, site: &Path) -> Result<Self, Failure> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["serve", "--demo", "--listen", &format!("127.0.0.1:{port}")]).arg("--data").arg(data).arg("--site").arg(site);
        fs::create_dir_all(data)?;
        // Nothing of this environment may decide where it keeps its data.
        command.env_clear().stdin(Stdio::null()).stdout(Stdio::null()).stderr(File::create(data.join("log"))?);
        let watch = Watch::start();
        let mut server = Self { process: command.spawn()?, port, took: Duration::ZERO };
        while !ready(port).await {
            if watch.elapsed() > PATIENCE || server.process.try_wait()?.is_some() {
                return Err(format!("the server did not start: {}", fs::read_to_string(data.join("log"))?).into());
            }
            sleep(BETWEEN).await;
        }
        server.took = watch.elapsed();
        Ok(server)
    }

    /// Memory that is really in use (`VmRSS`), in megabytes of 1 000 000 bytes.
    pub(super) fn resident_mb(&self) -> Result<f64, Failure> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("VmRSS is missing")?;
        let kibibytes: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
        Ok(kibibytes * 1024.0 / 1e6)
    }
}

async fn ready(port: u16) -> bool {
    let Ok(mut http) = Http::connect(port).await else { return false };
    http.get("/readyz", &[]).await.is_ok_and(|answer| answer.status.is_success())
}

impl Drop for Server {
    fn drop(&mut self) {
        // It is gone already, or it goes now; neither has anybody to be told.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
