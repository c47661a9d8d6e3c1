//! What a supervisor answers for.

#[cfg(feature = "ssr")]
mod few_ways;
#[cfg(feature = "ssr")]
mod page;
pub mod second_person;
pub mod server_fns;
pub mod view;

#[cfg(feature = "ssr")]
pub use few_ways::FewWaysPage;
#[cfg(feature = "ssr")]
pub use page::FloorPage;
