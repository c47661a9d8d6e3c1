//! The port of the page of prunings.

use app::{
    backend::Answer,
    pruning::{port::Prunings, view::PruningView},
};
use async_trait::async_trait;
use domain::{
    agent::{Administrator, Overseer, Reviewer},
    ids::PruningId,
    pruning::day,
    refusal::Refusal,
    text::ShownText,
};

use crate::services::ports::Doors;

#[async_trait]
impl Prunings for Doors {
    async fn page(&self, reader: &Overseer) -> Answer<PruningView> {
        self.say(super::page(&self.shared, reader).await)
    }

    async fn ask(&self, by: &Administrator, before: &str, reason: ShownText) -> Answer<()> {
        self.say(super::ask(&self.shared, by, day(before)?, reason).await.map(drop))
    }

    async fn start(&self, by: &Reviewer, pruning: PruningId) -> Answer<String> {
        self.say(super::start(&self.shared, by, pruning).await)
    }

    async fn approve(&self, by: &Reviewer, pruning: PruningId, credential: &str) -> Answer<()> {
        let credential = serde_json::from_str(credential).map_err(|_| Refusal::BadPasskey)?;
        self.say(super::approve(&self.shared, by, pruning, &credential).await)
    }

    async fn refuse(&self, by: &Reviewer, pruning: PruningId) -> Answer<()> {
        self.say(super::refuse(&self.shared, by, pruning).await)
    }
}
