//! PINs: typed on the keypad or on the customer's own page, and chosen by the customer.

mod enter;
mod notice;
mod set;

pub(super) use enter::judge;
pub use enter::{enter, started};
pub(super) use set::seed;
pub use set::{set, start};
