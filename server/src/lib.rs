//! Everything with I/O: the database, HTTP, the command line. It implements the ports that `app` names, with the rules
//! of `domain`.

pub mod cli;
pub mod config;
pub mod fault;
pub mod http;
pub mod store;
pub mod system;
pub mod telemetry;
