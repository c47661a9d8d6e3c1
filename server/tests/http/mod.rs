//! The frame around every door: layers, connections, settings, files.

mod addresses;
mod backup;
mod canary;
mod config;
mod cross_site;
mod documentation;
mod frame;
mod headers;
mod health;
mod limits;
mod metrics;
mod policy_file;
pub mod program;
mod push_config;
mod serving;
mod static_files;

use frame::Frame;
