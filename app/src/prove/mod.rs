//! `/p/{token}`: where a link or a QR code leads a customer whom an agent asks by passkey, or for what only they may type. On any
//! device, without signing in, and without anything of ours on it before.
//!
//! Looking changes nothing. The two answers that stop everything are plain forms, and so is the one for what is typed. A passkey
//! needs the small script `app/public/pkg/prove.js`, which asks it and sends what it says to `server/src/http/prove.rs`.

mod code;
mod page;
pub mod server_fns;
pub mod view;

pub use page::ProvePage;
