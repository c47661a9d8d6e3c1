//! All that was written of a session.

use app::log::view::{Line, StoryView};
use domain::{agent::LogReader, audit::Event, ids::SessionId, refusal::Refusal};

use super::{super::pruning, Outcome, Shared, read};
use crate::store::{
    audit_search::{self as store, Found},
    beside::{self, ByEntry},
    session,
};

/// More entries than a contact has.
const MOST: u32 = 2000;

/// A session's story. That it was read is written down first.
///
/// # Errors
/// [`Refusal::NotFound`] when there is no such session.
pub async fn story(shared: &Shared, reader: &LogReader, id: SessionId) -> Outcome<StoryView> {
    let db = &shared.db;
    let session = session::read(db, id).await?.ok_or(Refusal::NotFound)?;
    read::write(shared, reader, Event::StoryRead { session: id }).await?;
    let mut beside = beside::of_session(db, id).await?;
    let mut found = store::of_session(db, id, MOST + 1).await?;
    let cut = found.len() > MOST as usize;
    found.truncate(MOST as usize);
    let begins = found.first().is_some_and(|first| first.placed.event == "session_opened");
    let pruned = if begins { None } else { pruning::before(shared, session.opened_at).await? };
    Ok(StoryView {
        session: id,
        agent: session::agent_name(db, session.agent).await?.unwrap_or_default(),
        customer: read::whose(shared, session.customer).await?,
        case: session.case,
        opened_at: session.opened_at,
        lines: found.into_iter().map(|found| line(found, &mut beside)).collect(),
        cut,
        pruned,
    })
}

fn line(found: Found, beside: &mut ByEntry) -> Line {
    let entry = found.placed.entry.as_ref();
    let beside = entry.and_then(|entry| beside.remove(&entry.id)).unwrap_or_default();
    Line { place: read::place(entry), beside, row: read::row(found) }
}
