//! The gate against an oracle that was written separately and differently: hand-written tables and brute force over all pairs,
//! and not a line of the engine's.
//!
//! The largest sweep is the whole product: every subset of the twelve methods × what the assertion was worth × the person
//! verified × consent × second person × who started × channel × action × role. A refund is asked for up to and over its band,
//! and for a private customer and a business; no other action knows these two, which a smaller sweep asserts. Smaller ones too:
//! every set of risk signals with proof of every age; every set of roles, standing and earlier channel; everything switched on.
//! The figures: `cargo test -p domain --test oracle -- --nocapture`.

#[cfg(test)]
#[path = "oracle/ask.rs"]
mod ask;
#[cfg(test)]
#[path = "oracle/compare.rs"]
mod compare;
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
