//! Data for the policy's screens. They are drawn on the server alone, so a policy is shown as it is.

use domain::{
    policy::{Policy, coverage::Reach, diff::Difference, replay::Replay},
    time::Timestamp,
};

/// The policy in force and its versions.
#[derive(Clone, Debug)]
pub struct PolicyView {
    /// The number of the version in force.
    pub version: u32,
    /// What it says.
    pub policy: Policy,
    /// Every version, newest first.
    pub versions: Vec<VersionRow>,
    /// Who can reach what with it.
    pub coverage: Vec<Reach>,
    /// Whether methods count as soon as they are enrolled, because this is demo data.
    pub demo: bool,
    /// Why what the database names does not decide here; `None`: it does.
    pub trouble: Option<String>,
}

/// What a change begins from.
#[derive(Clone, Debug, Default)]
pub struct DraftView {
    /// The version in force, which the change is a change of.
    pub base: u32,
    /// The file.
    pub text: String,
}

/// Where a version stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    /// It waits for a second person.
    Proposed,
    /// It decides.
    InForce,
    /// It did.
    Replaced,
    /// A second person said no.
    Rejected,
    /// Its author took it back.
    Withdrawn,
}

/// One version in the list.
#[derive(Clone, Debug)]
pub struct VersionRow {
    /// Its number.
    pub number: u32,
    /// Where it stands.
    pub stands: Stands,
    /// Who proposed it.
    pub author: String,
    /// Why.
    pub reason: String,
    /// When.
    pub proposed_at: Timestamp,
    /// When it was decided, and by whom.
    pub decided: Option<(Timestamp, String)>,
}

/// Who reads a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Somebody who reads and changes nothing.
    Overseer,
    /// The administrator who proposed it.
    Author,
    /// Another administrator.
    Administrator,
}

/// One version with what it changes and what that would have done.
#[derive(Clone, Debug)]
pub struct VersionView {
    /// The version.
    pub row: VersionRow,
    /// The version it was made from.
    pub base: u32,
    /// What differs from that.
    pub differences: Vec<Difference>,
    /// What the checks say, worst first; a version with errors is never kept, so these are warnings.
    pub findings: Vec<String>,
    /// The last days' decisions, asked again.
    pub replay: Replay,
    /// How many days.
    pub days: u32,
    /// Whether there were more decisions than were asked again.
    pub cut: bool,
    /// What it is to the reader.
    pub reader: Reader,
    /// The version in force.
    pub in_force: u32,
    /// Whether it still is what was proposed.
    pub genuine: bool,
    /// The file.
    pub text: String,
}
