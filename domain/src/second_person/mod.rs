//! A second member of staff approves what one alone may not do (D05).
//!
//! What is asked is one action with exact parameters, in one session, for one customer. It waits for a short time, is answered once, and
//! what was asked is what runs. Who may answer is [`may_approve`]: never whoever asked, never whoever served the contact, never somebody
//! who is not trusted with it at that moment (D06). That two people agree is detected and not prevented: [`pairs`].

mod bound;
pub mod pairs;
mod request;
#[cfg(test)]
mod tests;

pub use bound::Bound;
pub use request::{Because, Request, State, WAITS};

use serde::{Deserialize, Serialize};

use crate::{
    agent::{Staff, Supervisor},
    ids::AgentId,
    refusal::Refusal,
};

/// Why a request is not somebody's to approve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotYours {
    /// They asked for it.
    Asked,
    /// They served the contact, then or before.
    Served,
    /// They are not trusted with approving.
    Role,
}

impl NotYours {
    /// In words, to whom it concerns, with what to do.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Asked => "You asked for this yourself. Another supervisor has to approve it.",
            Self::Served => "You served this contact. A supervisor who had no part in it has to approve this.",
            Self::Role => "Only a supervisor can approve this.",
        }
    }
}

impl From<NotYours> for Refusal {
    fn from(why: NotYours) -> Self {
        match why {
            NotYours::Role => Self::NotYourRole,
            why => Self::NotYoursToApprove(why),
        }
    }
}

/// Passes only whoever may approve `request`: a supervisor who neither asked for it nor is among those who ever `served` its contact.
///
/// # Errors
/// Why it is not theirs.
pub fn may_approve(request: &Request, approver: &Staff, served: &[AgentId]) -> Result<Supervisor, NotYours> {
    if approver.id == request.asked_by {
        return Err(NotYours::Asked);
    }
    if served.contains(&approver.id) {
        return Err(NotYours::Served);
    }
    Supervisor::try_from(approver.clone()).map_err(|_| NotYours::Role)
}

/// Entries of a session that a member of staff may have made without having served the contact. Whoever made any other one served it: of
/// an event that is not known here too.
const OVERSEES: [&str; 6] =
    ["alert_acknowledged", "alert_closed", "alert_seen", "freeze_ended", "second_person_approved", "second_person_denied"];

/// Whether a member of staff who made an entry of that kind in a session served the contact by it.
#[must_use]
pub fn serves(event: &str) -> bool {
    !OVERSEES.contains(&event)
}
