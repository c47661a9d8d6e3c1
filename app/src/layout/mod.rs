//! Frames around pages: the staff shell with its top bar, the customer's page, and the pages for what did not go.

#[cfg(feature = "ssr")]
mod behind_link;
mod customer;
#[cfg(feature = "ssr")]
mod form_error;
mod keys_help;
mod link_state;
mod staff;
#[cfg(feature = "ssr")]
mod trouble;

#[cfg(feature = "ssr")]
pub use behind_link::{Told, behind_link, outcome, row};
pub use customer::CustomerShell;
#[cfg(feature = "ssr")]
pub use form_error::{FormError, form_error};
pub use keys_help::KeysHelp;
pub use link_state::LinkState;
pub use staff::{Here, StaffSheet, StaffShell};
#[cfg(feature = "ssr")]
pub use trouble::{NotFoundPage, Trouble, TroublePage};
