//! One contact of one customer with us on one channel.
//!
//! Assurance belongs to the session and dies with it: an ended or frozen session has none, whatever its evidence.

use serde::{Deserialize, Serialize};
use time::Duration;

use crate::{
    action::ActionKind,
    assurance::{Assurance, Evidence, Level, Limit, Rule, assess},
    channel::{Channel, StartedBy},
    ids::{AgentId, CustomerId, SessionId},
    policy::{ChannelIx, Policy, SignalSet},
    refusal::Refusal,
    text::CaseReference,
    time::Timestamp,
};

/// Why a session was frozen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FrozenBecause {
    /// The customer answered "No, this isn't me".
    NotMe,
    /// The customer answered "Someone told me to approve this".
    ToldTo,
    /// The agent marked a suspected attack.
    SuspectedAttack,
    /// The customer put a change back: "this was not me".
    PutBack,
    /// The customer said on their phone that this contact is not theirs.
    NotTheirContact,
    /// The customer said, from a notice, that it was not them who changed a way to prove who they are.
    NotTheirDoing,
}

impl FrozenBecause {
    /// Every reason.
    pub const ALL: [Self; 6] =
        [Self::NotMe, Self::ToldTo, Self::SuspectedAttack, Self::PutBack, Self::NotTheirContact, Self::NotTheirDoing];

    /// The word for it in the database and in events.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::NotMe => "not_me",
            Self::ToldTo => "told_to",
            Self::SuspectedAttack => "suspected_attack",
            Self::PutBack => "put_back",
            Self::NotTheirContact => "not_their_contact",
            Self::NotTheirDoing => "not_their_doing",
        }
    }

    /// The reason with that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.key() == key)
    }
}

/// Where a session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum SessionState {
    /// The contact goes on.
    Open,
    /// Everything in it is stopped until a supervisor ends the freeze.
    Frozen {
        /// Since when.
        at: Timestamp,
        /// Why.
        because: FrozenBecause,
    },
    /// The contact is over.
    Ended {
        /// Since when.
        at: Timestamp,
    },
}

impl SessionState {
    /// The word for it in the database.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Frozen { .. } => "frozen",
            Self::Ended { .. } => "ended",
        }
    }
}

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its name.
    pub id: SessionId,
    /// Whose account it is about.
    pub customer: CustomerId,
    /// Who serves it now.
    pub agent: AgentId,
    /// Where it is now.
    pub channel: Channel,
    /// The most that the channels it was on have left it (W4); High if it never moved.
    pub carried: Level,
    /// Who started the contact.
    pub started_by: StartedBy,
    /// What the customer came for; its level is the session's goal.
    pub reason: ActionKind,
    /// The case it belongs to, if any.
    pub case: Option<CaseReference>,
    /// When it began.
    pub opened_at: Timestamp,
    /// Where it stands.
    pub state: SessionState,
}

impl Session {
    /// Passes only an open session on.
    ///
    /// # Errors
    /// [`Refusal::Frozen`] or [`Refusal::SessionEnded`].
    pub const fn open(&self) -> Result<&Self, Refusal> {
        match self.state {
            SessionState::Open => Ok(self),
            SessionState::Frozen { .. } => Err(Refusal::Frozen),
            SessionState::Ended { .. } => Err(Refusal::SessionEnded),
        }
    }

    /// The session on another channel, as the policy in force leaves it there (W4): what was proved stays, and the level is never
    /// above what any channel that it was on could have, on the way back neither.
    ///
    /// # Errors
    /// What [`Session::open`] refuses; [`Refusal::BadInput`] when it is there already, or the policy has no such channel.
    pub fn moved(&self, policy: &Policy, to: Channel) -> Result<Self, Refusal> {
        self.open()?;
        let name = to.rule().name;
        if to == self.channel {
            return Err(Refusal::bad_input(["This session is on ", name, " already. Nothing was changed."].concat()));
        }
        let Some(there) = policy.channel(to.rule().key) else {
            let words = ["The policy in force has no channel ", name, ". Choose another one, or open a new session. Nothing was changed."];
            return Err(Refusal::bad_input(words.concat()));
        };
        Ok(Self { channel: to, carried: policy.after_transfer(self.most(policy), there), ..self.clone() })
    }

    /// The highest level that it can have at all, whatever is proved.
    #[must_use]
    pub fn most(&self, policy: &Policy) -> Level {
        policy.ceiling(self.channel_in(policy)).min(self.carried)
    }

    /// Its channel in that policy: one that the policy does not have opens nothing.
    #[must_use]
    pub fn channel_in(&self, policy: &Policy) -> ChannelIx {
        policy.channel(self.channel.rule().key).unwrap_or(ChannelIx::NONE)
    }

    /// How sure we are of who is talking, at `now`: nothing unless the session is open, and never above its channel's ceiling,
    /// what earlier channels left, or what the risk signals that stand leave.
    #[must_use]
    pub fn assurance(&self, policy: &Policy, signals: SignalSet, evidence: &[Evidence], now: Timestamp) -> Assurance {
        match self.state {
            SessionState::Open => {
                let limit = policy.limit(self.channel_in(policy), signals);
                assess(policy, evidence, Limit { ceiling: limit.ceiling.min(self.carried), ..limit }, now)
            }
            SessionState::Frozen { .. } | SessionState::Ended { .. } => {
                Assurance { level: Level::Unverified, rule: Rule::None, until: None }
            }
        }
    }

    /// How long the contact has lasted at `now`, or lasted if it is over.
    #[must_use]
    pub fn elapsed(&self, now: Timestamp) -> Duration {
        let until = match self.state {
            SessionState::Ended { at } => at,
            SessionState::Open | SessionState::Frozen { .. } => now,
        };
        until.since(self.opened_at)
    }
}

#[cfg(test)]
mod tests {
    use proptest::{prelude::*, test_runner::TestRunner};
    use uuid::Uuid;

    use super::*;
    use crate::{assurance::Method, policy::BANK, trying::cases};

    const NOW: Timestamp = Timestamp::from_micros(1_773_324_960_000_000);

    fn on(channel: Channel) -> Session {
        Session {
            id: Uuid::nil().into(),
            customer: Uuid::nil().into(),
            agent: Uuid::nil().into(),
            channel,
            carried: Level::High,
            started_by: StartedBy::Customer,
            reason: ActionKind::Refund,
            case: None,
            opened_at: NOW,
            state: SessionState::Open,
        }
    }

    #[test]
    fn w4_wherever_it_moves_the_level_never_rises_and_is_cut_to_every_ceiling_on_the_way() {
        let bank = Policy::read(BANK).unwrap();
        let channels: Vec<_> = Channel::all().collect();
        let case = (0..Method::ALL.len(), any::<bool>(), prop::collection::vec(0..channels.len(), 1..6));
        TestRunner::new(cases(20_000))
            .run(&case, |(method, verified, way)| {
                let evidence = [Evidence::left_by(&bank, Method::ALL[method], verified, NOW)];
                let level = |session: &Session| session.assurance(&bank, SignalSet::NONE, &evidence, NOW).level;
                let mut session = on(channels[way[0]]);
                for next in way[1..].iter().map(|&place| channels[place]).filter(|&next| next != channels[way[0]]) {
                    let Ok(after) = session.moved(&bank, next) else { continue };
                    let ceiling = bank.ceiling(after.channel_in(&bank));
                    prop_assert_eq!(level(&after), level(&session).min(ceiling));
                    let home = after.moved(&bank, session.channel).unwrap();
                    prop_assert_eq!(level(&home), level(&after), "the way back raises nothing");
                    prop_assert!(after.most(&bank) <= session.most(&bank));
                    session = after;
                }
                Ok(())
            })
            .unwrap();
    }

    #[test]
    fn a_session_moves_only_while_it_is_open_and_only_elsewhere() {
        let bank = Policy::read(BANK).unwrap();
        let (phone, chat) = (Channel::from_key("phone").unwrap(), Channel::from_key("chat").unwrap());
        let open = on(phone);
        assert_eq!(open.moved(&bank, chat), Ok(Session { channel: chat, ..open.clone() }), "a chat reaches High too");
        assert!(matches!(open.moved(&bank, phone), Err(Refusal::BadInput(_))));
        let over = Session { state: SessionState::Ended { at: NOW }, ..open.clone() };
        assert_eq!(over.moved(&bank, chat), Err(Refusal::SessionEnded));
        let frozen = Session { state: SessionState::Frozen { at: NOW, because: FrozenBecause::NotMe }, ..open };
        assert_eq!(frozen.moved(&bank, chat), Err(Refusal::Frozen));
    }
}
