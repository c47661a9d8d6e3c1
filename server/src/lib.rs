//! Everything with I/O: the database, HTTP, the command line. It implements the ports that `app` names, with the rules
//! of `domain`.
//!
//! A request comes in at [`http`], is given to a use case in [`services`], which asks `domain` and writes through
//! [`store`]; [`wiring`] puts these together.

pub mod cli;
pub mod collector;
pub mod collectors;
pub mod config;
pub mod cosigners;
pub mod fault;
pub mod http;
mod key_file;
pub mod live;
pub mod log_key;
mod outgoing;
pub mod passkeys;
pub mod pins;
pub mod push;
pub mod relay;
pub mod seeds;
pub mod services;
pub mod signatures;
pub mod store;
pub mod system;
pub mod telemetry;
pub mod wiring;
pub mod witness;
pub mod workers;
