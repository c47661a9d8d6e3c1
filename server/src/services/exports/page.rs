//! The requests, as who reads the log sees them.

use app::exports::view::{ExportRow, ExportsView, Stands};
use domain::{
    agent::LogReader,
    export::{MOST_TAKEN, Request, State},
    ids::AgentId,
    time::Timestamp,
};

use super::{Outcome, Shared};
use crate::store::{export_request, staff};

/// Those that wait or can be taken, and what became of the others.
///
/// # Errors
/// When the database fails.
pub async fn page(shared: &Shared, reader: &LogReader) -> Outcome<ExportsView> {
    let (db, now, who) = (&shared.db, shared.now(), reader.staff().id);
    let names = staff::names(db).await?;
    let rows = |all: Vec<Request>| all.into_iter().map(|request| row(&names, who, request, now)).collect::<Vec<_>>();
    let is_open = |row: &ExportRow| matches!(row.stands, Stands::Waiting | Stands::Approved { .. });
    // What has expired and nobody has written down yet stands with what is over.
    let (open, late): (Vec<_>, Vec<_>) = rows(export_request::open(db).await?).into_iter().partition(is_open);
    let over = late.into_iter().chain(rows(export_request::over(db).await?)).collect();
    let has_passkey = !staff::read_passkeys(db, who).await?.is_empty();
    Ok(ExportsView { now, open, over, has_passkey })
}

/// How many requests of others wait for somebody.
///
/// # Errors
/// When the database fails.
pub async fn waiting(shared: &Shared, reader: &LogReader) -> Outcome<u32> {
    let waiting = export_request::waiting_for(&shared.db, reader.staff().id, shared.now()).await?;
    Ok(u32::try_from(waiting).unwrap_or_default())
}

fn row(names: &[(AgentId, String)], who: AgentId, request: Request, now: Timestamp) -> ExportRow {
    let name = |wanted: AgentId| names.iter().find(|(id, _)| *id == wanted).map(|(_, name)| name.clone()).unwrap_or_default();
    let stands = match request.state_at(now) {
        State::Waiting => Stands::Waiting,
        State::Approved(approved) => Stands::Approved { by: name(approved.by), left: MOST_TAKEN.saturating_sub(request.taken) },
        State::Taken(approved) => Stands::Taken { by: name(approved.by) },
        State::Denied { by, reason, .. } => Stands::Denied { by: name(by), reason: reason.to_string() },
        State::Withdrawn { .. } => Stands::Withdrawn,
        State::Expired { approved } => Stands::Expired { approved: approved.map(|approved| name(approved.by)), taken: request.taken },
    };
    ExportRow {
        id: request.id,
        yours: request.asked_by == who,
        shown: request.shown_text.lines().map(ToOwned::to_owned).collect(),
        search: request.search,
        asked_at: request.asked_at,
        until: request.expires_at,
        stands,
    }
}
