//! How single values are read. Each answers with what is wrong, as the middle of "`key` … ; write …".

use std::{net::SocketAddr, ops::RangeInclusive, time::Duration};

use domain::{audit_log::retention::Retention, pruning::Keep};
use tracing_subscriber::EnvFilter;

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line, for machines.
    Json,
}

impl LogFormat {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err(format!("is {text:?}")),
        }
    }
}

pub(super) fn address(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| format!("is {text:?}, which is not an address and port"))
}

pub(super) fn switch(text: &str) -> Result<bool, String> {
    text.parse().map_err(|_| format!("is {text:?}, which is neither true nor false"))
}

pub(super) fn line(text: &str) -> Result<String, String> {
    let text = text.trim();
    let fits = (1..=200).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    if fits { Ok(text.to_owned()) } else { Err("is not one line of text of a usable length".to_owned()) }
}

pub(super) fn log_filter(text: &str) -> Result<String, String> {
    EnvFilter::try_new(text).map_err(|error| format!("is {text:?} ({error})"))?;
    Ok(text.to_owned())
}

pub(super) fn bytes(text: &str) -> Result<usize, String> {
    within(text, 1024..=16 * 1024 * 1024)
}

pub(super) fn count(text: &str) -> Result<usize, String> {
    within(text, 1..=1_000_000)
}

fn within(text: &str, range: RangeInclusive<usize>) -> Result<usize, String> {
    text.parse().ok().filter(|number| range.contains(number)).ok_or_else(|| format!("is {text:?}"))
}

/// How many days a class of data is kept.
pub(super) fn days(text: &str, class: Retention) -> Result<u32, String> {
    let (least, most) = class.limits();
    text.parse().ok().filter(|days| (least..=most).contains(days)).ok_or_else(|| format!("is {text:?}"))
}

/// How many days entries are kept before they can be pruned.
pub(super) fn entry_days(text: &str) -> Result<Keep, String> {
    text.parse().ok().and_then(Keep::days).ok_or_else(|| format!("is {text:?}"))
}

/// A time that must be longer than nothing.
pub(crate) fn span(text: &str) -> Result<Duration, String> {
    span_or_none(text).and_then(|span| if span.is_zero() { Err("is no time at all".to_owned()) } else { Ok(span) })
}

/// A time, which may be nothing.
pub(super) fn span_or_none(text: &str) -> Result<Duration, String> {
    let wrong = || format!("is {text:?}");
    let unit = text.find(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?;
    let number: u64 = text[..unit].parse().map_err(|_| wrong())?;
    let millis = match &text[unit..] {
        "ms" => Some(number),
        "s" => number.checked_mul(1_000),
        "m" => number.checked_mul(60_000),
        "h" => number.checked_mul(3_600_000),
        _ => None,
    };
    millis.filter(|millis| *millis <= 3_600_000).map(Duration::from_millis).ok_or_else(wrong)
}
