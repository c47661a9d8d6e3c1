//! Asking the gate about a session: what the database knows, put as the gate's question, and its answer as pages show it.

use app::desk::gate as shown;
use domain::{
    action::{ActionKind, ActionRequest},
    agent::Agent,
    assurance::{Level, Method},
    audit::Event,
    gate::{self, Available, Decision, Explanation, Question, Standing, Way},
    ids::DeviceId,
    policy::{ChannelIx, Policy, Recorded, RoleSet, SegmentIx},
    session::{Session, SessionState},
    time::Timestamp,
};

use super::{policies::InForce, signals::Known};
use crate::store::device::Device;

/// One session as the gate sees it, for one use case: the policy does not change under its hands.
pub struct Gate<'a> {
    in_force: &'a InForce,
    session: &'a Session,
    known: &'a Known,
    phones: &'a [Device],
    available: Vec<Available>,
    roles: RoleSet,
    standing: Standing,
    now: Timestamp,
}

impl<'a> Gate<'a> {
    /// Puts together what is known.
    pub fn new(
        in_force: &'a InForce,
        agent: &Agent,
        session: &'a Session,
        account_frozen: bool,
        known: &'a Known,
        phones: &'a [Device],
        now: Timestamp,
    ) -> Self {
        Self {
            in_force,
            session,
            known,
            phones,
            available: phones.iter().map(available).collect(),
            roles: agent.staff().roles.iter().filter_map(|role| in_force.role(role.key())).collect(),
            standing: Standing {
                ended: matches!(session.state, SessionState::Ended { .. }),
                frozen: matches!(session.state, SessionState::Frozen { .. }),
                account_frozen,
                theirs: session.agent == agent.id(),
            },
            now,
        }
    }

    fn question(&self, kind: ActionKind, amount: Option<u64>, consent: bool) -> Question<'_> {
        let policy: &Policy = &self.in_force.policy;
        Question {
            policy,
            action: policy.built_in(kind),
            amount,
            roles: self.roles,
            standing: self.standing,
            // A session on a channel that the policy in force does not have opens nothing.
            channel: policy.channel(self.session.channel.rule().key).unwrap_or(ChannelIx::NONE),
            carried: Level::High,
            started_by: self.session.started_by,
            segment: SegmentIx::new(0).unwrap_or(SegmentIx::NONE),
            signals: self.known.signals,
            evidence: &self.known.evidence,
            consent,
            second_person: false,
            available: &self.available,
            now: self.now,
        }
    }

    /// What the gate says of an action with its parameters.
    pub fn decide(&self, request: &ActionRequest, consent: bool) -> Decided<'_> {
        let question = self.question(request.kind(), amount(request), consent);
        self.decided(question)
    }

    /// What the gate says of an action before its parameters are known: of the smallest one there is. What runs is decided by its
    /// own amount.
    pub fn look(&self, kind: ActionKind) -> Decided<'_> {
        self.decided(self.question(kind, Some(0), false))
    }

    fn decided<'q>(&'q self, question: Question<'q>) -> Decided<'q> {
        Decided { gate: self, decision: gate::decide(&question), question }
    }

    /// What each phone can prove now, in this session, whatever it is for.
    pub fn ways(&self) -> Vec<shown::Way> {
        // What is asked of it is no part of the answer.
        let question = self.question(ActionKind::ChangeEmail, None, false);
        let way = |(phone, one): (&Device, &Available)| Some(shown_way(phone, question.with(one)?, self.typical_seconds(phone.id)));
        let mut ways: Vec<_> = self.phones.iter().zip(&self.available).filter_map(way).collect();
        ways.sort_by_key(|way| way.seconds);
        ways
    }

    /// How long a push to that phone usually takes, in seconds: by this customer's history, else by the policy's guess.
    pub fn typical_seconds(&self, phone: DeviceId) -> u32 {
        let known = self.phones.iter().find(|one| one.id == phone).and_then(seconds);
        known.unwrap_or_else(|| self.in_force.method(Method::Push).seconds)
    }
}

/// A question with its answer.
pub struct Decided<'a> {
    gate: &'a Gate<'a>,
    /// What was asked.
    pub question: Question<'a>,
    /// What was answered.
    pub decision: Decision<'a>,
}

impl Decided<'_> {
    /// The rule, for the record.
    pub fn rule(&self) -> &str {
        self.decision.rule()
    }

    /// The version of the policy.
    pub const fn version(&self) -> u32 {
        self.gate.in_force.version
    }

    /// That it was not open, for the record.
    pub fn not_open(&self, action: ActionKind) -> Event {
        Event::NotOpen { action, needs: self.needs(), decision: self.recorded() }
    }

    /// The level that is needed, for words.
    pub fn needs(&self) -> Level {
        match self.decision {
            Decision::StepUp { missing, .. } => missing.level.unwrap_or(self.question.action.needs.level),
            Decision::Allow { .. } | Decision::Refuse { .. } => self.question.action.needs.level,
        }
    }

    /// The decision as the record keeps it.
    pub fn recorded(&self) -> Option<Box<Recorded>> {
        Some(Box::new(Recorded::of(self.gate.in_force.version, &self.question, &self.decision)))
    }

    /// The phone of the fastest way; `None` when there is no way.
    pub fn phone(&self) -> Option<&Device> {
        match &self.decision {
            Decision::StepUp { ways, .. } => self.gate.phones.get(ways.fastest()?.first.place),
            Decision::Allow { .. } | Decision::Refuse { .. } => None,
        }
    }

    /// Why it is closed, in sentences for the agent.
    pub fn closed_because(&self) -> String {
        match gate::explain(&self.question, &self.decision) {
            Explanation::Refuse { reasons, .. } => reasons.join(" "),
            Explanation::Allow { .. } | Explanation::StepUp { .. } => String::new(),
        }
    }

    /// As a page shows it.
    pub fn shown(&self) -> shown::Decision {
        match &self.decision {
            Decision::Allow { .. } => shown::Decision::Allow,
            Decision::StepUp { missing, ways, .. } => shown::Decision::StepUp {
                missing: shown::Missing {
                    level: missing.level,
                    stale: missing.stale,
                    consent: missing.consent,
                    second_person: missing.second_person,
                },
                ways: ways.all().iter().filter_map(|way| self.shown_way(way)).collect(),
            },
            Decision::Refuse { .. } => shown::Decision::Refuse { reason: self.closed_because() },
        }
    }

    fn shown_way(&self, way: &Way) -> Option<shown::Way> {
        let phone = self.gate.phones.get(way.first.place)?;
        Some(shown_way(phone, way.reaches, way.seconds))
    }
}

fn shown_way(phone: &Device, reaches: Level, seconds: u32) -> shown::Way {
    shown::Way { method: Method::Push, device: phone.id, on: phone.name.clone(), reaches, seconds }
}

fn available(phone: &Device) -> Available {
    Available {
        method: Method::Push,
        user_verifies: phone.can_verify(),
        synced: false,
        asserted: None,
        // A phone that was disabled after too many wrong digits counts never again.
        counts_from: if phone.disabled { Timestamp::from_micros(i64::MAX) } else { phone.counts_from },
        seconds: seconds(phone),
    }
}

/// What they usually need, in whole seconds; at least one.
fn seconds(phone: &Device) -> Option<u32> {
    phone.typically.map(|took| u32::try_from(took.whole_seconds().max(1)).unwrap_or(u32::MAX))
}

fn amount(request: &ActionRequest) -> Option<u64> {
    match request {
        ActionRequest::Refund { amount, .. } => Some(u64::from(amount.cents())),
        ActionRequest::UpdateContactPreferences { .. } | ActionRequest::ChangeEmail { .. } => None,
    }
}
