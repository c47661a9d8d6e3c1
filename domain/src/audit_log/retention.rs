//! How long data beside entries is kept, by what it is kept for.
//!
//! An entry itself is kept for good: it holds no more of a person than ids, names of devices and case references. To add a class: a
//! variant, its rule, and the row in `docs/operations.md`, which a test compares with this.

use serde::{Deserialize, Serialize};
use time::Duration;

use crate::time::Timestamp;

/// What a piece of data is kept for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Retention {
    /// What a customer was shown and signed of a change: proof of what they agreed to.
    Proof,
    /// What they were shown and signed to show who they are, where nothing changed by it: proof of who was on the line.
    Contact,
}

impl Retention {
    /// Every class.
    pub const ALL: [Self; 2] = [Self::Proof, Self::Contact];

    /// The class of what a customer is shown and signs.
    #[must_use]
    pub const fn of(changes: bool) -> Self {
        if changes { Self::Proof } else { Self::Contact }
    }

    /// The name it is stored under.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Proof => "proof",
            Self::Contact => "contact",
        }
    }

    /// For how many days, if nobody says otherwise: seven years, as claims from a contract can be made for up to six in most laws and
    /// the last may come at the end of a year; two, within which nearly all who dispute a contact have done so.
    #[must_use]
    pub const fn usual_days(self) -> u32 {
        match self {
            Self::Proof => 2_557,
            Self::Contact => 731,
        }
    }

    /// The fewest and the most days that an operator can choose. A change can be disputed for a year at the least; ten years is the
    /// longest that a law we know of asks for.
    #[must_use]
    pub const fn limits(self) -> (u32, u32) {
        match self {
            Self::Proof => (365, 3_653),
            Self::Contact => (30, 3_653),
        }
    }
}

/// How long each class is kept here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Periods {
    /// Days of [`Retention::Proof`].
    pub proof: u32,
    /// Days of [`Retention::Contact`].
    pub contact: u32,
}

impl Default for Periods {
    fn default() -> Self {
        Self { proof: Retention::Proof.usual_days(), contact: Retention::Contact.usual_days() }
    }
}

impl Periods {
    /// Data of that class from before this instant is to be erased.
    #[must_use]
    pub fn ends(&self, class: Retention, now: Timestamp) -> Timestamp {
        let days = match class {
            Retention::Proof => self.proof,
            Retention::Contact => self.contact,
        };
        now.before(Duration::days(i64::from(days)))
    }
}

/// Why nothing of a customer may be erased now, though it was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Kept {
    /// Somebody needs it for a claim.
    #[error("A legal hold keeps what is there of this customer. End it first: `countersign audit release`.")]
    LegalHold,
    /// It may be evidence of an attack.
    #[error("This customer’s account is frozen, and what is there may be evidence. A supervisor ends the freeze first.")]
    Frozen,
    /// The contact is going on.
    #[error("This customer has a session that is not over. End it first.")]
    InSession,
    /// A change still waits for the customer, who can put it back.
    #[error("A change of this customer can be put back until {until}. Erase after that.")]
    CanBePutBack {
        /// Until when.
        until: Timestamp,
    },
}

/// How it stands with a customer, as far as it decides whether what is there of them may be erased.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Whether a legal hold keeps it.
    pub held: bool,
    /// Whether the account is frozen.
    pub frozen: bool,
    /// Whether a session is open or frozen.
    pub in_session: bool,
    /// Until when a change can be put back, if one can.
    pub put_back_until: Option<Timestamp>,
}

impl Standing {
    /// Whether it may be erased now, on request.
    ///
    /// # Errors
    /// With the first reason against it.
    pub fn erasable(&self) -> Result<(), Kept> {
        match *self {
            Self { held: true, .. } => Err(Kept::LegalHold),
            Self { frozen: true, .. } => Err(Kept::Frozen),
            Self { in_session: true, .. } => Err(Kept::InSession),
            Self { put_back_until: Some(until), .. } => Err(Kept::CanBePutBack { until }),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f08_each_class_ends_after_its_days_and_what_is_usual_is_within_the_limits() {
        let now = Timestamp::from_micros(1_796_000_000_000_000);
        let periods = Periods { proof: 400, contact: 31 };
        assert_eq!(periods.ends(Retention::Proof, now), now.before(Duration::days(400)));
        assert_eq!(periods.ends(Retention::Contact, now), now.before(Duration::days(31)));
        for class in Retention::ALL {
            let (least, most) = class.limits();
            assert!((least..=most).contains(&class.usual_days()), "{}", class.key());
        }
    }

    #[test]
    fn f08_a_hold_a_freeze_a_session_and_a_change_that_can_be_put_back_each_keep_everything() {
        let until = Timestamp::from_micros(7);
        let free = Standing::default();
        assert_eq!(free.erasable(), Ok(()));
        assert_eq!(Standing { held: true, ..free }.erasable(), Err(Kept::LegalHold));
        assert_eq!(Standing { frozen: true, ..free }.erasable(), Err(Kept::Frozen));
        assert_eq!(Standing { in_session: true, ..free }.erasable(), Err(Kept::InSession));
        assert_eq!(Standing { put_back_until: Some(until), ..free }.erasable(), Err(Kept::CanBePutBack { until }));
    }
}
