//! The agent's desk: the rail of sessions, one session's workspace, and what is done in it.
//!
//! [`view`] is the data; `page`, `new_page` and `workspace` draw it on the server; [`redraw`] and [`find`] are the islands in
//! it; [`server_fns`] is what its forms do.

pub mod find;
pub mod gate;
mod input;
#[cfg(feature = "ssr")]
mod new_page;
#[cfg(feature = "ssr")]
mod page;
pub mod parts;
#[cfg(feature = "ssr")]
pub mod rail;
pub mod redraw;
pub mod server_fns;
pub mod typed;
pub mod view;
#[cfg(feature = "ssr")]
pub mod workspace;

#[cfg(feature = "ssr")]
pub use new_page::NewSessionPage;
#[cfg(feature = "ssr")]
pub use page::{AskedPage, DeskPage, FillInPage, OverviewPage, RanPage, SecondPage};
