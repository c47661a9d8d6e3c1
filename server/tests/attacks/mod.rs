//! What attackers do, and accidents, and what comes of it, on both engines.

mod canary;
mod crowd;
mod doors;
#[cfg(feature = "testing")]
mod kill;
mod others;
mod policy;
mod race;
mod rights;
mod substitution;
