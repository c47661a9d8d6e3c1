//! Writing entries of one session without repeating its scope each time.

use domain::{
    assurance::Level,
    audit::{Actor, Entry, Event, Scope},
    ids::EntryId,
    session::Session,
    time::Timestamp,
};

use super::Shared;
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
        self.write_by(tx, event, None).await
    }

    /// Writes one entry of a decision, with the rule that made it.
    pub async fn write_by(&self, tx: &mut Tx, event: Event, rule: Option<&'static str>) -> Result<(), Fault> {
        let scope = Scope {
            customer: Some(self.session.customer),
            session: Some(self.session.id),
            case: self.session.case.clone(),
            channel: Some(self.session.channel),
            level: Some(self.level),
            rule,
        };
        let id = EntryId::new(self.now, &*self.shared.entropy);
        audit::append(tx, &Entry { id, at: self.now, actor: self.actor, scope, event }).await
    }
}

/// That a session changed.
pub const fn changed(session: &Session) -> Change {
    Change::Session { session: session.id, agent: session.agent, customer: session.customer }
}
