//! What only a browser has: keys, passkeys, the event stream. Each file here is the one door to one browser feature, and
//! stands in the part of the browser's side that uses it. What both parts use knows nothing of Leptos.

#[cfg(feature = "phone")]
mod device;
#[cfg(feature = "browser")]
mod dom;
#[cfg(feature = "browser")]
mod drawing;
#[cfg(feature = "staff")]
pub mod keys;
#[cfg(feature = "views")]
pub mod link;
#[cfg(feature = "staff")]
pub mod live;
#[cfg(feature = "views")]
pub mod passkey;
#[cfg(feature = "phone")]
pub mod phone;
#[cfg(feature = "staff")]
pub mod pressed;
#[cfg(feature = "phone")]
mod push;
#[cfg(feature = "staff")]
pub mod redraw;
#[cfg(feature = "staff")]
mod reveal;
