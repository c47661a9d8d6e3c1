//! What the screens about a second person need.

use async_trait::async_trait;
use domain::{
    agent::{Agent, LogReader, Supervisor},
    ids::{SecondPersonId, SessionId},
    text::ShownText,
};

use super::view::{Pairs, Queue};
use crate::backend::Answer;

/// Second persons.
#[async_trait]
pub trait SecondPersons: Send + Sync {
    /// What waits for a second person.
    async fn queue(&self, supervisor: &Supervisor) -> Answer<Queue>;
    /// Options for approving with one's own passkey, as JSON.
    async fn start(&self, supervisor: &Supervisor, request: SecondPersonId) -> Answer<String>;
    /// Checks the passkey's answer and runs what it approves.
    async fn approve(&self, supervisor: &Supervisor, request: SecondPersonId, credential: &str) -> Answer<()>;
    /// Says no, and why.
    async fn deny(&self, supervisor: &Supervisor, request: SecondPersonId, reason: ShownText) -> Answer<()>;
    /// Takes one's own request back.
    async fn withdraw(&self, agent: &Agent, session: SessionId, request: SecondPersonId) -> Answer<()>;
    /// Who approves whose requests in turn. Reading it is in the record.
    async fn pairs(&self, reader: &LogReader) -> Answer<Pairs>;
}
