//! PINs: typed on the keypad, and chosen by the customer.

mod enter;
mod notice;
mod set;

pub use enter::{enter, started};
pub(super) use set::seed;
pub use set::{Started, Unlocked, set, start};
