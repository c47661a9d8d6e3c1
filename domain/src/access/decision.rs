//! What is decided over a grant under review, and by whom.

use serde::{Deserialize, Serialize};

use super::Grant;
use crate::{
    agent::{Role, Staff},
    refusal::Refusal,
};

/// What was decided over a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// It stays.
    Keep,
    /// It was taken away, at once.
    Remove,
    /// Nobody had decided when the review was due: it was taken away.
    Lapsed,
    /// Nobody had decided, and it stays all the same: it is the last administrator's.
    LastAdministrator,
}

impl Decision {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Keep, Self::Remove, Self::Lapsed, Self::LastAdministrator];

    /// The word for it in the database and in exports.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Remove => "remove",
            Self::Lapsed => "lapsed",
            Self::LastAdministrator => "last_administrator",
        }
    }

    /// The decision with that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|decision| decision.key() == key)
    }

    /// What a person decides: to keep it or to remove it.
    ///
    /// # Errors
    /// [`Refusal::BadInput`] for what only time decides, and for anything else.
    pub fn of_person(key: &str) -> Result<Self, Refusal> {
        Self::from_key(key)
            .filter(|decision| matches!(decision, Self::Keep | Self::Remove))
            .ok_or_else(|| Refusal::bad_input("Choose to keep it or to remove it."))
    }
}

/// Where a review stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It can be decided in.
    Open,
    /// Everything was decided, and somebody ended it.
    Finished,
    /// Its day came first.
    Lapsed,
}

impl Standing {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Open, Self::Finished, Self::Lapsed];

    /// The word for it in the database.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Finished => "finished",
            Self::Lapsed => "lapsed",
        }
    }

    /// The one with that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.key() == key)
    }
}

/// Whether `by` may decide over the grant: an administrator over everybody else's, a supervisor over other agents'.
///
/// # Errors
/// [`Refusal::NotOpen`] for one's own and for a supervisor above an agent's; [`Refusal::NotYourRole`] for everybody else.
pub fn may_decide(by: &Staff, grant: Grant) -> Result<(), Refusal> {
    if by.id == grant.staff {
        return Err(Refusal::NotOpen("Somebody else has to decide over your own rights.".to_owned()));
    }
    if by.is(Role::Administrator) {
        return Ok(());
    }
    if !by.is(Role::Supervisor) {
        return Err(Refusal::NotYourRole);
    }
    if grant.role == Role::Agent {
        Ok(())
    } else {
        Err(Refusal::NotOpen("An administrator decides over supervisors, auditors and administrators.".to_owned()))
    }
}

/// Whether a review can be ended with so many undecided.
///
/// # Errors
/// [`Refusal::NotOpen`] while there are any.
pub fn may_finish(undecided: usize) -> Result<(), Refusal> {
    match undecided {
        0 => Ok(()),
        1 => Err(Refusal::NotOpen("One is not decided yet.".to_owned())),
        count => Err(Refusal::NotOpen(format!("{count} are not decided yet."))),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn staff(id: u128, role: Role) -> Staff {
        Staff { id: Uuid::from_u128(id).into(), name: "Sam Doe".parse().unwrap(), number: 1, roles: vec![role] }
    }

    #[test]
    fn d06_who_decides_over_whom() {
        for by in Role::ALL {
            for role in Role::ALL {
                let grant = Grant { staff: Uuid::from_u128(2).into(), role };
                let may = by == Role::Administrator || (by == Role::Supervisor && role == Role::Agent);
                assert_eq!(may_decide(&staff(1, by), grant).is_ok(), may, "{by:?} over {role:?}");
                assert!(may_decide(&staff(2, by), grant).is_err(), "{by:?} over their own {role:?}");
            }
        }
    }

    #[test]
    fn every_word_is_read_back_and_time_is_no_person() {
        for decision in Decision::ALL {
            assert_eq!(Decision::from_key(decision.key()), Some(decision));
            assert_eq!(Decision::of_person(decision.key()).is_ok(), matches!(decision, Decision::Keep | Decision::Remove));
        }
        for standing in Standing::ALL {
            assert_eq!(Standing::from_key(standing.key()), Some(standing));
        }
        assert!(Decision::of_person("perhaps").is_err());
    }

    #[test]
    fn nothing_undecided_is_finished() {
        assert!(may_finish(0).is_ok());
        assert!(may_finish(1).is_err() && may_finish(5).is_err());
    }
}
