//! Whether a log is what its signed heads say, trusting nobody but the holders of the keys that were handed in.
//!
//! Pure, and fed in order: [`entry::examine`] and [`head::examine`] look at one thing by itself (several threads may do that),
//! [`Log`] takes what they found, one after the other: each head when the entries it holds have been given, and not before. So it
//! holds no more of the log than the entries since the last head, and a stranger's log of any size can be verified.
//!
//! A root that fits at each head shows more than each head for itself: that every one of them continues those before it.
//!
//! To add a check: a [`finding::Kind`], its line in `docs/audit-log.md`, and a test that breaks what it checks.

pub mod entry;
pub mod finding;
pub mod head;
pub mod pruned;
pub mod report;
pub mod trust;
pub mod words;

mod approval;
mod heads;
mod log;
#[cfg(test)]
mod pruned_tests;
mod range;
#[cfg(any(test, feature = "testing"))]
pub mod sample;
mod shape;
#[cfg(test)]
mod tests;

pub use self::{
    entry::Examined,
    finding::{Finding, Kind, Place},
    head::Head,
    log::Log,
    report::Report,
    trust::{P256, SKEW, Trust, Unfit},
};
