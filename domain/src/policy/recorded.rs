//! A question to the gate as the record keeps it, with the answer it got: everything by name, so that another version of the
//! policy, with other tables, can be asked the same (SE4, W16).

use serde::{Deserialize, Serialize};

use super::{ChannelIx, Policy, RoleIx, SignalIx};
use crate::{
    assurance::{Evidence, Level},
    channel::StartedBy,
    gate::{Available, Decision, Missing, Question, Standing},
    time::Timestamp,
};

/// A decision that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// The policy's version.
    pub policy: u32,
    /// The rule.
    pub rule: String,
    /// The answer.
    pub answer: Answered,
    /// How long the fastest way would usually have taken, in seconds, if something was missing and there was one.
    pub seconds: Option<u32>,
    /// What was asked.
    pub asked: Asked,
}

/// The gate's answer, without what follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answered {
    /// It could run.
    Allow,
    /// Something was missing.
    StepUp(Missing),
    /// It was closed.
    Refuse,
}

impl From<&Decision<'_>> for Answered {
    fn from(decision: &Decision<'_>) -> Self {
        match decision {
            Decision::Allow { .. } => Self::Allow,
            Decision::StepUp { missing, .. } => Self::StepUp(*missing),
            Decision::Refuse { .. } => Self::Refuse,
        }
    }
}

/// What was asked. No value of the action is in it but the amount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    action: String,
    amount: Option<u64>,
    roles: Vec<String>,
    standing: Standing,
    channel: String,
    carried: Level,
    started_by: StartedBy,
    segment: String,
    signals: Vec<String>,
    evidence: Vec<Evidence>,
    consent: bool,
    second_person: bool,
    available: Vec<Available>,
    at: Timestamp,
}

impl Recorded {
    /// Keeps a question and its answer.
    #[must_use]
    pub fn of(version: u32, question: &Question<'_>, decision: &Decision<'_>) -> Self {
        let seconds = match decision {
            Decision::StepUp { ways, .. } => ways.fastest().map(|way| way.seconds),
            Decision::Allow { .. } | Decision::Refuse { .. } => None,
        };
        Self { policy: version, rule: decision.rule().to_owned(), answer: decision.into(), seconds, asked: Asked::of(question) }
    }

    /// The same of a customer whose segment the policy did not know: its key is kept, for a policy that knows it.
    #[must_use]
    pub fn of_segment(mut self, key: &str) -> Self {
        key.clone_into(&mut self.asked.segment);
        self
    }
}

impl Asked {
    fn of(question: &Question<'_>) -> Self {
        let policy = question.policy;
        Self {
            action: question.action.key.clone(),
            amount: question.amount,
            roles: policy.roles().filter(|(ix, _)| question.roles.has(*ix)).map(|(_, row)| row.key.clone()).collect(),
            standing: question.standing,
            channel: policy.channel_row(question.channel).map(|row| row.key.clone()).unwrap_or_default(),
            carried: question.carried,
            started_by: question.started_by,
            segment: policy.segments.get(question.segment.place()).map(|row| row.key.clone()).unwrap_or_default(),
            signals: policy.signals().filter(|(ix, _)| question.signals.has(*ix)).map(|(_, row)| row.key.clone()).collect(),
            evidence: question.evidence.to_vec(),
            consent: question.consent,
            second_person: question.second_person,
            available: question.available.to_vec(),
            at: question.now,
        }
    }

    /// The key of the action.
    #[must_use]
    pub fn action(&self) -> &str {
        &self.action
    }

    /// On which channel.
    #[must_use]
    pub fn channel(&self) -> &str {
        &self.channel
    }

    /// The key of the customer's segment then.
    #[must_use]
    pub fn segment(&self) -> &str {
        &self.segment
    }

    /// The question as `policy` understands it; the name of what it has no table for, if it lacks one. A
    /// segment that it lacks is answered as the gate does: by the rules of every segment.
    ///
    /// # Errors
    /// The first name that this policy does not have.
    pub fn question<'a>(&'a self, policy: &'a Policy) -> Result<Question<'a>, &'a str> {
        let role = |key: &'a String| policy.role(key).ok_or(key.as_str());
        let signal = |key: &'a String| policy.signal(key).ok_or(key.as_str());
        let roles: Vec<RoleIx> = self.roles.iter().map(role).collect::<Result<_, _>>()?;
        let signals: Vec<SignalIx> = self.signals.iter().map(signal).collect::<Result<_, _>>()?;
        let channel: ChannelIx = policy.channel(&self.channel).ok_or(self.channel.as_str())?;
        Ok(Question {
            policy,
            action: policy.action(&self.action).ok_or(self.action.as_str())?,
            amount: self.amount,
            roles: roles.into_iter().collect(),
            standing: self.standing,
            channel,
            carried: self.carried,
            started_by: self.started_by,
            segment: policy.segment_of(Some(&self.segment)),
            signals: signals.into_iter().collect(),
            evidence: &self.evidence,
            consent: self.consent,
            second_person: self.second_person,
            available: &self.available,
            now: self.at,
        })
    }
}
