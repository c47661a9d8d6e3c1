//! The engine's side: the oracle's cases put as its questions, its decisions put in the oracle's words.

use domain::{
    assurance::{Evidence, Level, Method},
    channel::StartedBy,
    gate::{Decision, Question, Reason, Standing, decide},
    policy::{BANK, ChannelIx, Policy, RoleIx, SegmentIx, SignalIx, Tell},
    time::{Duration, Timestamp},
};

use super::{
    judge::{Answer, Case, Piece, WHY, World},
    tables::{ACTIONS, CHANNELS, PROOFS, ROLES, SIGNALS, Told},
};

const NOW: Timestamp = Timestamp::from_micros(1_773_324_960_000_000);

/// The engine's reasons, in the oracle's order.
const REASONS: [Reason; 10] = [
    Reason::Ended,
    Reason::Frozen,
    Reason::AccountFrozen,
    Reason::NotTheirs,
    Reason::Role,
    Reason::Channel,
    Reason::Circumstances,
    Reason::Ceiling,
    Reason::Carried,
    Reason::Risk,
];

/// The engine with a policy, its names looked up once.
pub struct Engine {
    pub policy: Policy,
    channels: Vec<ChannelIx>,
    roles: Vec<RoleIx>,
    segments: [SegmentIx; 2],
    signals: Vec<SignalIx>,
}

impl Engine {
    pub fn of(world: World) -> Self {
        let text = match world {
            World::Bank => BANK.to_owned(),
            World::AllOn => all_on(),
        };
        let policy = Policy::read(&text).unwrap();
        assert_eq!(policy.actions().len(), ACTIONS.len());
        assert_eq!(policy.channels().count(), CHANNELS.len());
        assert_eq!(policy.roles().count(), ROLES.len());
        assert_eq!(policy.signals().count(), SIGNALS.len());
        assert_eq!(policy.segments().count(), 2);
        assert_eq!(REASONS.map(|reason| format!("{reason:?}")), WHY);
        Self {
            channels: CHANNELS.iter().map(|(key, _)| policy.channel(key).unwrap()).collect(),
            roles: ROLES.iter().map(|key| policy.role(key).unwrap()).collect(),
            segments: ["personal", "business"].map(|key| policy.segment(key).unwrap()),
            signals: SIGNALS.iter().map(|signal| policy.signal(signal.key).unwrap()).collect(),
            policy,
        }
    }

    /// The case as a question about nothing proved and nothing approved.
    pub fn question(&self, case: &Case) -> Question<'_> {
        let [ended, frozen, account_frozen, not_theirs] = case.standing;
        Question {
            policy: &self.policy,
            action: self.policy.action(ACTIONS[case.action].key).unwrap(),
            amount: case.amount,
            roles: chosen(&self.roles, case.roles).collect(),
            standing: Standing { ended, frozen, account_frozen, theirs: !not_theirs },
            channel: self.channels[case.channel],
            carried: Level::from_rank(case.carried).unwrap(),
            started_by: if case.ours { StartedBy::Us } else { StartedBy::Customer },
            segment: self.segments[usize::from(case.business)],
            signals: chosen(&self.signals, case.signals).collect(),
            evidence: &[],
            consent: false,
            second_person: false,
            available: &[],
            now: NOW,
        }
    }
}

fn chosen<T: Copy>(all: &[T], bits: usize) -> impl Iterator<Item = T> {
    all.iter().copied().enumerate().filter(move |(at, _)| bits >> at & 1 == 1).map(|(_, one)| one)
}

/// The bank's policy with everything on but the voice, which proves nothing: that is no policy with it on.
fn all_on() -> String {
    let tables: Vec<_> = BANK.split("\n[").collect();
    let on = |table: &&str| {
        if table.starts_with("methods.voice_biometric]") { (*table).to_owned() } else { table.replace("enabled = false\n", "") }
    };
    tables.iter().map(on).collect::<Vec<_>>().join("\n[")
}

pub fn evidence(pieces: &[Piece]) -> Vec<Evidence> {
    let one = |piece: &Piece| {
        let got = NOW.before(Duration::minutes(piece.age));
        Evidence {
            id: "00000000-0000-0000-0000-000000000000".parse().unwrap(),
            method: Method::from_key(PROOFS[piece.method].name).unwrap(),
            user_verified: piece.verified,
            synced: false,
            asserted: piece.asserted.map(|rank| Level::from_rank(rank).unwrap()),
            obtained_at: got,
            expires_at: got.after(Duration::minutes(piece.lasts)),
            counts_from: NOW.after(Duration::minutes(piece.seasoned_in)),
        }
    };
    pieces.iter().map(one).collect()
}

/// What the engine says, in the oracle's words.
pub fn said<'a>(question: &Question<'a>) -> Answer<'a> {
    match decide(question) {
        Decision::Allow { obligations, rule } => Answer::Allow {
            rule,
            uses_approval: obligations.use_approval,
            told: match obligations.tell {
                Tell::Nobody => Told::Nobody,
                Tell::Customer => Told::Customer,
                Tell::EarlierAddresses => Told::EarlierAddresses,
            },
            hold: obligations.hold.whole_hours(),
            revert: obligations.revert.whole_hours(),
        },
        Decision::StepUp { missing, rule, .. } => Answer::StepUp {
            rule,
            level: missing.level.map(Level::rank),
            stale: missing.stale,
            consent: missing.consent,
            second: missing.second_person,
        },
        Decision::Refuse { reasons, rule } => {
            let mut why = 0;
            for (at, reason) in REASONS.into_iter().enumerate() {
                why |= u16::from(reasons.has(reason)) << at;
            }
            Answer::Refuse { rule, why }
        }
    }
}
