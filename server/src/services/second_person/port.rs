//! The port of the screens about a second person.

use app::{
    backend::Answer,
    oversight::second_person::{
        port::SecondPersons,
        view::{Pairs, Queue},
    },
};
use async_trait::async_trait;
use domain::{
    agent::{Agent, LogReader, Supervisor},
    ids::{SecondPersonId, SessionId},
    refusal::Refusal,
    text::ShownText,
};

use crate::services::ports::Doors;

#[async_trait]
impl SecondPersons for Doors {
    async fn queue(&self, supervisor: &Supervisor) -> Answer<Queue> {
        self.say(super::queue(&self.shared, supervisor).await)
    }

    async fn start(&self, supervisor: &Supervisor, request: SecondPersonId) -> Answer<String> {
        self.say(super::start(&self.shared, supervisor, request).await)
    }

    async fn approve(&self, supervisor: &Supervisor, request: SecondPersonId, credential: &str) -> Answer<()> {
        let credential = serde_json::from_str(credential).map_err(|_| Refusal::BadPasskey)?;
        self.say(super::approve(&self.shared, supervisor, request, &credential).await)
    }

    async fn deny(&self, supervisor: &Supervisor, request: SecondPersonId, reason: ShownText) -> Answer<()> {
        self.say(super::deny(&self.shared, supervisor, request, reason).await)
    }

    async fn withdraw(&self, agent: &Agent, session: SessionId, request: SecondPersonId) -> Answer<()> {
        self.say(super::withdraw(&self.shared, agent, session, request).await)
    }

    async fn pairs(&self, reader: &LogReader) -> Answer<Pairs> {
        self.say(super::pairs(&self.shared, reader).await)
    }
}
