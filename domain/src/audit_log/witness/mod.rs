//! Heads that others have seen too (C2SP tlog-witness): what a log asks of a witness, what a witness answers, and what follows for
//! the log when nobody answers.
//!
//! Owns the request ([`request`]), the witness's decision ([`decide`]) and the log's rule on going on without ([`quorum`]). Owns no
//! store and no line to anybody: who keeps heads must read, decide and write in one transaction, or two requests at once roll it back.

pub mod decide;
pub mod quorum;
pub mod request;

#[cfg(test)]
mod lying_tests;

pub use self::{
    decide::{Admitted, Head, Refused},
    quorum::{Quorum, Seen, Standing},
    request::AddCheckpoint,
};
