//! What the numbers say of a grant. A count, not a verdict.

use serde::{Deserialize, Serialize};

/// Fewer uses than this are rare.
const RARE: u32 = 5;
/// So many times what is usual stands out.
const STANDS_OUT: u32 = 3;
/// Fewer people than this who use a role say nothing of what is usual.
const FEW: usize = 3;

/// What stands beside a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Finding {
    /// It is used.
    InUse,
    /// Hardly ever.
    Rare,
    /// Not once in the window.
    NotUsed,
    /// So many times as often as others use it.
    Times(u32),
}

impl Finding {
    /// The finding for so many uses, beside what is usual for the role.
    #[must_use]
    pub const fn of(uses: u32, usual: Option<u32>) -> Self {
        match usual {
            Some(usual) if usual > 0 && uses / usual >= STANDS_OUT => Self::Times(uses / usual),
            _ if uses == 0 => Self::NotUsed,
            _ if uses < RARE => Self::Rare,
            _ => Self::InUse,
        }
    }
}

/// The usual number of uses of a role: the middle one of those who use it at all; none when they are too few to say.
#[must_use]
pub fn usual(uses: impl Iterator<Item = u32>) -> Option<u32> {
    let mut uses: Vec<u32> = uses.filter(|count| *count > 0).collect();
    uses.sort_unstable();
    (uses.len() >= FEW).then(|| uses[(uses.len() - 1) / 2])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_put_in_words() {
        assert_eq!(Finding::of(0, Some(270)), Finding::NotUsed);
        assert_eq!(Finding::of(3, None), Finding::Rare);
        assert_eq!(Finding::of(142, Some(270)), Finding::InUse);
        assert_eq!(Finding::of(1904, Some(270)), Finding::Times(7));
        assert_eq!(Finding::of(1904, None), Finding::InUse);
    }

    #[test]
    fn who_does_not_use_it_does_not_say_what_is_usual() {
        assert_eq!(usual([0, 0, 270, 1904, 97].into_iter()), Some(270));
        assert_eq!(usual([0, 270, 1904].into_iter()), None);
        assert_eq!(usual(std::iter::empty()), None);
    }
}
