//! Data for the desk's screens. What an agent may not see is not in it.

use serde::{Deserialize, Serialize};

use domain::{
    action::{ActionKind, ActionRequest, Amount},
    assurance::{Level, Method},
    audit::Event,
    challenge::ChallengeState,
    channel::{Channel, StartedBy},
    customer::{ContactBy, Field, Seen},
    gate::{Decision, Way},
    ids::{ChallengeId, EntryId, EvidenceId, RunId, SessionId},
    session::{FrozenBecause, SessionState},
    text::{CaseReference, EmailAddress, ShownText},
    time::Timestamp,
};

/// What a customer can be found by. Exact match only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentifierKind {
    /// Their number with us.
    CustomerNumber,
    /// A telephone number of theirs.
    Phone,
    /// An e-mail address of theirs.
    Email,
}

/// An identifier as the agent typed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identifier {
    /// Of which kind.
    pub kind: IdentifierKind,
    /// What was typed.
    pub value: String,
}

/// A record that matches, as far as it may be shown before a session is open: nothing but its number and masked name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// The customer's number.
    pub number: String,
    /// The name, masked.
    pub masked_name: String,
    /// The highest level their ways can reach.
    pub can_reach: Level,
}

/// What the form "New session" sends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewSession {
    /// Where the contact came in.
    pub channel: Channel,
    /// Who started it.
    pub started_by: StartedBy,
    /// Whose account.
    pub identifier: Identifier,
    /// What it is about.
    pub reason: ActionKind,
    /// The case, if any.
    pub case: Option<CaseReference>,
}

/// A filled-in action, before the server adds what it replaces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "action")]
pub enum Draft {
    /// Another e-mail address.
    ChangeEmail {
        /// The address to be.
        to: EmailAddress,
    },
    /// Money back.
    Refund {
        /// How much.
        amount: Amount,
        /// What for.
        reason: ShownText,
    },
    /// News.
    UpdateContactPreferences {
        /// By which way.
        news_by: ContactBy,
    },
}

impl Draft {
    /// What of an action an agent may see: the new value, not the one it replaces.
    #[must_use]
    pub fn of(request: &ActionRequest) -> Self {
        match request {
            ActionRequest::ChangeEmail { to, .. } => Self::ChangeEmail { to: to.clone() },
            ActionRequest::Refund { amount, reason } => Self::Refund { amount: *amount, reason: reason.clone() },
            ActionRequest::UpdateContactPreferences { news_by } => Self::UpdateContactPreferences { news_by: *news_by },
        }
    }

    /// Which action it is.
    #[must_use]
    pub const fn kind(&self) -> ActionKind {
        match self {
            Self::ChangeEmail { .. } => ActionKind::ChangeEmail,
            Self::Refund { .. } => ActionKind::Refund,
            Self::UpdateContactPreferences { .. } => ActionKind::UpdateContactPreferences,
        }
    }

    /// The new value alone, as the agent typed it.
    #[must_use]
    pub fn new_value(&self) -> String {
        match self {
            Self::ChangeEmail { to } => to.to_string(),
            Self::Refund { amount, reason } => format!("{amount}, {reason}"),
            Self::UpdateContactPreferences { news_by } => news_by.name().to_owned(),
        }
    }
}

/// What became of a press on the button.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Acted {
    /// The customer is being asked.
    Asked(ChallengeId),
    /// It ran at once.
    Ran(RunId),
}

/// Which part of the session's page is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// `/desk/{session}`: ways to raise assurance, and actions.
    Overview,
    /// `/desk/{session}/do/{action}`: fill in.
    FillIn(ActionKind),
    /// `/desk/{session}/asked/{challenge}`: from asking to done.
    Asked(ChallengeId),
    /// `/desk/{session}/ran/{run}`: done at once.
    Ran(RunId),
}

/// One session in the rail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RailItem {
    /// Which.
    pub session: SessionId,
    /// On which channel.
    pub channel: Channel,
    /// The name, masked unless the level shows it.
    pub name: String,
    /// When it began.
    pub opened_at: Timestamp,
    /// Its level now.
    pub level: Level,
    /// The level it is to reach.
    pub goal: Level,
    /// Where it stands.
    pub state: SessionState,
    /// Since when the customer is being asked, if they are, and in which challenge.
    pub asking: Option<(ChallengeId, Timestamp)>,
}

/// Everything one session's page shows. Sent whole at every change, so that what is shown is always the truth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workspace {
    /// The server's time when this was made; the page counts from it.
    pub now: Timestamp,
    /// The agent's sessions.
    pub rail: Vec<RailItem>,
    /// The session.
    pub session: SessionHead,
    /// How sure we are.
    pub assurance: AssuranceView,
    /// The customer's ways to prove more, fastest first.
    pub ways: Vec<Way>,
    /// The catalogue with the gate's answer to each.
    pub actions: Vec<ActionRow>,
    /// The challenge or run that this page is about.
    pub asked: Option<AskedView>,
    /// What this page's action did when it ran without asking.
    pub ran: Option<Done>,
    /// The record, as far as the level shows it.
    pub record: Vec<RecordField>,
    /// What happened, newest first.
    pub timeline: Vec<TimelineItem>,
    /// What the customer's phone shows now.
    pub theirs: Theirs,
}

/// The head of the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionHead {
    /// Which session.
    pub id: SessionId,
    /// The name, masked unless the level shows it.
    pub name: Seen,
    /// The customer's number.
    pub number: String,
    /// On which channel.
    pub channel: Channel,
    /// Who started it.
    pub started_by: StartedBy,
    /// Of which case.
    pub case: Option<String>,
    /// What it is about.
    pub reason: ActionKind,
    /// When it began.
    pub opened_at: Timestamp,
    /// Where it stands.
    pub state: SessionState,
    /// The organisation's name.
    pub organisation: String,
    /// The organisation's telephone number.
    pub hotline: String,
    /// Whether this is demo data, in which methods count at once.
    pub demo: bool,
}

/// The assurance panel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssuranceView {
    /// The level now.
    pub level: Level,
    /// Until when it stays.
    pub until: Option<Timestamp>,
    /// Whether that is within a minute.
    pub drops_soon: bool,
    /// The level the reason for contact needs.
    pub goal: Level,
    /// The channel's ceiling.
    pub ceiling: Level,
    /// What it rests on.
    pub evidence: Vec<EvidenceView>,
    /// The level it would have if the customer approves what they are asked now.
    pub if_approved: Option<Level>,
}

/// One piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceView {
    /// Which.
    pub id: EvidenceId,
    /// How it was got.
    pub method: Method,
    /// Whether the phone verified the person.
    pub user_verified: bool,
    /// What it is worth alone.
    pub level: Level,
    /// When it was got.
    pub obtained_at: Timestamp,
    /// Until when it counts.
    pub expires_at: Timestamp,
    /// When it begins to count, if its device is too new.
    pub counts_from: Option<Timestamp>,
}

/// One action of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionRow {
    /// Which.
    pub action: ActionKind,
    /// The level it needs.
    pub needs: Level,
    /// The gate's answer now.
    pub decision: Decision,
    /// Whether it is the reason for contact.
    pub is_reason: bool,
}

/// A challenge as the agent sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedView {
    /// Which.
    pub challenge: ChallengeId,
    /// For which action with which new value; none when it only raises the level. The value it replaces is not here: an
    /// agent does not need to see it (D03).
    pub request: Option<Draft>,
    /// The digits to read out, while they are of use.
    pub digits: Option<String>,
    /// The phone's name.
    pub device: String,
    /// Whether the phone must verify the person.
    pub needs_user_verification: bool,
    /// Where it stands.
    pub state: ChallengeState,
    /// How many more times digits can be typed.
    pub tries_left: u8,
    /// When it was made.
    pub asked_at: Timestamp,
    /// When it reached the phone.
    pub delivered_at: Option<Timestamp>,
    /// When the customer saw it.
    pub opened_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Until when it can be answered.
    pub expires_at: Timestamp,
    /// What came of an approval.
    pub outcome: Option<Outcome>,
}

/// What came of an approval.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It ran exactly as approved.
    Done(Done),
    /// It could not run yet; the value and the approval are kept.
    NotOpen {
        /// The level it needs.
        needs: Level,
        /// Whether the phone verified the person.
        user_verified: bool,
        /// Until when the approval can be used.
        kept_until: Timestamp,
        /// Whether the gate would let it run now.
        open_now: bool,
    },
    /// Nothing was to run: it only raised the level.
    Raised,
}

/// A run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// Which.
    pub run: RunId,
    /// What ran, without the value it replaced.
    pub request: Draft,
    /// When.
    pub ran_at: Timestamp,
    /// When the customer approved it; none when no approval was needed.
    pub approved_at: Option<Timestamp>,
    /// Whether the phone verified the person.
    pub user_verified: bool,
    /// How many e-mail addresses were written to.
    pub told_emails: u32,
    /// Until when the customer can put it back.
    pub revert_until: Option<Timestamp>,
    /// When the customer put it back.
    pub put_back_at: Option<Timestamp>,
}

/// One row of the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordField {
    /// Which.
    pub field: Field,
    /// What of it may be seen.
    pub seen: Seen,
}

/// One line of the timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineItem {
    /// Which entry.
    pub id: EntryId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub event: Event,
    /// Who, when it was a member of staff.
    pub by: Option<String>,
}

/// What the customer's phone shows now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theirs {
    /// "You are talking to …".
    Talking {
        /// The agent's first name.
        with: String,
    },
    /// The open prompt's first lines.
    Prompt {
        /// The question.
        question: String,
        /// What it asks for.
        what: Vec<String>,
    },
    /// The contact is over.
    NotTalking,
    /// They stopped it.
    Stopped {
        /// Why.
        because: FrozenBecause,
    },
    /// They have no phone enrolled.
    NoPhone,
}
