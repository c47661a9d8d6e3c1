//! Asking the gate about a session: what the database knows, put as the gate's question, and its answer as pages show it.

use app::desk::gate::{self as shown, TypedAt};
use domain::{
    action::{ActionKind, ActionRequest},
    agent::Agent,
    assurance::{Level, Method},
    audit::Event,
    challenge::Means,
    customer::Customer,
    floor::Goal,
    gate::{self, Available, Decision, Explanation, Question, Standing, Use, Way},
    policy::{Policy, Recorded, RoleSet, SegmentIx},
    session::{Session, SessionState},
    time::Timestamp,
};

use super::{
    methods::{Methods, One},
    policies::InForce,
    signals::Known,
};

/// Where what a link opens is answered.
const ANY_DEVICE: &str = "any device of theirs";

/// One session as the gate sees it, for one use case: the policy does not change under its hands.
pub struct Gate<'a> {
    in_force: &'a InForce,
    session: &'a Session,
    known: &'a Known,
    offered: Vec<One<'a>>,
    available: Vec<Available>,
    roles: RoleSet,
    standing: Standing,
    segment: SegmentIx,
    /// The customer's own word for it, when the policy has no such segment.
    unknown_segment: Option<String>,
    now: Timestamp,
}

impl<'a> Gate<'a> {
    /// Puts together what is known.
    pub fn new(
        in_force: &'a InForce,
        agent: &Agent,
        session: &'a Session,
        customer: &Customer,
        known: &'a Known,
        methods: &'a Methods,
        now: Timestamp,
    ) -> Self {
        let segment = in_force.segment_of(customer.segment.as_deref());
        let (offered, available) = methods.offered(session.channel);
        Self {
            in_force,
            session,
            known,
            offered,
            available,
            roles: agent.staff().roles.iter().filter_map(|role| in_force.role(role.key())).collect(),
            standing: Standing {
                ended: matches!(session.state, SessionState::Ended { .. }),
                frozen: matches!(session.state, SessionState::Frozen { .. }),
                account_frozen: customer.frozen_at.is_some(),
                theirs: session.agent == agent.id(),
            },
            segment,
            unknown_segment: customer.segment.clone().filter(|_| segment == SegmentIx::NONE),
            now,
        }
    }

    fn question(&self, kind: ActionKind, amount: Option<u64>, consent: bool, second_person: bool) -> Question<'_> {
        let policy: &Policy = &self.in_force.policy;
        Question {
            policy,
            action: policy.built_in(kind),
            amount,
            roles: self.roles,
            standing: self.standing,
            channel: self.session.channel_in(policy),
            carried: self.session.carried,
            started_by: self.session.started_by,
            segment: self.segment,
            signals: self.known.signals,
            evidence: &self.known.evidence,
            consent,
            second_person,
            available: &self.available,
            now: self.now,
        }
    }

    /// What the gate says of an action with its parameters.
    pub fn decide(&self, request: &ActionRequest, consent: bool) -> Decided<'_> {
        self.decided(self.question(request.kind(), amount(request), consent, false))
    }

    /// The same where a second person approved it too.
    pub fn decide_by_two(&self, request: &ActionRequest, consent: bool) -> Decided<'_> {
        self.decided(self.question(request.kind(), amount(request), consent, true))
    }

    /// Until when, and `most` at the latest, what was proved is enough for the action if a second person approves it too.
    pub fn allowed_until(&self, request: &ActionRequest, consent: bool, most: Timestamp) -> Timestamp {
        gate::allowed_until(&self.question(request.kind(), amount(request), consent, true), most)
    }

    /// What the gate says of an action before its parameters are known: of the smallest one there is. What runs is decided by its
    /// own amount.
    pub fn look(&self, kind: ActionKind) -> Decided<'_> {
        self.decided(self.question(kind, Some(0), false, false))
    }

    /// A question of which only the methods matter: what is asked of them is no part of the answer.
    pub(super) fn whatever(&self) -> Question<'_> {
        self.question(ActionKind::ChangeEmail, None, false, false)
    }

    fn decided<'q>(&'q self, question: Question<'q>) -> Decided<'q> {
        Decided { gate: self, decision: gate::decide(&question), question }
    }

    /// What each method can prove now, in this session, whatever it is for; the fastest first.
    pub fn ways(&self) -> Vec<shown::Way> {
        let question = self.whatever();
        let way = |(place, one): (usize, &Available)| self.shown_way(place, question.with(one)?, self.seconds(one));
        let mut ways: Vec<_> = self.available.iter().enumerate().filter_map(way).collect();
        ways.sort_by_key(|way| way.seconds);
        ways
    }

    fn shown_way(&self, place: usize, reaches: Level, seconds: u32) -> Option<shown::Way> {
        let (method, device, on, typed) = match self.one(place)? {
            One::Phone(phone) => (Method::Push, Some(phone.id), phone.name.as_str(), None),
            One::Passkey => (Method::Passkey, None, ANY_DEVICE, None),
            One::Pin(_, TypedAt::Keypad) => (Method::Pin, None, "telephone keypad", Some(TypedAt::Keypad)),
            One::Pin(_, TypedAt::Page) => (Method::Pin, None, ANY_DEVICE, Some(TypedAt::Page)),
            One::Totp(_) => (Method::Totp, None, ANY_DEVICE, Some(TypedAt::Page)),
        };
        Some(shown::Way { method, device, on: on.to_owned(), typed, reaches, seconds })
    }

    fn one(&self, place: usize) -> Option<One<'a>> {
        self.offered.get(place).copied()
    }

    fn seconds(&self, one: &Available) -> u32 {
        one.seconds.unwrap_or_else(|| self.in_force.method(one.method).seconds)
    }

    /// How long that usually takes, in seconds: by this customer's history, else by the policy's guess.
    pub fn typical_seconds(&self, means: &Means) -> u32 {
        let is_this = |place: usize| match (self.one(place), means) {
            (Some(One::Phone(phone)), Means::Push(push)) => phone.id == push.device,
            (Some(One::Pin(..)), Means::Pin(_)) | (Some(One::Passkey), Means::Passkey(_)) | (Some(One::Totp(_)), Means::Totp(_)) => true,
            _ => false,
        };
        let known = self.available.iter().enumerate().find(|(place, _)| is_this(*place)).map(|(_, one)| self.seconds(one));
        known.unwrap_or_else(|| self.in_force.method(means.method()).seconds)
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

    /// Whether a second person is all that is missing.
    pub const fn waits_for_second_person(&self) -> bool {
        matches!(&self.decision, Decision::StepUp { missing, .. } if missing.only_second_person())
    }

    /// The level that is needed under these circumstances, for words.
    pub fn needs(&self) -> Level {
        gate::needs(&self.question)
    }

    /// The decision as the record keeps it.
    pub fn recorded(&self) -> Option<Box<Recorded>> {
        let recorded = Recorded::of(self.gate.in_force.version, &self.question, &self.decision);
        Some(Box::new(match &self.gate.unknown_segment {
            Some(key) => recorded.of_segment(key),
            None => recorded,
        }))
    }

    /// What the customer can consent with, by that method or, if none was chosen, on a phone before anything else: of the fastest way
    /// that has it.
    pub fn consents(&self, by: Option<Method>) -> Option<One<'_>> {
        let Decision::StepUp { ways, .. } = &self.decision else { return None };
        let ways = ways.all();
        let wanted = |method: Method| by.is_none_or(|by| by == method);
        let find = |method: Method| {
            let uses = ways.iter().flat_map(|way| [Some(way.first), way.second]).flatten();
            uses.into_iter().find(|used| used.method == method).and_then(|used: Use| self.gate.one(used.place))
        };
        [Method::Push, Method::Passkey].into_iter().filter(|method| wanted(*method)).find_map(find)
    }

    /// Whether there is a way, and none of them is a consent: the customer has to prove something before this is tried again.
    pub fn proof_first(&self) -> bool {
        matches!(&self.decision, Decision::StepUp { ways, .. } if ways.fastest().is_some()) && self.consents(None).is_none()
    }

    /// Why it is closed, in sentences for the agent.
    pub fn closed_because(&self) -> String {
        match gate::explain(&self.question, &self.decision) {
            Explanation::Refuse { reasons, .. } => reasons.join(" "),
            Explanation::Allow { .. } | Explanation::StepUp { .. } => String::new(),
        }
    }

    /// How far it is for whoever watches the floor: what lacks only consent is reached.
    pub fn goal(&self) -> Goal {
        match &self.decision {
            Decision::Allow { .. } => Goal::Reached,
            Decision::StepUp { missing, .. } if missing.level.is_none() => Goal::Reached,
            Decision::StepUp { .. } => Goal::Missing,
            Decision::Refuse { .. } => Goal::Closed,
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
        self.gate.shown_way(way.first.place, way.reaches, way.seconds)
    }
}

fn amount(request: &ActionRequest) -> Option<u64> {
    match request {
        ActionRequest::Refund { amount, .. } => Some(u64::from(amount.cents())),
        ActionRequest::UpdateContactPreferences { .. } | ActionRequest::ChangeEmail { .. } => None,
    }
}
