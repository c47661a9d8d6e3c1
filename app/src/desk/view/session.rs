//! One session as a whole: its place in the rail, its head, and everything its page shows.

use serde::{Deserialize, Serialize};

use domain::{
    action::ActionKind,
    assurance::Level,
    channel::{Channel, StartedBy},
    customer::Seen,
    ids::{ChallengeId, DeviceId, RunId, SecondPersonId, SessionId},
    session::SessionState,
    suspension::Suspension,
    time::Timestamp,
    tried::Tried,
};

use super::{ActionRow, AskedView, AssuranceView, AtKiosk, Done, RecordField, RevealsView, SecondView, Segment, Theirs, TimelineItem};
use crate::desk::gate::{Closed, Way};

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
    /// `/desk/{session}/second/{request}`: from asking a second person to done.
    Waits(SecondPersonId),
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
    /// Since when what the customer approved waits for a second person, if it does.
    pub second_person: Option<Timestamp>,
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
    /// What was tried before in the customer's name.
    pub tried: Option<Tried>,
    /// How sure we are.
    pub assurance: AssuranceView,
    /// The customer's ways to prove more, fastest first.
    pub ways: Vec<Way>,
    /// What is no way now, and why (M19).
    pub closed: Vec<Closed>,
    /// What the policy uses for nobody, by name.
    pub off: Vec<String>,
    /// The version of the policy in force.
    pub policy_version: u32,
    /// The customer's phones, whatever became of them.
    pub phones: Vec<PhoneRow>,
    /// Where they stand, in a session at a counter.
    pub kiosk: Option<AtKiosk>,
    /// The catalogue with the gate's answer to each.
    pub actions: Vec<ActionRow>,
    /// The challenge or run that this page is about.
    pub asked: Option<AskedView>,
    /// What this page's action did when it ran without asking.
    pub ran: Option<Done>,
    /// The request to a second person that the page is about, unless it is about a challenge.
    pub second: Option<SecondView>,
    /// The record, as far as the level shows it.
    pub record: Vec<RecordField>,
    /// What of the agent's budget for masked fields is used.
    pub reveals: RevealsView,
    /// Which customers this one is counted among, if more is known of them than that they are one.
    pub segment: Option<Segment>,
    /// What happened, newest first.
    pub timeline: Vec<TimelineItem>,
    /// What the customer's phone shows now.
    pub theirs: Theirs,
}

impl Workspace {
    /// What the policy says of an action now.
    #[must_use]
    pub fn row(&self, action: ActionKind) -> Option<&ActionRow> {
        self.actions.iter().find(|row| row.action == action)
    }

    /// The rule by which an action is open or not.
    #[must_use]
    pub fn rule(&self, action: ActionKind) -> &str {
        self.row(action).map_or("", |row| &row.rule)
    }
}

/// A phone of the customer's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneRow {
    /// Which.
    pub id: DeviceId,
    /// Its name.
    pub name: String,
    /// Since when it is bound.
    pub since: Timestamp,
    /// Whether it counts: it is neither suspended nor disabled after too many wrong digits.
    pub usable: bool,
    /// That it is suspended, if it is.
    pub suspended: Option<Suspension>,
}

/// What a contact can be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Topic {
    /// Which action.
    pub action: ActionKind,
    /// The level it needs.
    pub needs: Level,
}

/// Another channel that the session can be moved to, and what becomes of its level there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// To which.
    pub channel: Channel,
    /// The level that it would have there now.
    pub level: Level,
    /// The most that it could have from then on, there and anywhere after.
    pub most: Level,
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
    /// Where it can be moved.
    pub moves: Vec<Move>,
    /// The organisation's name.
    pub organisation: String,
    /// The organisation's telephone number.
    pub hotline: String,
    /// Whether this is demo data, in which methods count at once.
    pub demo: bool,
}
