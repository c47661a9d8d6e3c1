//! A copy of the log's entries that somebody else keeps, on another machine (G10): what is sent to them, what they take, and what of it
//! is trouble.
//!
//! Owns the request ([`batch`]), the collector's decision ([`take`]) and what it means to be behind or silent ([`lag`]). Owns no file and no
//! line to anybody: who keeps entries must have them on disk before it says that it took them.
//!
//! A collector believes the log's key and its own tree. Each batch comes with a signed head and the proof that the head continues the batch's
//! end: so nothing is ever kept that the log did not sign for, and nothing waits for a later batch to be checked.

pub mod batch;
pub mod lag;
pub mod take;

#[cfg(test)]
mod lying_tests;

pub use self::{
    batch::Batch,
    take::{Admitted, Collected, Refused, Taken, Trouble},
};
