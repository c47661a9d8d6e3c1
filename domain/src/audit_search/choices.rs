//! What an entry is of, and how it came out: the first two facets.

macro_rules! choices {
    ($($(#[$doc:meta])+ $name:ident { $($(#[$what:meta])+ $variant:ident = $key:literal, $words:literal;)+ })+) => {$(
        $(#[$doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$what])+ $variant,)+
        }

        impl $name {
            /// All of them, in the order screens show them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word for it in the index and in addresses.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),+ }
            }

            /// Its name on screens.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $words),+ }
            }

            /// The one with that key.
            #[must_use]
            pub fn from_key(key: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|choice| choice.key() == key)
            }
        }
    )+};
}

choices! {
    /// What an entry is of.
    Group {
        /// A contact begins, moves, ends.
        Sessions = "sessions", "Sessions";
        /// A customer is asked, and answers.
        Challenges = "challenges", "Challenges";
        /// A level rises.
        Levels = "levels", "Level changes";
        /// Somebody looks at a customer.
        Reveals = "reveals", "Reveals";
        /// An action runs, or does not.
        Actions = "actions", "Actions";
        /// A phone, a passkey, a PIN: what a customer proves themselves with.
        Ways = "ways", "Ways to prove";
        /// What was stopped, and who was warned.
        Stops = "stops", "Stops and warnings";
        /// The policy, the staff, and who read the log.
        Access = "access", "Policy and access";
    }
    /// How it came out.
    Outcome {
        /// It was done.
        Done = "done", "Done";
        /// Something was missing for it.
        NotOpen = "not_open", "Not open";
        /// It was not right: other digits, a wrong PIN, a copied passkey.
        NotAccepted = "not_accepted", "Not accepted";
        /// Time or the agent ended it.
        Expired = "expired", "Run out or taken back";
        /// The customer said no, or something was frozen.
        Reported = "reported", "Reported";
        /// It was put back.
        Undone = "undone", "Reverted";
    }
}
