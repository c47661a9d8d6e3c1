//! What a supervisor answers for: the floor as it is now, alerts and what became of them, and how verifying goes.

#[cfg(feature = "ssr")]
mod alert_forms;
#[cfg(feature = "ssr")]
mod alert_page;
#[cfg(feature = "ssr")]
mod alerts;
#[cfg(feature = "ssr")]
mod alerts_page;
#[cfg(feature = "ssr")]
mod few_ways;
#[cfg(feature = "ssr")]
mod figures;
#[cfg(feature = "ssr")]
mod numbers_page;
#[cfg(feature = "ssr")]
mod page;
pub mod second_person;
pub mod server_fns;
#[cfg(feature = "ssr")]
mod sessions;
pub mod view;
#[cfg(feature = "ssr")]
mod words;

#[cfg(feature = "ssr")]
pub use self::{alert_page::AlertDetailPage, alerts_page::AlertsPage, few_ways::FewWaysPage, numbers_page::NumbersPage, page::FloorPage};

#[cfg(feature = "ssr")]
use crate::backend::{Answer, signed_in};
#[cfg(feature = "ssr")]
use domain::agent::LogReader;

/// Who reads, with the right to: a supervisor, or an auditor, who acts on nothing.
#[cfg(feature = "ssr")]
fn reader() -> Answer<LogReader> {
    Ok(LogReader::try_from(signed_in()?)?)
}
