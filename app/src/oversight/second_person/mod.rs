//! What waits for a second person, on the floor; and who approves whose requests in turn.
//!
//! The queue is drawn on the server and drawn again at each event of the floor's stream; [`Approving`] stands beside it and answers with a
//! passkey, because that takes a script. Denying is a plain form.

#[cfg(feature = "ssr")]
pub(crate) mod answers;
mod approving;
#[cfg(feature = "ssr")]
mod pairs_page;
#[cfg(feature = "ssr")]
pub mod port;
#[cfg(feature = "ssr")]
mod queue;
#[cfg(feature = "ssr")]
mod row;
pub mod server_fns;
pub mod view;

pub use approving::{Approves, Approving};
#[cfg(feature = "ssr")]
pub use pairs_page::PairsPage;
#[cfg(feature = "ssr")]
pub use queue::SecondPersonQueue;
