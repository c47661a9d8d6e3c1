//! Data for a supervisor's screens.

use serde::{Deserialize, Serialize};

use domain::{
    alert::{AlertBecause, AlertOutcome, Facts},
    assurance::Level,
    channel::Channel,
    customer::Seen,
    floor::{Doing, Goals, Refusals},
    ids::{AgentId, AlertId, SessionId},
    time::Timestamp,
};

/// The floor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FloorView {
    /// The server's time.
    pub now: Timestamp,
    /// The figures.
    pub figures: Figures,
    /// The sessions that are not over, in the floor's order; how many there are in all stands in the figures.
    pub rows: Vec<FloorRow>,
    /// The newest open alerts.
    pub alerts: Vec<AlertRow>,
    /// How many are open.
    pub open_alerts: u32,
    /// When time alone changes something next.
    pub changes_at: Option<Timestamp>,
}

/// The figures, as [`domain::floor`] defines them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Sessions now.
    pub sessions: u32,
    /// Of how many agents.
    pub agents: u32,
    /// How many kiosks show one.
    pub kiosks: u32,
    /// How many wait for the customer.
    pub waiting: u32,
    /// Since when the middle one of those does.
    pub middle: Option<Timestamp>,
    /// How many reached the goal today.
    pub goals: Goals,
    /// What the gate did not let run.
    pub refusals: Refusals,
}

/// A session of the floor. Of the customer no more than a name that is hidden.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FloorRow {
    /// Which.
    pub session: SessionId,
    /// On which channel.
    pub channel: Channel,
    /// The customer's name, hidden.
    pub customer: Seen,
    /// Who serves it.
    pub agent: String,
    /// Its level now.
    pub level: Level,
    /// What it is at.
    pub doing: Doing,
    /// Whether somebody has been waited for for longer than is usual.
    pub slow: bool,
    /// When it was opened.
    pub opened_at: Timestamp,
}

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertRow {
    /// Which.
    pub id: AlertId,
    /// When.
    pub at: Timestamp,
    /// In which session; none when it came by a link.
    pub session: Option<SessionId>,
    /// Why.
    pub because: AlertBecause,
    /// The customer's number, if it is about one.
    pub customer_number: Option<String>,
    /// Who serves the session, or did last.
    pub agent: Option<String>,
    /// On which channel.
    pub channel: Option<Channel>,
    /// The member of staff it is about.
    pub about: Option<(AgentId, String)>,
    /// What else is known.
    pub facts: Option<Facts>,
    /// When what it tells of went by itself.
    pub over_at: Option<Timestamp>,
    /// When it was taken up, and by whom.
    pub acknowledged: Option<(Timestamp, String)>,
    /// When it was closed, and by whom.
    pub closed: Option<(Timestamp, String)>,
    /// What it turned out to be.
    pub outcome: Option<AlertOutcome>,
    /// What else there is to say.
    pub note: Option<String>,
}

/// Which alerts are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AlertSearch {
    /// Only with that reason.
    pub because: Option<AlertBecause>,
    /// Only with that outcome.
    pub outcome: Option<AlertOutcome>,
    /// Only open ones, or only closed ones.
    pub open: Option<bool>,
    /// Only those before that one: its time and its name.
    pub before: Option<(Timestamp, AlertId)>,
}

/// A page of alerts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertPage {
    /// What was asked for.
    pub search: AlertSearch,
    /// The alerts, newest first.
    pub alerts: Vec<AlertRow>,
    /// Where older ones begin, if there are any.
    pub older: Option<(Timestamp, AlertId)>,
}

/// Customers who have fewer than two things to prove themselves with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FewWays {
    /// How many have nothing.
    pub none: u64,
    /// How many have one.
    pub one: u64,
    /// A page of them, by their numbers.
    pub customers: Vec<Few>,
    /// The number after which the next page begins, if there is one.
    pub next: Option<String>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Few {
    /// Their number.
    pub number: String,
    /// Whether they have one; else nothing.
    pub one: bool,
}
