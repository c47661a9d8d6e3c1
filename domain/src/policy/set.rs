//! Small sets of things that the policy numbers: one machine word each, so that a decision allocates nothing.

/// Defines an index into a table of the policy, and the set of such indexes.
macro_rules! numbered {
    ($(#[$ix_doc:meta])+ $ix:ident, $(#[$set_doc:meta])+ $set:ident) => {
        $(#[$ix_doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $ix(u8);

        impl $ix {
            /// How many there can be.
            pub const MOST: usize = 31;
            /// One that no policy has, and which opens nothing: nothing is open on such a channel, and a customer of such a
            /// segment is under the rules of every one.
            pub const NONE: Self = Self(31);

            /// The one in that place; `None` past [`Self::MOST`].
            #[must_use]
            pub fn new(place: usize) -> Option<Self> {
                u8::try_from(place).ok().filter(|_| place < Self::MOST).map(Self)
            }

            /// Its place in the policy's table.
            #[must_use]
            pub const fn place(self) -> usize {
                self.0 as usize
            }
        }

        $(#[$set_doc])+
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub struct $set(u32);

        impl $set {
            /// Nothing.
            pub const NONE: Self = Self(0);

            /// The set with `one` more.
            #[must_use]
            pub const fn with(self, one: $ix) -> Self {
                Self(self.0 | 1 << one.0)
            }

            /// Whether `one` is in it.
            #[must_use]
            pub const fn has(self, one: $ix) -> bool {
                self.0 & 1 << one.0 != 0
            }

            /// Whether the two share anything.
            #[must_use]
            pub const fn meets(self, other: Self) -> bool {
                self.0 & other.0 != 0
            }

            /// Whether there is nothing in it.
            #[must_use]
            pub const fn is_empty(self) -> bool {
                self.0 == 0
            }

            /// What is in it, by place.
            pub fn iter(self) -> impl Iterator<Item = $ix> {
                // From one member to the next, not over every place: most sets that a decision meets are empty.
                let mut left = self.0;
                std::iter::from_fn(move || {
                    let first = u8::try_from(left.trailing_zeros()).ok().filter(|_| left != 0)?;
                    left &= left - 1;
                    Some($ix(first))
                })
            }
        }

        impl FromIterator<$ix> for $set {
            fn from_iter<I: IntoIterator<Item = $ix>>(all: I) -> Self {
                all.into_iter().fold(Self::NONE, Self::with)
            }
        }
    };
}

numbered!(
    /// A channel of the policy.
    ChannelIx,
    /// Channels of the policy.
    ChannelSet
);
numbered!(
    /// A role of the policy.
    RoleIx,
    /// Roles of the policy.
    RoleSet
);
numbered!(
    /// A customer segment of the policy.
    SegmentIx,
    /// Customer segments of the policy.
    SegmentSet
);
numbered!(
    /// A risk signal of the policy.
    SignalIx,
    /// Risk signals of the policy.
    SignalSet
);

use crate::assurance::Method;

/// Methods.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct MethodSet(u16);

impl MethodSet {
    /// None.
    pub const NONE: Self = Self(0);

    /// The set with `method` too.
    #[must_use]
    pub const fn with(self, method: Method) -> Self {
        Self(self.0 | 1 << method.place())
    }

    /// Whether `method` is in it.
    #[must_use]
    pub const fn has(self, method: Method) -> bool {
        self.0 & 1 << method.place() != 0
    }

    /// What is in either.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in it.
    pub fn iter(self) -> impl Iterator<Item = Method> {
        Method::ALL.into_iter().filter(move |&method| self.has(method))
    }
}

impl FromIterator<Method> for MethodSet {
    fn from_iter<I: IntoIterator<Item = Method>>(all: I) -> Self {
        all.into_iter().fold(Self::NONE, Self::with)
    }
}
