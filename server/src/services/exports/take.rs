//! Taking what was approved. The approval is checked again, signature and all: a row that somebody wrote into the database by hand has none (T27).

use domain::{
    agent::LogReader,
    audit::{Actor, Event},
    audit_search::Search,
    export::{Approved, Bound, CHANGED, Request, State, decode},
    ids::ExportId,
    refusal::Refusal,
    time::Timestamp,
};
use url::form_urlencoded;

use super::{Outcome, Shared, reads, record};
use crate::{
    live::Change,
    passkeys::{Allowed, signed_with},
    services::audit_search::export::Export,
    store::{Tx, export_request, staff},
};

/// What of an approved request is to be written into a file. That it was taken is written down, and counted, before the first byte leaves.
///
/// # Errors
/// [`Refusal::NotFound`] when it is not their own; [`Refusal::NotYourRole`] when they may not read the log any more; [`Refusal::NotOpen`]
/// before it is approved, or when it is not what was approved; [`Refusal::ChallengeOver`] when it is over, or was taken as often as may be.
pub async fn take(shared: &Shared, reader: &LogReader, id: ExportId) -> Outcome<Export> {
    let mut tx = shared.db.write().await?;
    let who = reader.staff().id;
    let asked = export_request::take(&mut tx, id).await?.filter(|asked| asked.asked_by == who).ok_or(Refusal::NotFound)?;
    let now = shared.now();
    reads(&mut tx, who).await?;
    let after = asked.clone().taken(now)?;
    let places = approved(shared, &mut tx, &asked, now).await?;
    if !export_request::count(&mut tx, &after).await? {
        return Err(Refusal::ChallengeOver.into());
    }
    let event = Event::LogExported {
        facets: facets(&asked),
        rows: asked.entries,
        format: asked.format,
        reason: asked.reason.to_string(),
        request: Some(id),
    };
    record(shared, &mut tx, Actor::Staff(who), event, &[], now).await?;
    tx.commit().await?;
    shared.live.tell(Change::Exports);
    Ok(Export::of(&shared.db, asked.format, places, asked.cut))
}

/// The places of exactly what somebody else approved, with their own key, their person verified.
async fn approved(shared: &Shared, tx: &mut Tx, asked: &Request, now: Timestamp) -> Outcome<Vec<u64>> {
    let changed = || Refusal::NotOpen(CHANGED.to_owned());
    let State::Approved(Approved { by, .. }) = asked.state_at(now) else { return Err(Refusal::ChallengeOver.into()) };
    let (places, signed) = export_request::places(tx, asked.id).await?;
    let signed = signed.filter(|_| by != asked.asked_by && asked.is_whole(&places)).ok_or_else(changed)?;
    let key = signed_with(&signed).ok_or_else(changed)?;
    let theirs = staff::passkeys(tx, by).await?;
    let (_, credential) = theirs.into_iter().find(|(id, _)| *id == key).ok_or_else(changed)?;
    let allowed = Allowed { credential: &credential, user: by.uuid() };
    let (bound, verified) = shared.passkeys.check_again::<Bound>(allowed, &signed).map_err(|_| changed())?;
    if !verified || bound != Bound::of(asked, by) {
        return Err(changed().into());
    }
    Ok(decode(&places).ok_or_else(changed)?)
}

/// By what it was searched, without what of it was asked.
fn facets(asked: &Request) -> Vec<String> {
    let pairs: Vec<_> = form_urlencoded::parse(asked.search.as_bytes()).collect();
    let search = Search::from_pairs(pairs.iter().map(|(name, value)| (name.as_ref(), value.as_ref())));
    search.asked().into_iter().map(ToOwned::to_owned).collect()
}
