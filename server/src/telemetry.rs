//! What the server says about itself while it runs: log lines on standard error.
//!
//! A line never holds a header, a body, a cookie, a query, a raw path or a person's address: paths can hold tokens, and
//! the rest is somebody's. `docs/operations.md` lists the lines.

use std::{io::IsTerminal, panic::PanicHookInfo, sync::LazyLock};

use prometheus_client::metrics::counter::Counter;
use tracing_subscriber::EnvFilter;

use crate::config::{LogFormat, Settings};

/// Panics anywhere in the process, once [`catch_panics`] is in place.
pub static PANICS: LazyLock<Counter> = LazyLock::new(Counter::default);

/// Starts writing log lines. Later calls change nothing.
pub fn start(settings: &Settings) {
    // The filter was tried when the settings were read.
    write(&settings.log, settings.log_format, settings.demo);
}

/// The same for a program without settings. A filter that cannot be read is `info`.
pub fn write(filter: &str, format: LogFormat, demo: bool) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
    let started = match format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    };
    if started.is_ok() {
        catch_panics(demo);
    }
}

/// Makes a panic a log line. Its text can hold whatever was being worked on, so only a text that stands in the source
/// as it is gets written, unless there are only invented people (`demo`).
fn catch_panics(demo: bool) {
    std::panic::set_hook(Box::new(move |panic| {
        PANICS.inc();
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(target: "server::panic", place, "panicked at {place}: {}", words(panic, demo));
    }));
}

fn words<'a>(panic: &'a PanicHookInfo<'_>, demo: bool) -> &'a str {
    let payload = panic.payload();
    match (payload.downcast_ref::<&'static str>(), payload.downcast_ref::<String>()) {
        (Some(text), _) => text,
        (None, Some(text)) if demo => text,
        _ => "(its words are withheld)",
    }
}
