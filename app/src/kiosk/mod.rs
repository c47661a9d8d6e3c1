//! `/kiosk`: a screen at a counter, in front of the customer; and `/kiosks`, where an administrator says which screens are.
//!
//! The screen's page is drawn on the server and holds six digits or a link as a QR code, and nothing else of anybody's. The small script
//! `app/public/pkg/kiosk.js` draws it again at every word of the server, and hides what it shows when its time is over, whether the
//! server can be reached or not. Without it the page asks again by itself.

#[cfg(feature = "ssr")]
mod page;
pub mod server_fns;
#[cfg(feature = "ssr")]
mod staff;
pub mod view;

#[cfg(feature = "ssr")]
pub use page::KioskPage;
#[cfg(feature = "ssr")]
pub use staff::KiosksPage;
