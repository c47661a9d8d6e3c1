//! The programs the commands need: finding them, installing what can be installed, saying what to type otherwise.
//!
//! To add one: a file here with one function that gives its path or an error naming the line to type.

pub mod chromium;
pub mod cluster;
pub mod command;
pub mod compiler;
pub mod find;
pub mod interrupt;
pub mod node;
pub mod openssl;
pub mod postgres;
pub mod system;
pub mod wasm_target;
