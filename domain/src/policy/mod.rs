//! The policy: one versioned file that says what each proof is worth, what each action needs, and who may do it.
//!
//! [`Policy`] is the file read, checked and numbered, so that a decision looks things up by place and allocates nothing.
//! [`file`] reads it, [`lint`] says what is wrong with it, [`coverage`] says whom it leaves out. What decides with it is
//! [`crate::assurance::assess`] (how sure are we) and [`crate::gate::decide`] (may this be done).
//!
//! Owns no I/O: a policy comes as text and is refused as a list of findings, each with its line. Everything that
//! circumstances or risk signals can say tightens; there is no way to write a rule that opens what another one closed.
//!
//! # How to add
//! - an action, a channel, a role, a segment, a risk signal: a table in the file, nothing here;
//! - a method: a variant of [`crate::assurance::Method`], its row in the file, and what asks for it in the server;
//! - a check of the policy: a function in `lint/`, its line in [`lint::CHECKS`], each thing that it can find in [`file::Kind`],
//!   and a policy that makes just that mistake in `tests/mistakes.rs`, which fails without one.

pub mod coverage;
pub mod diff;
pub mod file;
pub mod lint;
pub mod outside;
mod recorded;
pub mod replay;
mod rows;
mod set;
#[cfg(test)]
mod tests;

pub use recorded::{Answered, Asked, Recorded};
pub use rows::{
    ActionRow, ChannelRow, Circumstances, Combine, Exception, Limits, MethodRow, Need, Needs, RoleRow, SegmentRow, SignalRow, Tell, When,
};
pub use set::{ChannelIx, ChannelSet, MethodSet, RoleIx, RoleSet, SegmentIx, SegmentSet, SignalIx, SignalSet};

use crate::{
    action::ActionKind,
    assurance::{Level, Limit, Method},
    policy::file::Findings,
};

/// The policy that a bank could start from.
pub const BANK: &str = include_str!("../../policies/bank.toml");
/// A lighter one, for a library.
pub const LIBRARY: &str = include_str!("../../policies/library.toml");

/// A policy, read and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// What people call it.
    pub name: String,
    /// The currency of its amounts (ISO 4217).
    pub currency: String,
    pub(crate) methods: [MethodRow; Method::ALL.len()],
    pub(crate) combine: Combine,
    pub(crate) channels: Vec<ChannelRow>,
    pub(crate) roles: Vec<RoleRow>,
    pub(crate) segments: Vec<SegmentRow>,
    pub(crate) signals: Vec<SignalRow>,
    pub(crate) actions: Vec<ActionRow>,
    pub(crate) built_in: [usize; ActionKind::ALL.len()],
    pub(crate) exceptions: Vec<Exception>,
    /// How much of what in how long.
    pub limits: Limits,
}

impl Policy {
    /// Reads a policy and checks it.
    ///
    /// # Errors
    /// Everything that is wrong with it, each with its line and what to write instead. A policy with an error is no policy.
    pub fn read(text: &str) -> Result<Self, Findings> {
        let (policy, findings) = file::read(text)?;
        if findings.has_errors() { Err(findings) } else { Ok(policy) }
    }

    /// The same policy with methods that count as soon as they are enrolled: for demo data alone, and the console says so.
    #[must_use]
    pub fn without_seasoning(mut self) -> Self {
        for row in &mut self.methods {
            row.seasoning = time::Duration::ZERO;
        }
        self
    }

    /// What a method is worth.
    #[must_use]
    pub fn method(&self, method: Method) -> &MethodRow {
        &self.methods[method.place()]
    }

    /// How pieces of evidence add up.
    #[must_use]
    pub const fn combine(&self) -> &Combine {
        &self.combine
    }

    /// Every channel, in the order screens show them.
    pub fn channels(&self) -> impl Iterator<Item = (ChannelIx, &ChannelRow)> {
        self.channels.iter().enumerate().filter_map(|(place, row)| Some((ChannelIx::new(place)?, row)))
    }

    /// The channel with that key.
    #[must_use]
    pub fn channel(&self, key: &str) -> Option<ChannelIx> {
        self.channels().find(|(_, row)| row.key == key).map(|(ix, _)| ix)
    }

    /// What a channel is; `None` when this policy has no such channel, as one of another version may.
    #[must_use]
    pub fn channel_row(&self, ix: ChannelIx) -> Option<&ChannelRow> {
        self.channels.get(ix.place())
    }

    /// The highest level on a channel; nothing on one that is not in this policy.
    #[must_use]
    pub fn ceiling(&self, ix: ChannelIx) -> Level {
        self.channel_row(ix).map_or(Level::Unverified, |row| row.ceiling)
    }

    /// Every action, in the order screens show them.
    #[must_use]
    pub fn actions(&self) -> &[ActionRow] {
        &self.actions
    }

    /// The action with that key.
    #[must_use]
    pub fn action(&self, key: &str) -> Option<&ActionRow> {
        self.actions.iter().find(|row| row.key == key)
    }

    /// What the policy says of an action that this program runs itself. Every policy has these.
    #[must_use]
    pub fn built_in(&self, kind: ActionKind) -> &ActionRow {
        &self.actions[self.built_in[kind as usize]]
    }

    /// Every role.
    pub fn roles(&self) -> impl Iterator<Item = (RoleIx, &RoleRow)> {
        self.roles.iter().enumerate().filter_map(|(place, row)| Some((RoleIx::new(place)?, row)))
    }

    /// The role with that key.
    #[must_use]
    pub fn role(&self, key: &str) -> Option<RoleIx> {
        self.roles().find(|(_, row)| row.key == key).map(|(ix, _)| ix)
    }

    /// Every customer segment; the first is that of customers of whom nothing else is known.
    pub fn segments(&self) -> impl Iterator<Item = (SegmentIx, &SegmentRow)> {
        self.segments.iter().enumerate().filter_map(|(place, row)| Some((SegmentIx::new(place)?, row)))
    }

    /// The segment with that key.
    #[must_use]
    pub fn segment(&self, key: &str) -> Option<SegmentIx> {
        self.segments().find(|(_, row)| row.key == key).map(|(ix, _)| ix)
    }

    /// The segment of a customer: the first one's when nothing else is known of them. A key that this policy does not have is
    /// [`SegmentIx::NONE`], which is under the rules of every segment at once: an unknown one opens nothing.
    #[must_use]
    pub fn segment_of(&self, key: Option<&str>) -> SegmentIx {
        key.map_or_else(|| SegmentIx::new(0), |key| self.segment(key)).unwrap_or(SegmentIx::NONE)
    }

    /// Every risk signal.
    pub fn signals(&self) -> impl Iterator<Item = (SignalIx, &SignalRow)> {
        self.signals.iter().enumerate().filter_map(|(place, row)| Some((SignalIx::new(place)?, row)))
    }

    /// The risk signal with that key.
    #[must_use]
    pub fn signal(&self, key: &str) -> Option<SignalIx> {
        self.signals().find(|(_, row)| row.key == key).map(|(ix, _)| ix)
    }

    /// The dead ends that somebody answers for.
    #[must_use]
    pub fn exceptions(&self) -> &[Exception] {
        &self.exceptions
    }

    /// The rows of the signals that stand.
    pub fn standing(&self, standing: SignalSet) -> impl Iterator<Item = &SignalRow> {
        standing.iter().filter_map(|ix| self.signals.get(ix.place()))
    }

    /// What the signals that stand bar, and the most they leave.
    #[must_use]
    pub fn risk(&self, standing: SignalSet) -> (MethodSet, Level) {
        self.standing(standing).fold((MethodSet::NONE, Level::High), |(bars, cap), row| (bars.or(row.bars), cap.min(row.cap)))
    }

    /// What cuts a session's level on that channel while those signals stand. On a channel that the policy does not have it is
    /// nothing.
    #[must_use]
    pub fn limit(&self, channel: ChannelIx, standing: SignalSet) -> Limit {
        let (barred, cap) = self.risk(standing);
        Limit { ceiling: self.ceiling(channel).min(cap), barred, since: None }
    }

    /// The highest level that a session has after it moves from `before`, its highest level so far, to another channel:
    /// a transfer cuts and never raises (W4).
    #[must_use]
    pub fn after_transfer(&self, before: Level, to: ChannelIx) -> Level {
        before.min(self.ceiling(to))
    }
}
