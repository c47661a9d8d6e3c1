//! Showing a masked field for a while, to an agent who says why (D03, D04).
//!
//! What is masked at every level is in [`Field::masked`]; from which level a reason opens it, in [`Field::visible_from`]. No reason
//! opens anything below that level, in a session that is not open, or to somebody who does not serve customers. How many an agent
//! may have is the policy's ([`crate::limits`]).

use serde::{Deserialize, Serialize};
use time::Duration;

use crate::{
    agent::Agent,
    assurance::Level,
    customer::{Field, Sight},
    refusal::Refusal,
    text::ShownText,
};

/// How long a field is shown, by the server's clock.
pub const SHOWN_FOR: Duration = Duration::seconds(60);

/// Why an agent needs to see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// They read a change back to the customer.
    ReadBack,
    /// The customer asked what we have of them.
    CustomerAsked,
    /// They make sure that it is the right record.
    RightRecord,
    /// They call the customer back, or write to them.
    CallOrWrite,
    /// Something else, in words.
    Other,
}

impl Because {
    /// Every one, in the order screens show them.
    pub const ALL: [Self; 5] = [Self::ReadBack, Self::CustomerAsked, Self::RightRecord, Self::CallOrWrite, Self::Other];

    /// The word for it in forms and in events.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::ReadBack => "read_back",
            Self::CustomerAsked => "customer_asked",
            Self::RightRecord => "right_record",
            Self::CallOrWrite => "call_or_write",
            Self::Other => "other",
        }
    }

    /// Its name on screens.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ReadBack => "Read back a change",
            Self::CustomerAsked => "Customer asked what we have",
            Self::RightRecord => "Find the right record",
            Self::CallOrWrite => "Call or write to them",
            Self::Other => "Another reason",
        }
    }
}

/// A reason that was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Which.
    pub because: Because,
    /// In words, if it is another.
    pub words: Option<ShownText>,
}

impl Reason {
    /// The reason as a form has it: words count only where they are asked for.
    ///
    /// # Errors
    /// [`Refusal::BadInput`] when another reason is not said in words.
    pub fn given(because: Because, words: &str) -> Result<Self, Refusal> {
        let words = match because {
            Because::Other => Some(
                words
                    .parse()
                    .map_err(|_| Refusal::bad_input("Say in a few words why you need it: up to 80 characters, without a link."))?,
            ),
            _ => None,
        };
        Ok(Self { because, words })
    }
}

/// Whether a reason opens that field to this agent, in an open session at `level`.
///
/// # Errors
/// [`Refusal::StepUp`] below the level that it can be seen from; [`Refusal::BadInput`] when it is not masked at all.
pub fn may_reveal(_: &Agent, field: Field, level: Level) -> Result<(), Refusal> {
    match field.sight(level) {
        Sight::ForAReason => Ok(()),
        Sight::Shown => Err(Refusal::bad_input("This is not masked. Load the page again to see it.")),
        Sight::From(needed) => Err(Refusal::StepUp { needed, current: level }),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::agent::{Role, Staff};

    #[test]
    fn d03_what_a_reason_opens_by_field_level_and_role() {
        let mut opened = Vec::new();
        for field in Field::ALL {
            for level in Level::ALL {
                for role in Role::ALL {
                    let staff = Staff { id: Uuid::nil().into(), name: "Ana Lindqvist".parse().unwrap(), number: 1, roles: vec![role] };
                    if Agent::try_from(staff).is_ok_and(|agent| may_reveal(&agent, field, level).is_ok()) {
                        opened.push((field, level, role));
                    }
                }
            }
        }
        let masked = [Field::PostalAddress, Field::Email, Field::Phone];
        let levels = [Level::Substantial, Level::High];
        let expected: Vec<_> = masked.into_iter().flat_map(|field| levels.map(|level| (field, level, Role::Agent))).collect();
        assert_eq!(opened, expected, "these and nothing else");
    }

    #[test]
    fn another_reason_is_said_in_words_and_the_others_are_not() {
        assert!(Reason::given(Because::Other, "  ").is_err());
        assert!(Reason::given(Because::Other, "see www.evil.example").is_err());
        assert_eq!(Reason::given(Because::Other, "Returned letter").unwrap().words.unwrap().as_str(), "Returned letter");
        for because in Because::ALL.into_iter().filter(|because| *because != Because::Other) {
            assert_eq!(Reason::given(because, "left over"), Ok(Reason { because, words: None }));
        }
    }
}
