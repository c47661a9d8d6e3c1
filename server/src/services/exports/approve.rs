//! Another reader's approval. One transaction takes the request, asks for both people's rights again, uses the ceremony up and writes down what was
//! signed; whatever was wrong with the answer, the ceremony is gone.

use domain::{
    agent::LogReader,
    audit::{Actor, Event},
    export::{Bound, Request, State},
    ids::ExportId,
    refusal::Refusal,
};
use serde_json::Value;

use super::{
    super::{kept, own_passkey::Asked},
    Outcome, Shared, may, reads, record,
};
use crate::{live::Change, store::export_request};

const PURPOSE: &str = "export";

/// Options for approving with one's own passkey, as JSON.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::ChallengeOver`] when it waits no more; why it is not theirs; [`Refusal::NoPasskey`].
pub async fn start(shared: &Shared, reader: &LogReader, id: ExportId) -> Outcome<String> {
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    let asked = export_request::take(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    let by = may(&mut tx, &asked, reader).await?;
    if asked.state_at(now) != State::Waiting {
        return Err(Refusal::ChallengeOver.into());
    }
    let bound = Bound::of(&asked, by.staff().id);
    let options = ceremony(&asked, &by, &bound).begin(shared, &mut tx, now).await?;
    tx.commit().await?;
    Ok(options)
}

/// Approves it: whoever asked can take it from then on.
///
/// # Errors
/// As [`start`]; [`Refusal::NotOpen`] when it is not what was asked for any more, or whoever asked may not read the log any more;
/// [`Refusal::BadPasskey`], whatever does not fit: nothing was changed but that another ceremony has to begin.
pub async fn approve(shared: &Shared, reader: &LogReader, id: ExportId, credential: &Value) -> Outcome<()> {
    let mut tx = shared.db.write().await?;
    let asked = export_request::take(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    let (places, _) = export_request::places(&mut tx, id).await?;
    let now = shared.now();
    // Whoever is late, or may not, hears that and spends no ceremony.
    let by = may(&mut tx, &asked, reader).await?;
    let after = asked.clone().approved(by.staff().id, &places, now)?;
    if reads(&mut tx, asked.asked_by).await.is_err() {
        return Err(Refusal::NotOpen("Whoever asked for this may not read the log any more. Deny it.".to_owned()).into());
    }
    let bound = Bound::of(&asked, by.staff().id);
    let Some(signed) = ceremony(&asked, &by, &bound).answered(shared, &mut tx, credential, now).await? else {
        tx.commit().await?;
        return Err(Refusal::BadPasskey.into());
    };
    if !export_request::approve(&mut tx, &after, &signed.proof).await? {
        return Err(Refusal::ChallengeOver.into());
    }
    let proof = kept::second_proof(shared, &signed.credential, &signed.proof)?;
    let event = Event::ExportApproved { request: id, asked_by: asked.asked_by, hash: asked.hash };
    record(shared, &mut tx, Actor::Staff(by.staff().id), event, &[proof], now).await?;
    tx.commit().await?;
    shared.live.tell(Change::Exports);
    Ok(())
}

/// A ceremony is for this request, as it was shown, by this person, and for nothing else (A21).
fn ceremony<'a>(asked: &Request, by: &LogReader, bound: &'a Bound) -> Asked<'a, Bound> {
    Asked { purpose: PURPOSE, request: asked.id.uuid(), by: by.staff().id, bound }
}
