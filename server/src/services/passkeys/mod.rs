//! Customers' passkeys: made on a phone of theirs, part of a prompt's answer there, and an answer of their own behind a link that any
//! device can open. Why one passkey does both: `docs/decisions/0020-one-passkey-two-uses.md`. On a device that is no phone of ours one
//! is made by invitation: `docs/decisions/0024-a-passkey-by-invitation.md`.

mod answer;
pub mod invite;
pub mod invited;
mod notice;
mod open;
mod phone;
mod remove;

pub use answer::give;
pub use open::start;
pub(super) use phone::{ANSWER, ask, check};
pub use phone::{finish, start as make};
pub use remove::remove;
