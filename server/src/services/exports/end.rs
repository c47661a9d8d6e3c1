//! How a request ends without an approval, or before it was taken. Saying no takes no passkey: it is the safe direction.

use domain::{
    agent::LogReader,
    audit::{Actor, Event},
    audit_log::retention::Retention,
    export::State,
    ids::ExportId,
    refusal::Refusal,
    text::ShownText,
    time::Duration,
};

use super::{super::kept, Outcome, Shared, may, record};
use crate::{fault::Fault, live::Change, store::export_request};

/// How long one that is over can be looked at. What stays then is in the log.
const REMEMBERED: Duration = Duration::days(30);

/// Denies it, and says why.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::ChallengeOver`] when it waits no more; why it is not theirs.
pub async fn deny(shared: &Shared, reader: &LogReader, id: ExportId, reason: ShownText) -> Outcome<()> {
    let mut tx = shared.db.write().await?;
    let asked = export_request::take(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    let now = shared.now();
    let by = may(&mut tx, &asked, reader).await?.staff().id;
    let beside = kept::reason(shared, &reason, Retention::Proof)?;
    let (before, asked_by) = (asked.state.clone(), asked.asked_by);
    let after = asked.denied(by, reason, now)?;
    if !export_request::end(&mut tx, &before, &after, Some(by)).await? {
        return Err(Refusal::ChallengeOver.into());
    }
    record(shared, &mut tx, Actor::Staff(by), Event::ExportDenied { request: id, asked_by }, &[beside], now).await?;
    tx.commit().await?;
    shared.live.tell(Change::Exports);
    Ok(())
}

/// Takes one's own back, before it was approved or after.
///
/// # Errors
/// [`Refusal::NotFound`] when it is not their own; [`Refusal::ChallengeOver`] when it is over.
pub async fn withdraw(shared: &Shared, reader: &LogReader, id: ExportId) -> Outcome<()> {
    let mut tx = shared.db.write().await?;
    let who = reader.staff().id;
    let asked = export_request::take(&mut tx, id).await?.filter(|asked| asked.asked_by == who).ok_or(Refusal::NotFound)?;
    let now = shared.now();
    let before = asked.state.clone();
    let after = asked.withdrawn(now)?;
    if !export_request::end(&mut tx, &before, &after, Some(who)).await? {
        return Err(Refusal::ChallengeOver.into());
    }
    record(shared, &mut tx, Actor::Staff(who), Event::ExportWithdrawn { request: id }, &[], now).await?;
    tx.commit().await?;
    shared.live.tell(Change::Exports);
    Ok(())
}

/// Expires every request whose time is up; says how many. What the worker calls each second.
///
/// # Errors
/// When the database fails; what was expired before stays so.
pub async fn expire_overdue(shared: &Shared) -> Outcome<usize> {
    let mut expired = 0;
    for id in export_request::overdue(&shared.db, shared.now()).await? {
        let mut tx = shared.db.write().await?;
        let Some(asked) = export_request::take(&mut tx, id).await? else { continue };
        let now = shared.now();
        let before = asked.state.clone();
        // Another server may have been faster, or somebody took it for the last time.
        let Ok(after) = asked.expired(now) else { continue };
        if export_request::end(&mut tx, &before, &after, None).await? {
            let approved = matches!(before, State::Approved(_));
            record(shared, &mut tx, Actor::System, Event::ExportExpired { request: id, approved }, &[], now).await?;
            tx.commit().await?;
            shared.live.tell(Change::Exports);
            expired += 1;
        }
    }
    Ok(expired)
}

/// Forgets what is over and was asked for long ago; says how many. What a search was for may name a person, so it is kept no longer than
/// it is of use.
///
/// # Errors
/// When the database fails.
pub async fn forget(shared: &Shared) -> Result<u64, Fault> {
    let mut tx = shared.db.write().await?;
    let gone = export_request::forget(&mut tx, shared.now().before(REMEMBERED)).await?;
    tx.commit().await?;
    Ok(gone)
}
