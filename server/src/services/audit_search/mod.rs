//! Searching the audit log, reading one session's story, and taking entries away. Reading the log is in the log: each of these writes an
//! entry of its own, before anything is shown.
//!
//! [`index`] makes the index behind the log's back; the others read it. A search is worked out by [`domain::audit_search`]; here is what
//! is read from the database for it, window by window, and what of it is shown.

mod count;
mod entry;
pub mod export;
mod find;
pub mod index;
mod outside;
mod page;
mod question;
pub(super) mod read;
mod story;

pub use entry::entry;
pub use find::Finder;
pub use outside::outside;
pub use page::page;
pub use question::question;
pub use story::story;

use super::{Outcome, Shared};
