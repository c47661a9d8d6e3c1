//! The port of the screens about exports.

use app::{
    backend::Answer,
    exports::{port::Exports, view::ExportsView},
};
use async_trait::async_trait;
use domain::{agent::LogReader, audit::ExportFormat, ids::ExportId, refusal::Refusal, text::ShownText};

use crate::services::ports::Doors;

#[async_trait]
impl Exports for Doors {
    async fn page(&self, reader: &LogReader) -> Answer<ExportsView> {
        self.say(super::page(&self.shared, reader).await)
    }

    async fn waiting(&self, reader: &LogReader) -> Answer<u32> {
        self.say(super::waiting(&self.shared, reader).await)
    }

    async fn ask(&self, reader: &LogReader, search: &str, format: ExportFormat, reason: ShownText) -> Answer<ExportId> {
        self.say(super::ask(&self.shared, reader, search, format, reason).await)
    }

    async fn start(&self, reader: &LogReader, request: ExportId) -> Answer<String> {
        self.say(super::start(&self.shared, reader, request).await)
    }

    async fn approve(&self, reader: &LogReader, request: ExportId, credential: &str) -> Answer<()> {
        let credential = serde_json::from_str(credential).map_err(|_| Refusal::BadPasskey)?;
        self.say(super::approve(&self.shared, reader, request, &credential).await)
    }

    async fn deny(&self, reader: &LogReader, request: ExportId, reason: ShownText) -> Answer<()> {
        self.say(super::deny(&self.shared, reader, request, reason).await)
    }

    async fn withdraw(&self, reader: &LogReader, request: ExportId) -> Answer<()> {
        self.say(super::withdraw(&self.shared, reader, request).await)
    }
}
