//! Taking entries of the log away takes two people (D14).
//!
//! What is asked for are exactly the entries that a search finds at that moment, in one form, for a reason. It waits for a day, is answered
//! once, and what was approved can be taken by whoever asked, a few times, within a day. Who may answer is [`may_approve`]: somebody who may
//! read the log, and never whoever asked.

mod bound;
mod places;
mod request;
#[cfg(test)]
mod tests;
mod words;

pub use bound::Bound;
pub use places::{decode, encode};
pub use request::{Approved, CHANGED, MOST_TAKEN, MOST_WAITING, NOT_APPROVED, Request, State, TAKEN_WITHIN, WAITS};
pub use words::{Named, words};

use crate::{
    agent::{LogReader, Staff},
    refusal::Refusal,
};

/// How many entries one export has at most: the newest.
pub const MOST: usize = 10_000;

/// What whoever asked is told who would answer themselves.
pub const OWN: &str = "You asked for this export yourself. Another supervisor or auditor has to approve it.";

/// Passes only whoever may answer `request`: a supervisor or an auditor, who could read the same, and did not ask for it.
///
/// # Errors
/// [`Refusal::NotOpen`] for one's own; [`Refusal::NotYourRole`].
pub fn may_approve(request: &Request, approver: &Staff) -> Result<LogReader, Refusal> {
    if approver.id == request.asked_by {
        return Err(Refusal::NotOpen(OWN.to_owned()));
    }
    LogReader::try_from(approver.clone())
}
