//! What only a browser has: keys, passkeys, the event stream. Each file here is the one door to one browser feature, and
//! stands in the part of the browser's side that uses it.

#[cfg(any(feature = "ssr", feature = "phone"))]
pub mod device;
#[cfg(feature = "staff")]
pub mod keys;
#[cfg(any(feature = "ssr", feature = "staff"))]
pub mod link;
#[cfg(feature = "staff")]
pub mod live;
#[cfg(any(feature = "ssr", feature = "staff"))]
pub mod passkey;
#[cfg(feature = "staff")]
pub mod redraw;
#[cfg(feature = "staff")]
pub mod say;
