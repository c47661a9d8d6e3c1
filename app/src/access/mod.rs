//! `/access`: who may do what. A review of every grant, the people, and for each of them their sign-ins and rights.
//!
//! Plain forms, which work without a script; with one, the pages draw themselves again when somebody else decides.

use domain::agent::Overseer;

use crate::backend::{Answer, signed_in};

mod aside;
mod filter;
mod page;
mod people_page;
mod person_page;
mod rights;
pub mod server_fns;
mod table;
pub mod view;
mod words;

pub use page::{AccessPage, ReviewPage};
pub use people_page::PeoplePage;
pub use person_page::PersonPage;

/// Who looks, with the right to.
fn overseer() -> Answer<Overseer> {
    Ok(Overseer::try_from(signed_in()?)?)
}
