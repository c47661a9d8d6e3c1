//! What only a browser has: keys, passkeys, the event stream. Each file here is the one door to one browser feature.

#[cfg(feature = "hydrate")]
pub mod keys;
pub mod link;
#[cfg(feature = "hydrate")]
pub mod live;
#[cfg(feature = "hydrate")]
pub mod redraw;
#[cfg(feature = "hydrate")]
pub mod say;
pub mod device;
pub mod passkey;
