//! Authenticator apps: set up by the customer on an unlocked phone, and their codes, typed on the customer's own page.

mod enter;
mod notice;
mod remove;
mod set;

pub(super) use enter::judge;
pub use remove::remove;
pub use set::{confirm, draw, start};
