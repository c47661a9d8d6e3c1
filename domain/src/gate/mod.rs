//! The one function that answers *allow / step up / refuse* for (who, session, action, now), with rule and reasons.
//!
//! [`decide`] alone allocates nothing and can be asked for every action of a page. What people read of an answer
//! ([`Ways::all`], [`explain`]) is made only when somebody looks.

mod decide;
mod decision;
mod explain;
mod question;
#[cfg(test)]
mod tests;
mod until;
mod ways;

pub use decide::{decide, needs};
pub use decision::{Decision, Missing, Obligations, Reason, Reasons};
pub use explain::{Explanation, Offer, explain};
pub use question::{Available, Question, Standing};
pub use until::allowed_until;
pub use ways::{Use, Way, Ways, WhyNot};
