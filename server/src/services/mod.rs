//! Use cases: one use case is one transaction, with its effect, its audit entry and its follow-up messages in it. Nothing
//! slow happens between the first write and the commit; signatures are checked before.
//!
//! The console, the device API and the command line call these same functions. To add a use case: a function here that
//! takes the witness of the right it needs, takes the session (which locks it), asks `domain`, writes, records, commits,
//! and only then tells [`crate::live::Live`].

pub mod access;
pub mod accounts;
pub mod alarms;
pub mod alerts;
pub mod answer;
mod approved;
pub mod ask;
pub mod audit_search;
mod begun;
pub mod canaries;
mod closed;
pub mod collected;
mod consent;
pub mod coverage;
pub mod demo;
pub mod enrol;
mod entered;
pub mod erasure;
pub mod expire;
pub mod exports;
pub mod floor;
pub mod freeze;
pub mod gate;
pub mod home;
mod kept;
pub mod kiosks;
mod limits;
pub mod links;
pub mod log;
pub mod log_export;
pub mod log_receipt;
pub mod log_verify;
pub mod look_up;
pub mod methods;
pub mod not_me;
mod notices;
pub mod numbers;
mod own_passkey;
pub mod passkeys;
pub mod pins;
pub mod policies;
pub mod ports;
pub mod pruning;
pub mod push_address;
pub mod put_back;
mod qr;
mod record;
pub mod reveals;
pub mod run;
pub mod second_person;
pub mod sessions;
mod shared;
mod short_code;
pub mod signals;
pub mod suspend;
pub mod totps;
pub mod transfer;
mod tried;
pub mod turned_away;
pub mod unlocked;
pub mod witnessed;
pub mod workspace;

pub(crate) use record::{Recorder, changed};
pub use shared::{Installation, Outcome, Shared, Trouble};
