//! What the page of prunings needs.

use async_trait::async_trait;
use domain::{
    agent::{Administrator, Overseer, Reviewer},
    ids::PruningId,
    text::ShownText,
};

use super::view::PruningView;
use crate::backend::Answer;

/// Prunings of the log.
#[async_trait]
pub trait Prunings: Send + Sync {
    /// What was pruned, and what is asked for.
    async fn page(&self, reader: &Overseer) -> Answer<PruningView>;
    /// Asks for what was written before that day to be pruned.
    async fn ask(&self, by: &Administrator, before: &str, reason: ShownText) -> Answer<()>;
    /// Options for approving with one's own passkey, as JSON.
    async fn start(&self, by: &Reviewer, pruning: PruningId) -> Answer<String>;
    /// Checks the passkey's answer; the entries go from then on.
    async fn approve(&self, by: &Reviewer, pruning: PruningId, credential: &str) -> Answer<()>;
    /// Says no, or takes one's own back.
    async fn refuse(&self, by: &Reviewer, pruning: PruningId) -> Answer<()>;
}
