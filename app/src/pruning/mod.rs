//! `/audit/pruning`: what was pruned of the log, what is asked for, and who approves it.
//!
//! Asking and saying no are plain forms. Approving takes a passkey, and so a script
//! ([`crate::oversight::second_person::Approving`]).

#[cfg(feature = "ssr")]
mod page;
#[cfg(feature = "ssr")]
pub mod port;
#[cfg(feature = "ssr")]
mod row;
pub mod server_fns;
pub mod view;

#[cfg(feature = "ssr")]
pub use page::PruningPage;
