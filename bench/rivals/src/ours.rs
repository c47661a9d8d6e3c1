//! Our gate: the table as its policy, and the questions put as its own.

use core::fmt::Write as _;

use domain::{
    assurance::{Evidence, Level, Method},
    channel::StartedBy,
    gate::{Available, Decision, Question, Standing, decide},
    policy::{BANK, Policy, RoleSet, SegmentIx, SignalSet},
    time::{Duration, Timestamp},
};

use crate::table::{Action, Asked, CHANNELS, Proved, ROLES};

const NOW: Timestamp = Timestamp::from_micros(1_773_324_960_000_000);

/// The policy, what was proved and what the customer has, for questions to borrow.
pub struct Ours {
    policy: Policy,
    actions: Vec<Action>,
    nothing: [Evidence; 0],
    pin: [Evidence; 1],
    push: [Evidence; 1],
    both: [Evidence; 2],
    available: [Available; 3],
}

/// The three answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Allow,
    StepUp,
    Refuse,
}

impl Ours {
    pub fn new(actions: &[Action]) -> Result<Self, String> {
        let policy = Policy::read(&text(actions)).map_err(|findings| findings.in_file("generated").to_string())?;
        Ok(Self {
            policy,
            actions: actions.to_vec(),
            nothing: [],
            pin: [proved(Method::Pin, false)],
            push: [proved(Method::Push, false)],
            both: [proved(Method::Push, true), proved(Method::Pin, false)],
            available: [has(Method::Push), has(Method::Passkey), has(Method::Totp)],
        })
    }

    /// The question, everything looked up by name once.
    pub fn question(&self, asked: &Asked) -> Option<Question<'_>> {
        let policy = &self.policy;
        Some(Question {
            policy,
            action: policy.action(&self.actions[asked.action].key)?,
            amount: Some(asked.amount),
            roles: RoleSet::NONE.with(policy.role(ROLES[asked.role])?),
            standing: Standing::OPEN,
            channel: policy.channel(CHANNELS[asked.channel].0)?,
            carried: Level::High,
            started_by: StartedBy::Customer,
            segment: SegmentIx::new(0)?,
            signals: SignalSet::NONE,
            evidence: match asked.proved {
                Proved::Nothing => &self.nothing,
                Proved::Pin => &self.pin,
                Proved::Push => &self.push,
                Proved::PushVerifiedAndPin => &self.both,
            },
            consent: asked.consent,
            second_person: asked.second_person,
            available: &self.available,
            now: NOW,
        })
    }

    /// The level of the session, which the others are handed: they have no evidence to work it out from.
    pub fn level(&self, asked: &Asked) -> Option<Level> {
        Some(self.question(asked)?.assurance().level)
    }

    pub fn answer(question: &Question<'_>) -> Answer {
        match decide(question) {
            Decision::Allow { .. } => Answer::Allow,
            Decision::StepUp { .. } => Answer::StepUp,
            Decision::Refuse { .. } => Answer::Refuse,
        }
    }
}

/// The bank's methods and how they add up, and the table's channels, roles and actions.
fn text(actions: &[Action]) -> String {
    let methods = BANK.split("# ---- Where contacts come in").next().unwrap_or_default().replace(", \"embedded\"", "");
    let mut text = methods;
    for (key, ceiling) in CHANNELS {
        let conveyed = if key == "phone" { "aloud" } else { "in_writing" };
        let _ = writeln!(text, "[channels.{key}]\nname = \"{key}\"\nceiling = \"{}\"\nconveyed = \"{conveyed}\"", ceiling.key());
    }
    for key in ROLES {
        let _ = writeln!(text, "[roles.{key}]\nname = \"{key}\"");
    }
    text.push_str("[segments.all]\nname = \"All\"\n");
    for row in actions {
        let list = |places: &[usize], name: &dyn Fn(usize) -> &'static str| {
            places.iter().map(|&place| format!("\"{}\"", name(place))).collect::<Vec<_>>().join(", ")
        };
        let recovery = row.key == "change_email";
        let _ = writeln!(
            text,
            "[actions.{key}]\nname = \"{key}\"\nclass = \"{}\"\nneeds = \"{}\"\nconsent = {}\nsecond_person = {}\nwho = [{}]\nchannels = [{}]\ntell = \"{}\"",
            if recovery { "recovery_and_state_change" } else { "transactional" },
            row.level.key(),
            row.consent,
            row.second_person,
            list(&row.roles, &|place| ROLES[place]),
            list(&row.channels, &|place| CHANNELS[place].0),
            if recovery { "earlier_addresses" } else { "customer" },
            key = row.key,
        );
        if row.banded {
            let _ = writeln!(text, "when.\"{}.large\" = {{ amount_above = \"200.00\", needs = \"high\", second_person = true }}", row.key);
        }
    }
    text.push_str("[limits]\nprompts = 3\nprompts_in = \"10m\"\nlook_ups_an_hour = 60\nreveals_an_hour = 20\n");
    text
}

fn has(method: Method) -> Available {
    Available { method, user_verifies: true, synced: false, asserted: None, counts_from: NOW, seconds: None }
}

fn proved(method: Method, user_verified: bool) -> Evidence {
    Evidence {
        id: uuid::Uuid::nil().into(),
        method,
        user_verified,
        synced: false,
        asserted: None,
        obtained_at: NOW,
        expires_at: NOW.after(Duration::minutes(15)),
        counts_from: NOW,
    }
}
