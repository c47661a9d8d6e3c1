//! What the screens about exports need.

use async_trait::async_trait;
use domain::{agent::LogReader, audit::ExportFormat, ids::ExportId, text::ShownText};

use super::view::ExportsView;
use crate::backend::Answer;

/// Exports of the log.
#[async_trait]
pub trait Exports: Send + Sync {
    /// Every request, those that are not over first.
    async fn page(&self, reader: &LogReader) -> Answer<ExportsView>;
    /// How many requests of others wait for the reader.
    async fn waiting(&self, reader: &LogReader) -> Answer<u32>;
    /// Asks for what a search finds now; `search` are the pairs of its address.
    async fn ask(&self, reader: &LogReader, search: &str, format: ExportFormat, reason: ShownText) -> Answer<ExportId>;
    /// Options for approving with one's own passkey, as JSON.
    async fn start(&self, reader: &LogReader, request: ExportId) -> Answer<String>;
    /// Checks the passkey's answer, and lets whoever asked take it.
    async fn approve(&self, reader: &LogReader, request: ExportId, credential: &str) -> Answer<()>;
    /// Says no, and why.
    async fn deny(&self, reader: &LogReader, request: ExportId, reason: ShownText) -> Answer<()>;
    /// Takes one's own request back.
    async fn withdraw(&self, reader: &LogReader, request: ExportId) -> Answer<()>;
}
