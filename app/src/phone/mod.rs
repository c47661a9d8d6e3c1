//! The customer's phone: whether we are talking, prompts as they come, and what was changed.

pub mod answer;
pub mod api;
#[cfg(test)]
mod api_doc;
mod app;
#[cfg(feature = "ssr")]
mod home_page;
#[cfg(feature = "ssr")]
mod put_back;
pub mod server_fns;
pub mod view;
mod words;

#[cfg(feature = "ssr")]
pub use home_page::HomePage;
#[cfg(feature = "ssr")]
pub use put_back::PutBackPage;
