//! Copies of what the log keeps, in the rows that a contact works with. When it is erased beside the log, it is erased here: the rows stay,
//! because others name them, and say that it was.

use sqlx::FromRow;
use uuid::Uuid;

use domain::{action::ActionRequest, audit_log::retention::Retention, challenge::Prompt, ids::SessionId};

use super::{Tx, exec, fetch_all};
use crate::fault::Fault;

const CHALLENGES: &str = "SELECT id, request FROM challenge WHERE session_id = $1";
const APPROVALS: &str = "SELECT id, request FROM approval WHERE session_id = $1";
const RUNS: &str = "SELECT id, request FROM run WHERE session_id = $1 ORDER BY id";
const SECOND_PERSONS: &str = "SELECT id, request FROM second_person WHERE session_id = $1";
const CHALLENGE: &str = "UPDATE challenge SET prompt = $2, request = $3 WHERE id = $1";
const APPROVAL: &str = "UPDATE approval SET signed_answer = '', request = $2 WHERE id = $1";
const RUN: &str = "UPDATE run SET request = $2 WHERE id = $1";
/// One that still waits can be approved no more: it is not what was asked.
const SECOND_PERSON: &str = "UPDATE second_person SET request = $2, shown_text = '', signed_answer = NULL, \
     reason = CASE WHEN reason IS NULL THEN NULL ELSE '(erased)' END WHERE id = $1";
const MESSAGES: &str = "UPDATE message SET recipient = '', subject = '', body = '' WHERE run_id = $1";

#[derive(FromRow)]
struct Row {
    id: Uuid,
    request: Option<String>,
}

impl Row {
    /// What stays of the request.
    fn erased(&self, table: &'static str) -> Result<Option<String>, Fault> {
        let Some(text) = &self.request else { return Ok(None) };
        let bad = || Fault::corrupt(table, "request", self.id);
        let request: ActionRequest = serde_json::from_str(text).map_err(|_| bad())?;
        let erased = request.erased().map_err(|_| bad())?;
        serde_json::to_string(&erased).map(Some).map_err(|error| Fault::other("writing what stays of a request", error))
    }
}

/// Erases them in one session: those of that class, or of every one.
///
/// # Errors
/// When the database fails or a request cannot be read.
pub async fn erase(tx: &mut Tx, session: SessionId, class: Option<Retention>) -> Result<(), Fault> {
    let prompt = serde_json::to_string(&Prompt::erased()).map_err(|error| Fault::other("writing what stays of a prompt", error))?;
    for row in fetch_all!(tx, Row, CHALLENGES, session.uuid()).await? {
        if class.is_none_or(|class| class == Retention::of(row.request.is_some())) {
            let request = row.erased("challenge")?;
            exec!(tx, CHALLENGE, row.id, prompt.as_str(), request.as_deref()).await?;
        }
    }
    // What has a request is a change.
    if class.is_some_and(|class| class != Retention::of(true)) {
        return Ok(());
    }
    for row in fetch_all!(tx, Row, APPROVALS, session.uuid()).await? {
        exec!(tx, APPROVAL, row.id, row.erased("approval")?.unwrap_or_default()).await?;
    }
    for row in fetch_all!(tx, Row, SECOND_PERSONS, session.uuid()).await? {
        exec!(tx, SECOND_PERSON, row.id, row.erased("second_person")?.unwrap_or_default()).await?;
    }
    for row in fetch_all!(tx, Row, RUNS, session.uuid()).await? {
        exec!(tx, RUN, row.id, row.erased("run")?.unwrap_or_default()).await?;
        exec!(tx, MESSAGES, row.id).await?;
    }
    Ok(())
}
