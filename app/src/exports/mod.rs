//! `/audit/exports`: who asks to take entries of the log away, what waits for another reader's approval, and what can be taken.
//!
//! The list is drawn on the server and drawn again at each event of its stream. Asking, denying, withdrawing and taking are plain forms; approving
//! takes a passkey, and so a script ([`crate::oversight::second_person::Approving`]).

#[cfg(feature = "ssr")]
mod card;
#[cfg(feature = "ssr")]
mod page;
#[cfg(feature = "ssr")]
pub mod port;
pub mod server_fns;
pub mod view;

#[cfg(feature = "ssr")]
pub use page::ExportsPage;
