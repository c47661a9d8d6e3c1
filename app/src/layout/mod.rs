//! Frames around pages: the staff shell with its top bar, the customer's page, and the pages for what did not go.

mod customer;
#[cfg(feature = "ssr")]
mod form_error;
mod keys_help;
mod link_state;
mod staff;
#[cfg(feature = "ssr")]
mod trouble;

pub use customer::CustomerShell;
#[cfg(feature = "ssr")]
pub use form_error::{FormError, form_error};
pub use keys_help::KeysHelp;
pub use link_state::LinkState;
pub use staff::{Here, StaffSheet, StaffShell};
#[cfg(feature = "ssr")]
pub use trouble::{NotFoundPage, Trouble, TroublePage};
