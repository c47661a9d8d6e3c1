//! Verifies an exported audit log, or a receipt, offline. `docs/audit-log.md` says how to use the program.
//!
//! Trusts nothing but the keys it is given: not the folder, not the server that wrote it. All rules are `domain`'s
//! ([`domain::audit_log::verify`]), which the server calls too; here are files, threads, arithmetic and words.

pub mod arithmetic;
pub mod folder;
pub mod keys;
pub mod log;
pub mod receipt;

mod bundle;
mod heads;
mod tiles;
