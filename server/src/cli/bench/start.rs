//! From starting the program on an empty data folder until it says that it is ready.

use std::time::Duration;

use super::{
    Failure, Options,
    child::Server,
    folder::Folder,
    report::{Report, ms, percentile},
};

pub(super) async fn measure(options: &Options, folder: &Folder, count: usize, report: &mut Report) -> Result<(), Failure> {
    let mut samples: Vec<Duration> = Vec::with_capacity(count);
    for turn in 0..count {
        let server = Server::start(&folder.path(&format!("start-{turn}")), &options.site).await?;
        samples.push(server.took);
    }
    report.condition(format!("start_to_ready: median of {count} starts of `serve --demo` on a new data folder, asked every millisecond"));
    report.figure("start_to_ready_ms", ms(percentile(&mut samples, 50)));
    report.figure("start_to_ready_slowest_ms", ms(percentile(&mut samples, 100)));
    Ok(())
}
