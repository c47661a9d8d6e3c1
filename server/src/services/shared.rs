//! What every use case has: the database, time, chance, and where changes are told.

use std::sync::Arc;

use domain::{
    audit_log::retention::Periods,
    entropy::Entropy,
    pruning::Keep,
    refusal::Refusal,
    secret::Secret,
    time::{Clock, Duration, Timestamp},
};

use super::{links::LinkKey, log::Log, policies::Policies};
use crate::{
    collectors::Progress,
    config::{System, WitnessPolicy},
    fault::Fault,
    live::Live,
    passkeys::Passkeys,
    pins::Pins,
    push,
    seeds::Seeds,
    store::Db,
    system::MovedClock,
};

/// What an installation says of itself.
#[derive(Clone)]
pub struct Installation {
    /// The organisation's name, as customers know it.
    pub organisation: String,
    /// The number customers call.
    pub hotline: String,
    /// Where people reach this server, without a slash at the end; links in messages begin with it.
    pub public_url: String,
    /// Whether this is demo data: staff can be entered as, phones count at once.
    pub demo: bool,
    /// Who may tell of risks.
    pub signal_sources: Vec<System>,
    /// The telephone systems that may post what was typed on a keypad.
    pub telephony: Vec<System>,
    /// How long after enrolment a phone begins to count; `None`: the method's own rule.
    pub seasoning: Option<Duration>,
    /// How long what stands beside entries of the log is kept.
    pub retention: Periods,
    /// How long entries of the log are kept before they can be pruned.
    pub keep_entries: Keep,
}

/// Everything a use case needs. Cheap to clone.
#[derive(Clone)]
pub struct Shared {
    /// The open database.
    pub db: Db,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// The same clock, where it can be put forward: in a demo only.
    pub demo_clock: Option<Arc<MovedClock>>,
    /// Chance.
    pub entropy: Arc<dyn Entropy>,
    /// Where changes are told.
    pub live: Live,
    /// The WebAuthn relying party.
    pub passkeys: Passkeys,
    /// What PINs are hashed with; `None`: this installation has none.
    pub pins: Option<Pins>,
    /// What seeds of authenticator apps are sealed with; `None`: this installation has none.
    pub seeds: Option<Seeds>,
    /// The policy in force.
    pub policies: Policies,
    /// The log, and who signs it.
    pub log: Log,
    /// Where notifications wait to be sent.
    pub push: push::Queue,
    /// Who else must see the record's heads; `None`: nobody has to.
    pub witnesses: Option<Arc<WitnessPolicy>>,
    /// Who keeps a copy of the record, and how far each of them is; `None`: nobody does.
    pub collectors: Option<Arc<Progress>>,
    /// What this request's sign-in makes links with; `None`: nobody is signed in.
    pub links: Option<LinkKey>,
    /// What the installation says of itself.
    pub settings: Arc<Installation>,
}

impl Shared {
    /// The same for whoever holds that cookie.
    #[must_use]
    pub fn of_sign_in(&self, cookie: Option<&Secret<String>>) -> Self {
        Self { links: cookie.map(LinkKey::of), ..self.clone() }
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }
}

/// Why a use case did not go: it was refused, or something failed.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Trouble {
    /// Expected; said to the person.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Unexpected; logged.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// What a use case gives.
pub type Outcome<T> = Result<T, Trouble>;
