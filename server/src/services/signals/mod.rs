//! Risk signals (CP4): taking in what other systems tell, and what is known of a session when it is judged.
//!
//! Owns which signals stand. What a signal does is the policy's to say; how long it stands, too. Refuses a signal that the
//! policy in force does not have: nobody would act on it, and the sender would believe that somebody did.

mod intake;
mod known;

pub use intake::{NewSignal, Received, receive, withdraw};
pub(super) use known::tried;
pub use known::{Known, known, read_known, read_known_of_all};
