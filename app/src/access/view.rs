//! Data for the pages of who may do what.

use serde::{Deserialize, Serialize};

use domain::{
    access::{Decision, Finding, Grant, Standing},
    agent::{Role, Staff},
    ids::{AccessReviewId, AgentId, RightRequestId},
    time::Timestamp,
};

/// The page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessView {
    /// The present instant.
    pub now: Timestamp,
    /// Who looks.
    pub reader: Staff,
    /// The review that is shown, if there ever was one.
    pub review: Option<ReviewView>,
    /// Whether one is under way, shown or not.
    pub under_way: bool,
    /// The other reviews, newest first.
    pub others: Vec<ReviewRow>,
    /// What stands out among all who are active.
    pub report: Report,
    /// What waits for a second administrator.
    pub requests: Vec<RequestRow>,
}

/// A review in short.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewRow {
    /// Which.
    pub id: AccessReviewId,
    /// Its name.
    pub name: String,
    /// When what is undecided lapses.
    pub due: Timestamp,
    /// Where it stands.
    pub standing: Standing,
}

/// A review with its grants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewView {
    /// The review in short.
    pub row: ReviewRow,
    /// Who started it, and when.
    pub started: (String, Timestamp),
    /// When it ended, and who ended it; nobody when its day came.
    pub ended: Option<(Timestamp, Option<String>)>,
    /// Every grant, by person.
    pub grants: Vec<GrantRow>,
}

/// A grant under review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantRow {
    /// Which.
    pub grant: Grant,
    /// The person's full name.
    pub name: String,
    /// Their staff number.
    pub number: u32,
    /// How often it was used in the 90 days before the review began.
    pub uses: u32,
    /// The same in percent of whoever used that role most.
    pub share: u32,
    /// What is usual for the role, if one can say.
    pub usual: Option<u32>,
    /// When it was last used.
    pub last_used: Option<Timestamp>,
    /// What the numbers say.
    pub finding: Finding,
    /// What was decided, when, and by whom; nobody when its time was up.
    pub decided: Option<(Decision, Timestamp, Option<String>)>,
    /// Who may decide over it.
    pub decider: Decider,
}

/// Who may decide over a grant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Decider {
    /// Who looks.
    You,
    /// Somebody else: who that could be. Nobody at all, if there are none.
    Others(Vec<String>),
}

/// What stands out, whether or not a review is under way.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Who has not signed in for 90 days, and when they last did.
    pub dormant: Vec<(AgentId, String, Option<Timestamp>)>,
    /// Who holds more roles than one person should need, and how many.
    pub many: Vec<(AgentId, String, usize)>,
}

/// A right that waits for a second administrator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestRow {
    /// Which.
    pub id: RightRequestId,
    /// To whom.
    pub staff: AgentId,
    /// Their full name.
    pub name: String,
    /// Which role.
    pub role: Role,
    /// Why.
    pub reason: String,
    /// Who asked.
    pub asked_by: (AgentId, String),
    /// When.
    pub asked_at: Timestamp,
}

/// A member of staff in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRow {
    /// Who.
    pub staff: Staff,
    /// When they last signed in.
    pub last_sign_in: Option<Timestamp>,
    /// In how many browsers they are signed in.
    pub sign_ins: usize,
}

/// One of them, with what the reader may do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonView {
    /// In short.
    pub row: PersonRow,
    /// Who looks.
    pub reader: Staff,
    /// Where they are signed in: browser, since when, last used.
    pub sign_ins: Vec<(String, Timestamp, Timestamp)>,
    /// Why the reader may not end those, if they may not.
    pub may_not_end: Option<String>,
    /// How many administrators there are.
    pub administrators: usize,
    /// What waits for a second administrator.
    pub requests: Vec<RequestRow>,
}
