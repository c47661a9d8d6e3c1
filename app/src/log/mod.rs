//! `/audit`: the audit log as supervisors and auditors search it, one entry of it, and the whole story of a session.
//!
//! Pages and forms, and no script: a search is its address, so it can be kept and sent on. Each reading is in the log itself, which is why
//! these pages are never drawn again by themselves.

use domain::agent::LogReader;

use crate::backend::{Answer, signed_in};

mod address;
pub(crate) mod beside;
mod decision;
mod entry_page;
mod export;
mod facets;
mod filters;
mod integrity;
pub mod outside;
mod outside_page;
mod page;
pub(crate) mod parts;
mod story_page;
mod table;
pub mod view;

pub use entry_page::EntryPage;
pub use outside_page::OutsidePage;
pub use page::LogPage;
pub use parts::grouped;
pub use story_page::StoryPage;

/// Who reads, with the right to.
pub(crate) fn reader() -> Answer<LogReader> {
    Ok(LogReader::try_from(signed_in()?)?)
}
