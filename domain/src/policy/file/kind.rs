//! Every kind of thing that can be wrong with a policy. Each has a policy with just that mistake in the tests, with its words.

use super::Severity;

/// Defines the kinds with the check that finds them, so that none can be left out of [`Kind::ALL`].
macro_rules! kinds {
    ($($check:literal { $($(#[doc = $doc:literal])+ $kind:ident $severity:ident,)+ })+) => {
        /// One kind of thing that can be wrong.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $($($(#[doc = $doc])+ $kind,)+)+
        }

        impl Kind {
            /// Every kind.
            pub const ALL: &[Self] = &[$($(Self::$kind,)+)+];

            /// The check that finds it: a stable word, which `docs/policy.md` explains.
            #[must_use]
            pub const fn check(self) -> &'static str {
                match self {
                    $($(Self::$kind)|+ => $check,)+
                }
            }

            /// Whether a policy with it can be used all the same.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self {
                    $($(Self::$kind => Severity::$severity,)+)+
                }
            }
        }
    };
}

kinds! {
    "syntax" {
        /// It is no TOML.
        NoToml Error,
        /// A field that there is not.
        UnknownField Error,
        /// A word that is none of those that can stand there.
        UnknownWord Error,
        /// A field or a table that has to be there.
        MissingField Error,
        /// A number where a text belongs, or the like.
        WrongType Error,
        /// A number that is too large, or negative.
        WrongNumber Error,
        /// A span of time without its unit.
        NoSpan Error,
        /// An amount that is not written with its hundredths.
        NoAmount Error,
    }
    "method-missing" {
        /// A method has no table.
        MethodMissing Error,
    }
    "action-missing" {
        /// An action that this program runs has no rule.
        ActionMissing Error,
    }
    "unknown-name" {
        /// A channel, role, segment or signal that is not there.
        UnknownName Error,
    }
    "empty" {
        /// No channel, no role or no segment.
        Empty Error,
    }
    "too-many" {
        /// More of one kind than fit.
        TooMany Error,
    }
    "words" {
        /// A name or a reason without a word in it.
        NoWords Error,
        /// A key that is no fit part of an address.
        OddKey Error,
        /// A currency that is no code of ISO 4217.
        OddCurrency Error,
    }
    "rule-twice" {
        /// Two rules with one name.
        RuleTwice Error,
    }
    "unreachable" {
        /// An action without a role.
        NobodyMayDoIt Error,
        /// An action with roles that nobody can have.
        NobodyHasTheRole Error,
        /// A role that nobody can have.
        RoleOfNobody Warning,
        /// An action without a channel.
        OnNoChannel Error,
        /// No channel of the action reaches its level.
        LevelOutOfReach Error,
        /// One of the channels that the action names does not.
        ChannelTooLow Error,
        /// Circumstances on channels that the action is not on.
        WhenElsewhere Error,
        /// Circumstances that are none.
        WhenAlways Error,
        /// A level that cannot be reached under those circumstances.
        WhenOutOfReach Error,
    }
    "consent-unreachable" {
        /// Consent is needed where nothing can show what is agreed to.
        NothingShowsIt Error,
    }
    "factor-wrong" {
        /// A method is said to prove what it does not.
        WrongFactor Error,
    }
    "combine-weak" {
        /// A factor that nobody has proved would count.
        UnprovedCounts Error,
        /// Two proofs reach more than one level above what they are.
        Leap Error,
    }
    "recovery-weak" {
        /// Recovery needs less than can be proved.
        RecoveryWeak Error,
    }
    "not-monotone" {
        /// A verified person is worth less.
        VerifiedLess Error,
        /// Two factors are worth less than one of them.
        TwoLess Error,
    }
    "silent" {
        /// Who changed an address is told alone.
        EarlierAddressesNotTold Error,
        /// A change can be stopped or put back by somebody who does not hear of it.
        NobodyTold Error,
        /// The time to put it back is over before it takes effect.
        RevertOver Error,
    }
    "no-effect" {
        /// Circumstances that ask for nothing.
        WhenAddsNothing Error,
        /// Circumstances in which another rule asks for as much.
        WhenCovered Error,
        /// Circumstances in which another rule closes the action.
        WhenClosed Error,
        /// A rule that closes the action, and asks for something.
        ClosedAndAsks Error,
        /// A hold is lifted that there is not.
        NoHold Error,
        /// A hold is lifted by a proof that there is not.
        NothingLifts Error,
        /// A proof is to be fresh, and none is needed.
        FreshOfNothing Error,
        /// A proof is to be fresher than it can be old.
        FreshAnyway Error,
        /// A signal that does nothing.
        SignalIdle Error,
        /// A signal that raises no class, or classes by nothing.
        RaisesNothing Error,
        /// A span of no time.
        NoTime Error,
        /// A method that verifies no person has a level for it.
        NobodyVerifies Error,
        /// What an assertion says is listed for a method that asserts nothing.
        AssertsNothing Error,
        /// An `acr` above what the method can reach.
        AcrTooHigh Error,
    }
    "method-idle" {
        /// On, and proves nothing.
        ProvesNothing Error,
        /// On, and offered nowhere.
        OfferedNowhere Error,
        /// On, and asks for what changes no decision.
        ChangesNothing Error,
    }
    "over-at-once" {
        /// What lasts no time.
        OverAtOnce Error,
        /// A limit that lets nothing through.
        LimitOfNone Error,
    }
    "restricted-strong" {
        /// A weak channel that is not called so.
        NotRestricted Error,
        /// Restricted, and above Low.
        RestrictedAboveLow Error,
    }
    "phishable" {
        /// What can be relayed is called resistant.
        Relayed Error,
        /// A channel on which nothing resists.
        NothingResists Warning,
    }
    "discouraged" {
        /// A weak method is on.
        WeakMethod Warning,
        /// A method counts as soon as it is enrolled.
        CountsAtOnce Warning,
        /// A proof counts for days.
        CountsForDays Warning,
    }
    "dead-end" {
        /// People cannot reach a level that is needed.
        DeadEnd Error,
        /// People cannot agree to what needs their consent.
        CannotConsent Error,
        /// An exception that is no longer needed.
        ExceptionIdle Warning,
        /// An exception that answers for more than is closed.
        ExceptionTooWide Warning,
    }
}
