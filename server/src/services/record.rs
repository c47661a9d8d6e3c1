//! Writing entries of one session without repeating its scope each time.

use domain::{
    assurance::Level,
    audit::{Actor, Entry, Event, Scope},
    audit_log::personal::Personal,
    ids::EntryId,
    session::Session,
    time::Timestamp,
};

use super::{Shared, gate::Decided};
use crate::{
    fault::Fault,
    live::Change,
    store::{Tx, audit},
};

/// What is the same on every entry of one step.
pub struct Recorder<'a> {
    /// The use case's surroundings.
    pub shared: &'a Shared,
    /// The session it is about.
    pub session: &'a Session,
    /// Who does it.
    pub actor: Actor,
    /// The level at the time.
    pub level: Level,
    /// When.
    pub now: Timestamp,
}

impl Recorder<'_> {
    /// Writes one entry.
    pub async fn write(&self, tx: &mut Tx, event: Event) -> Result<(), Fault> {
        self.append(tx, event, None, None).await
    }

    /// Writes one entry that commits to what is kept beside it.
    pub async fn write_with(&self, tx: &mut Tx, event: Event, personal: &[Personal]) -> Result<(), Fault> {
        audit::append_with(tx, &self.entry(event, None, None), personal).await
    }

    /// Writes one entry of a decision, with the rule that made it and the version of the policy that has it (SE4).
    pub async fn write_by(&self, tx: &mut Tx, event: Event, decided: &Decided<'_>) -> Result<(), Fault> {
        self.append(tx, event, Some(decided.rule().to_owned()), Some(decided.version())).await
    }

    /// Writes one entry of what a rule of the policy did where nothing was decided.
    pub async fn write_under(&self, tx: &mut Tx, event: Event, rule: &str, version: u32) -> Result<(), Fault> {
        self.append(tx, event, Some(rule.to_owned()), Some(version)).await
    }

    async fn append(&self, tx: &mut Tx, event: Event, rule: Option<String>, policy: Option<u32>) -> Result<(), Fault> {
        audit::append(tx, &self.entry(event, rule, policy)).await
    }

    fn entry(&self, event: Event, rule: Option<String>, policy: Option<u32>) -> Entry {
        let scope = Scope {
            customer: Some(self.session.customer),
            session: Some(self.session.id),
            case: self.session.case.clone(),
            channel: Some(self.session.channel),
            level: Some(self.level),
            rule,
            policy,
        };
        Entry { id: EntryId::new(self.now, &*self.shared.entropy), at: self.now, actor: self.actor, scope, event }
    }
}

/// That a session changed.
pub const fn changed(session: &Session) -> Change {
    Change::Session { session: session.id, agent: session.agent, customer: session.customer }
}
