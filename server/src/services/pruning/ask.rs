//! Asking for a pruning, and saying no to it.

use domain::{
    agent::{Administrator, Reviewer},
    audit::{Actor, Event},
    ids::{EntryId, PruningId},
    pruning::{Proposal, WAITS},
    refusal::Refusal,
    text::ShownText,
    time::Timestamp,
};

use super::{
    Outcome, Shared,
    plan::{collected, plan, said},
    record,
};
use crate::store::{pruning as store, staff};

/// Asks for what [`plan`] says to be pruned. Nothing goes by it.
///
/// # Errors
/// As [`plan`]; [`Refusal::BadInput`] when something is asked for already, or a copy elsewhere lacks some of it; [`Refusal::NotYourRole`].
pub async fn ask(shared: &Shared, by: &Administrator, before: Timestamp, reason: ShownText) -> Outcome<PruningId> {
    let plan = plan(shared, before).await?;
    collected(shared, plan.range, plan.epoch)?;
    let mut tx = shared.db.write().await?;
    let who = staff::active(&mut tx, by.id()).await?.ok_or(Refusal::NotYourRole)?;
    let by = Administrator::try_from(who)?;
    let now = shared.now();
    let entry = EntryId::new(now, &*shared.entropy);
    let id = PruningId::from(entry.uuid());
    let proposal = Proposal {
        id,
        range: plan.range,
        before,
        head: plan.head,
        root: plan.root,
        reason,
        asked_by: by.id(),
        asked_at: now,
        until: now.after(WAITS),
    };
    if !store::propose(&mut tx, &proposal).await? {
        return Err(Refusal::bad_input("A pruning is asked for already, and waits for a second person.").into());
    }
    record(&mut tx, entry, now, Actor::Staff(by.id()), said(&proposal), &[]).await?;
    tx.commit().await?;
    Ok(id)
}

/// Says no to what another one asked for, or takes one's own back. It needs no passkey: it is the safe direction.
///
/// # Errors
/// [`Refusal::NotFound`] when it does not wait any more; [`Refusal::NotYourRole`].
pub async fn refuse(shared: &Shared, by: &Reviewer, id: PruningId) -> Outcome<()> {
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    let pruning = store::by_id(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    let who = staff::active(&mut tx, by.id()).await?.ok_or(Refusal::NotYourRole)?;
    let by = Reviewer::try_from(who)?;
    if !store::refuse(&mut tx, id, by.id(), now).await? {
        return Err(Refusal::NotFound.into());
    }
    let event = Event::LogPruningRefused { pruning: id, asked_by: pruning.proposal.asked_by };
    record(&mut tx, EntryId::new(now, &*shared.entropy), now, Actor::Staff(by.id()), event, &[]).await?;
    Ok(tx.commit().await?)
}
