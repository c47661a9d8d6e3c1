//! Finding entries of the audit log again: by what they say of agent, customer, action, outcome, level, method, channel, rule,
//! session and case, by when they were written, and by words.
//!
//! The log is cut into **blocks** of [`BLOCK`] places. For each **term** that an entry of a block has ([`terms`]), the index
//! keeps which places of the block have it ([`Bits`]). A question ([`Query`]) is an AND over facets and an OR within each, so it is
//! answered by ANDs and ORs of those, block by block, newest first. All of that is pure and here; reading and writing the rows is the
//! server's.
//!
//! To add a facet: a term in [`terms`], a field in [`Search`] with its word in an address. To add an event: its group and outcome in
//! `kinds`, which does not compile without.

mod bits;
mod choices;
mod csv;
mod kinds;
mod query;
mod search;
mod terms;
#[cfg(test)]
mod tests;
mod times;
mod when;
mod words;

pub use self::{
    bits::Bits,
    choices::{Group, Outcome},
    csv::cell,
    kinds::{action, group, method, outcome},
    query::{Facet, Query, Wanted},
    search::Search,
    terms::{Name, terms},
    times::Times,
    when::When,
    words::words,
};

/// How many places a block has.
pub const BLOCK: u64 = 4096;

/// The block a place stands in, and where in it.
#[must_use]
pub fn placed(position: u64) -> (u64, u16) {
    (position / BLOCK, u16::try_from(position % BLOCK).unwrap_or_default())
}

/// The place at `offset` of a block.
#[must_use]
pub fn position(block: u64, offset: u16) -> u64 {
    block.saturating_mul(BLOCK).saturating_add(u64::from(offset))
}
