//! What the gate looks at: everything, and nothing that it would have to fetch.

use serde::{Deserialize, Serialize};

use crate::{
    assurance::{Assurance, Evidence, Level, Limit, Method, assess},
    channel::StartedBy,
    policy::{ActionRow, ChannelIx, Policy, RoleSet, SegmentIx, SignalSet},
    time::Timestamp,
};

/// Whether the session is such that anything can be done in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "four facts, each true or not whatever the others are")]
pub struct Standing {
    /// The contact is over.
    pub ended: bool,
    /// The session is frozen.
    pub frozen: bool,
    /// The customer's account is frozen.
    pub account_frozen: bool,
    /// Whoever asks serves this session.
    pub theirs: bool,
}

impl Standing {
    /// An open session of an open account, served by whoever asks.
    pub const OPEN: Self = Self { ended: false, frozen: false, account_frozen: false, theirs: true };
}

/// A method that this customer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Available {
    /// How.
    pub method: Method,
    /// Whether it can verify the person for an answer.
    pub user_verifies: bool,
    /// Whether the credential can be in several places at once.
    pub synced: bool,
    /// What the other system's `acr` would be worth.
    pub asserted: Option<Level>,
    /// When its answers begin to count.
    pub counts_from: Timestamp,
    /// The median time it took before, in seconds; `None`: there is no history, and the policy's guess stands.
    pub seconds: Option<u32>,
}

/// A question to the gate.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The policy in force.
    pub policy: &'a Policy,
    /// What is to be done: one of the policy's actions.
    pub action: &'a ActionRow,
    /// How much money it moves, in cents. `None`: nothing says how much, and an amount that nobody knows is over every limit.
    pub amount: Option<u64>,
    /// What whoever asks is trusted with.
    pub roles: RoleSet,
    /// Whether anything can be done at all.
    pub standing: Standing,
    /// Where the session is now.
    pub channel: ChannelIx,
    /// The most that the channels it was on before have left it (W4); High if it never moved.
    pub carried: Level,
    /// Who started the contact.
    pub started_by: StartedBy,
    /// Which customers this one is counted among; none, when the policy does not know them: then the rules of every segment apply.
    pub segment: SegmentIx,
    /// The risk signals that stand.
    pub signals: SignalSet,
    /// What was proved in this session.
    pub evidence: &'a [Evidence],
    /// Whether a valid approval by the customer of exactly these parameters is at hand.
    pub consent: bool,
    /// Whether a second member of staff approved exactly this.
    pub second_person: bool,
    /// What the customer could prove more with.
    pub available: &'a [Available],
    /// When.
    pub now: Timestamp,
}

impl Question<'_> {
    /// What cuts this session's level now.
    #[must_use]
    pub fn limit(&self) -> Limit {
        let limit = self.policy.limit(self.channel, self.signals);
        Limit { ceiling: limit.ceiling.min(self.carried), ..limit }
    }

    /// How sure we are of who is talking: nothing in a session that is over or frozen.
    #[must_use]
    pub fn assurance(&self) -> Assurance {
        let open = !self.standing.ended && !self.standing.frozen;
        assess(self.policy, if open { self.evidence } else { &[] }, self.limit(), self.now)
    }
}
