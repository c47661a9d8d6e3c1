//! Which of the floor's sessions are shown.

use super::Doing;

/// Which of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// All of them.
    #[default]
    All,
    /// Those in which the customer is being asked.
    Waiting,
    /// Those that go on only when a supervisor does something.
    NeedsMe,
}

impl Show {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::All, Self::Waiting, Self::NeedsMe];

    /// The word for it in addresses, and its name on screens.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::All => ("all", "All"),
            Self::Waiting => ("waiting", "Waiting"),
            Self::NeedsMe => ("needs-me", "Needs me"),
        }
    }

    /// What that word asks for; anything else is all of them.
    #[must_use]
    pub fn from_key(key: &str) -> Self {
        Self::ALL.into_iter().find(|show| show.words().0 == key).unwrap_or_default()
    }

    /// Whether a session that is at that is among them.
    #[must_use]
    pub const fn has(self, doing: Doing) -> bool {
        match self {
            Self::All => true,
            Self::Waiting => matches!(doing, Doing::Waiting { .. }),
            Self::NeedsMe => doing.needs_supervisor(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{assurance::Method, time::Timestamp};

    #[test]
    fn each_filter_is_read_back_and_what_is_no_filter_hides_nothing() {
        for show in Show::ALL {
            assert_eq!(Show::from_key(show.words().0), show);
        }
        assert_eq!(Show::from_key("none"), Show::All);
        let since = Timestamp::from_micros(0);
        let shown = |doing| Show::ALL.map(|show| show.has(doing));
        assert_eq!(shown(Doing::Waiting { method: Method::Push, since }), [true, true, false]);
        assert_eq!(shown(Doing::SecondPerson { since }), [true, false, true]);
        assert_eq!(shown(Doing::Frozen), [true, false, true]);
        assert_eq!(shown(Doing::Ready), [true, false, false]);
    }
}
