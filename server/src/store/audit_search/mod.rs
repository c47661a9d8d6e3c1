//! The search index of the audit log, and its entries by their places. What the rows mean stands in [`domain::audit_search`].
//!
//! The index is made after the fact: no use case writes here but the indexer, which moves [`upto`] by a compare-and-set in the transaction
//! of what it adds.

mod blocks;
mod entries;
mod terms;

pub use self::{
    blocks::{Span, advance, put_times, range, spans, times, upto},
    entries::{Found, Placed, at, of_session, places, runs_since},
    terms::{SLOTS, TermRow, beside, put, rows, take_out},
};

/// A place as it is stored.
fn stored(place: u64) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX)
}
