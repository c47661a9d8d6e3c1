//! What an agent's link opens, on whatever device: a page that says who asks and exactly what for, and takes the customer's answer.
//!
//! A passkey's answer is judged in [`super::passkeys`], what is typed in [`super::pins`] and [`super::totps`]; here is what they have
//! in common: the link itself, its page, and the two answers that stop everything.

mod code;
mod key;
mod open;
mod refuse;

pub use code::{enter, started};
pub use key::LinkKey;
pub use open::page;
pub(super) use open::{again, asked};
pub use refuse::refuse;
