//! What attackers do, and accidents, and what comes of it, on both engines.

mod canary;
mod crowd;
mod doors;
mod exports;
#[cfg(feature = "testing")]
mod flood;
mod kill;
mod others;
mod policy;
pub(crate) mod race;
mod rights;
mod second_person;
mod substitution;
