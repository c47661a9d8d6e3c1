//! Exports of the log: asking, another reader's approval by a passkey of their own, and taking.

use domain::{
    agent::{LogReader, Role},
    ids::ExportId,
    refusal::Refusal,
};
use reqwest::Method;

use super::{
    agent::{Agent, Answered},
    second::Seconder,
    world::World,
};

/// Asks for what a search finds, by the pairs of its address.
pub async fn ask(who: &mut Agent, search: &str, format: &str, reason: &str) -> Result<ExportId, Refusal> {
    let answer = who.send_from("/audit", "exports/ask", &[("search", search), ("format", format), ("reason", reason)]).await;
    answer.form()?;
    let (page, id) = answer.leads_to().split_once("#e-").unwrap();
    assert_eq!(page, "/audit/exports");
    Ok(id.parse().unwrap())
}

/// Downloads it.
pub async fn take(who: &Agent, request: ExportId) -> Answered {
    Answered::read(who.request(Method::POST, "/audit/exports/file").form(&[("request", &request.to_string())])).await
}

/// The whole way: asked, approved by somebody else, taken.
pub async fn taken(world: &World, who: &mut Agent, search: &str, format: &str, reason: &str) -> Answered {
    let request = ask(who, search, format, reason).await.unwrap();
    let mut other = Seconder::new(world, request.to_string().as_bytes(), &[Role::Auditor]).await;
    other.approve_export(request).await.unwrap();
    take(who, request).await
}

impl Seconder {
    pub fn reader(&self) -> LogReader {
        self.staff.clone().try_into().unwrap()
    }

    /// Options for approving an export.
    pub async fn export_options(&self, request: ExportId) -> Result<String, Refusal> {
        self.browser.call("exports/start", &[("request", &request.to_string())]).await
    }

    /// Sends what a passkey answered.
    pub async fn send_export(&self, request: ExportId, credential: &str) -> Result<(), Refusal> {
        self.browser.call("exports/approve", &[("request", &request.to_string()), ("credential", credential)]).await
    }

    /// The whole of it.
    pub async fn approve_export(&mut self, request: ExportId) -> Result<(), Refusal> {
        let options = self.export_options(request).await?;
        let answer = self.passkey.get(&options);
        self.send_export(request, &answer).await
    }

    pub async fn deny_export(&mut self, request: ExportId, reason: &str) -> Result<String, Refusal> {
        let request = request.to_string();
        self.browser.send_from("/audit/exports", "exports/deny", &[("request", &request), ("reason", reason)]).await.form()
    }
}
