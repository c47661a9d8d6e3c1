//! All that was written of a session.

use app::log::view::{Line, StoryView};
use domain::{
    agent::LogReader,
    audit::Event,
    challenge::Prompt,
    ids::{ChallengeId, SessionId},
    refusal::Refusal,
};

use super::{Outcome, Shared, read};
use crate::store::{
    audit_search::{self as store, Found},
    challenge, session,
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
    let prompts = challenge::prompts_of_session(db, id).await?;
    let mut found = store::of_session(db, id, MOST + 1).await?;
    let cut = found.len() > MOST as usize;
    found.truncate(MOST as usize);
    Ok(StoryView {
        session: id,
        agent: session::agent_name(db, session.agent).await?.unwrap_or_default(),
        customer: read::whose(shared, session.customer).await?,
        case: session.case,
        opened_at: session.opened_at,
        lines: found.into_iter().map(|found| line(found, &prompts)).collect(),
        cut,
    })
}

fn line(found: Found, prompts: &[(ChallengeId, Prompt)]) -> Line {
    let entry = found.placed.entry.as_ref();
    let prompt = match entry.map(|entry| &entry.event) {
        Some(Event::Asked { challenge, .. }) => prompts.iter().find(|(id, _)| id == challenge).map(|(_, prompt)| prompt.text()),
        _ => None,
    };
    Line { place: read::place(entry), prompt, row: read::row(found) }
}
