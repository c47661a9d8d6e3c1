//! The customer's phone: whether we are talking, prompts as they come, and what was changed.
//!
//! The server draws every screen: [`place`] is where somebody is, [`screen`] what stands there, `drawn` how it looks. What
//! only a browser can do with it is [`crate::browser::phone`].

pub mod answer;
#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
#[cfg(test)]
mod api_doc;
#[cfg(feature = "ssr")]
mod drawn;
#[cfg(feature = "ssr")]
mod not_me;
#[cfg(feature = "ssr")]
mod page;
#[cfg(feature = "ssr")]
pub mod place;
#[cfg(feature = "ssr")]
mod put_back;
#[cfg(feature = "ssr")]
mod register;
#[cfg(feature = "ssr")]
pub mod screen;
#[cfg(feature = "ssr")]
pub mod server_fns;
pub mod typed;
#[cfg(feature = "ssr")]
pub mod view;
#[cfg(feature = "ssr")]
mod words;

#[cfg(feature = "ssr")]
pub(crate) use drawn::said_card;
#[cfg(feature = "ssr")]
pub use not_me::NotMePage;
#[cfg(feature = "ssr")]
pub use page::PhonePage;
#[cfg(feature = "ssr")]
pub use put_back::PutBackPage;
#[cfg(feature = "ssr")]
pub use register::RegisterPage;
