//! Asking to take entries away. Which they are is settled here: what is written afterwards is not among them.

use domain::{
    agent::LogReader,
    audit::{Actor, Event, ExportFormat},
    audit_log::personal::Salt,
    audit_search::Search,
    export::{MOST_WAITING, Named, Request, State, WAITS, encode, words},
    ids::ExportId,
    refusal::Refusal,
    text::ShownText,
};
use url::form_urlencoded;

use super::{Outcome, Shared, record};
use crate::{
    live::Change,
    services::audit_search::export::{Chosen, choose},
    store::{customer, export_request, staff},
};

const NOTHING: &str =
    "This search finds no entry, so there is nothing to export. Entries are found a second or two after they were written.";
const ENOUGH: &str = "Five exports of yours wait for approval already. Withdraw one first, or wait.";

/// Asks for what `search`, the pairs of an address, finds now: the newest of it, as many as one export has.
///
/// # Errors
/// [`Refusal::BadInput`] when it finds nothing, or too many of one's own wait already.
pub async fn ask(shared: &Shared, reader: &LogReader, search: &str, format: ExportFormat, reason: ShownText) -> Outcome<ExportId> {
    let now = shared.now();
    let pairs: Vec<_> = form_urlencoded::parse(search.as_bytes()).collect();
    let search = Search::from_pairs(pairs.iter().map(|(name, value)| (name.as_ref(), value.as_ref())));
    let search = Search { before: None, ..search };
    let chosen = choose(shared, &search, now).await?;
    if chosen.places.is_empty() {
        return Err(Refusal::bad_input(NOTHING).into());
    }
    let named = named(shared, reader, &search).await?;
    let Chosen { places, cut } = chosen;
    let asked = Request {
        id: ExportId::new(now, &*shared.entropy),
        asked_by: reader.staff().id,
        asked_at: now,
        search: form_urlencoded::Serializer::new(String::new()).extend_pairs(search.pairs()).finish(),
        format,
        entries: u32::try_from(places.len()).unwrap_or(u32::MAX),
        cut,
        shown_text: words(&search, &named, (places.len(), cut), format, &reason),
        reason,
        salt: Salt::new(&*shared.entropy),
        hash: String::new(),
        expires_at: now.after(WAITS),
        taken: 0,
        state: State::Waiting,
    };
    let places = encode(&places);
    let asked = Request { hash: asked.hash_of(&places), ..asked };
    let facets = search.asked().into_iter().map(ToOwned::to_owned).collect();
    let mut tx = shared.db.write().await?;
    if export_request::waiting_of(&mut tx, asked.asked_by, now).await? >= i64::from(MOST_WAITING) {
        return Err(Refusal::bad_input(ENOUGH).into());
    }
    export_request::insert(&mut tx, &asked, &places).await?;
    let event = Event::ExportAsked {
        request: asked.id,
        facets,
        rows: asked.entries,
        format,
        reason: asked.reason.to_string(),
        hash: asked.hash.clone(),
    };
    record(shared, &mut tx, Actor::Staff(asked.asked_by), event, &[], now).await?;
    tx.commit().await?;
    shared.live.tell(Change::Exports);
    Ok(asked.id)
}

/// Names of what the search has by its id.
async fn named(shared: &Shared, reader: &LogReader, search: &Search) -> Outcome<Named> {
    let staff = staff::names(&shared.db).await?;
    let agent = search.agent.and_then(|id| staff.into_iter().find(|(one, _)| *one == id)).map(|(_, name)| name);
    let customer = match search.customer {
        Some(id) => customer::number_of(&shared.db, id).await?,
        None => None,
    };
    Ok(Named { asked_by: reader.staff().name.to_string(), agent, customer })
}
