//! The assurance policy as people read it: the one in force, its versions, and the second person's word over a new one.

#[cfg(feature = "ssr")]
mod actions;
#[cfg(feature = "ssr")]
mod channels;
#[cfg(feature = "ssr")]
mod draft_form;
#[cfg(feature = "ssr")]
mod list;
#[cfg(feature = "ssr")]
mod matrix;
#[cfg(feature = "ssr")]
mod methods;
#[cfg(feature = "ssr")]
mod page;
#[cfg(feature = "ssr")]
mod propose_page;
pub mod server_fns;
#[cfg(feature = "ssr")]
mod tried;
#[cfg(feature = "ssr")]
mod version_page;
pub mod view;
#[cfg(feature = "ssr")]
mod words;

#[cfg(feature = "ssr")]
pub use page::PolicyPage;
#[cfg(feature = "ssr")]
pub use propose_page::ProposePage;
#[cfg(feature = "ssr")]
pub use version_page::VersionPage;
