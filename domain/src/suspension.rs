//! A phone that its customer no longer has (A30): it is suspended at once, on one remaining proof, and only a different valid one
//! brings it back.
//!
//! Suspending takes power away, so one phone that counts is enough for it, however new, and so is an agent who was told. Bringing
//! back gives power: no agent does it, and no phone that does not count yet.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{CustomerId, DeviceId},
    refusal::Refusal,
    time::Timestamp,
};

/// Who suspended it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuspendedBy {
    /// The customer, from another phone of theirs.
    Customer,
    /// The agent they told.
    Agent,
}

impl SuspendedBy {
    /// The word for it in the database.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Agent => "agent",
        }
    }

    /// The one with that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Customer, Self::Agent].into_iter().find(|by| by.key() == key)
    }
}

/// That a phone is suspended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspension {
    /// Since when.
    pub at: Timestamp,
    /// Who did it.
    pub by: SuspendedBy,
}

/// A customer's phone, as far as these rules go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Phone {
    /// Which.
    pub id: DeviceId,
    /// Whose.
    pub customer: CustomerId,
    /// Whether it is neither suspended nor disabled.
    pub usable: bool,
    /// When its answers begin to count.
    pub counts_from: Timestamp,
}

impl Phone {
    /// Whether the customer may suspend `other` from this phone.
    ///
    /// # Errors
    /// [`Refusal::PhoneOff`] from one that does not count itself; [`Refusal::NotFound`] when it is somebody else's;
    /// [`Refusal::BadInput`] for this phone itself.
    pub fn may_suspend(&self, other: &Self) -> Result<(), Refusal> {
        if !self.usable {
            return Err(Refusal::PhoneOff);
        }
        if other.customer != self.customer {
            return Err(Refusal::NotFound);
        }
        if other.id == self.id {
            return Err(Refusal::bad_input("This is the phone in your hand. Say it of another one."));
        }
        Ok(())
    }

    /// Whether the customer may bring `other` back from this phone.
    ///
    /// # Errors
    /// As [`Phone::may_suspend`], and [`Refusal::NotOpen`] while this phone does not count yet.
    pub fn may_bring_back(&self, other: &Self, now: Timestamp) -> Result<(), Refusal> {
        self.may_suspend(other)?;
        if self.counts_from > now {
            return Err(Refusal::NotOpen("This phone does not count yet, so it cannot bring another one back.".to_owned()));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const NOW: Timestamp = Timestamp::from_micros(1_773_325_231_000_000);

    fn phone(id: u128, customer: u128) -> Phone {
        Phone { id: Uuid::from_u128(id).into(), customer: Uuid::from_u128(customer).into(), usable: true, counts_from: NOW }
    }

    #[test]
    fn a30_one_phone_suspends_another_of_the_same_customer_however_new_it_is() {
        let (one, other) = (Phone { counts_from: NOW.after(time::Duration::DAY), ..phone(1, 7) }, phone(2, 7));
        assert_eq!(one.may_suspend(&other), Ok(()));
        assert_eq!(one.may_suspend(&Phone { usable: false, ..other }), Ok(()), "one that guessed too often too");
        assert_eq!(one.may_suspend(&phone(2, 8)), Err(Refusal::NotFound));
        assert!(matches!(one.may_suspend(&one), Err(Refusal::BadInput(_))));
        assert_eq!(Phone { usable: false, ..one }.may_suspend(&other), Err(Refusal::PhoneOff));
    }

    #[test]
    fn a30_only_a_different_one_that_counts_brings_it_back() {
        let (one, lost) = (phone(1, 7), Phone { usable: false, ..phone(2, 7) });
        assert_eq!(one.may_bring_back(&lost, NOW), Ok(()));
        assert!(matches!(one.may_bring_back(&lost, NOW.before(time::Duration::MICROSECOND)), Err(Refusal::NotOpen(_))));
        assert_eq!(lost.may_bring_back(&lost, NOW), Err(Refusal::PhoneOff), "not itself");
        assert_eq!(Phone { usable: false, ..one }.may_bring_back(&lost, NOW), Err(Refusal::PhoneOff));
        assert_eq!(phone(3, 8).may_bring_back(&lost, NOW), Err(Refusal::NotFound));
    }

    #[test]
    fn who_did_it_is_read_back_from_its_key() {
        for by in [SuspendedBy::Customer, SuspendedBy::Agent] {
            assert_eq!(SuspendedBy::from_key(by.key()), Some(by));
        }
    }
}
