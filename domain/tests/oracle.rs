//! The gate against an oracle that was written separately and differently: hand-written tables and brute force over all pairs,
//! and not a line of the engine's.
//!
//! The first test is the whole product: every subset of the twelve methods × what the assertion was worth × the person
//! verified × consent × second person × who started × channel × action × role. A refund is asked for up to and over its band,
//! and for a private customer and a business; no other action knows these two, and the third test tries them with all.

#[cfg(test)]
#[path = "oracle/ask.rs"]
mod ask;
#[cfg(test)]
#[path = "oracle/judge.rs"]
mod judge;
#[cfg(test)]
#[path = "oracle/sets.rs"]
mod sets;
#[cfg(test)]
#[path = "oracle/sweep.rs"]
mod sweep;
#[cfg(test)]
#[path = "oracle/tables.rs"]
mod tables;
