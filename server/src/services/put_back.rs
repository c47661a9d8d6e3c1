//! "This was not me": undoing a change from an address we had before, or from the phone, and freezing the account.

use app::phone::view::PutBackPage;
use domain::{
    action::ActionRequest,
    agent::name_for_customers,
    audit::{Actor, Entry, Event, Scope},
    customer::mask_email,
    ids::{EntryId, RunId},
    refusal::Refusal,
    secret::Hashed,
    session::FrozenBecause,
};

use super::{Outcome, Shared, freeze};
use crate::store::{
    audit, customer,
    device::Device,
    effect::{self, Run},
    session,
};

/// What a link would put back. Looking changes nothing.
///
/// # Errors
/// [`Refusal::LinkUsed`] when there is no such link, or it has expired.
pub async fn page(shared: &Shared, token: &str) -> Outcome<PutBackPage> {
    let run = linked(shared, token).await?;
    let ActionRequest::ChangeEmail { from, to } = &run.request else { return Err(Refusal::LinkUsed.into()) };
    let by = session::agent_name(&shared.db, run.agent).await?.unwrap_or_default();
    Ok(PutBackPage {
        what: "Email address".to_owned(),
        before: from.to_string(),
        since: mask_email(to.as_str()),
        at: run.ran_at,
        by: name_for_customers(&by),
        until: run.revert_until.unwrap_or(run.ran_at),
        put_back_at: run.put_back_at,
    })
}

/// Puts it back by a link, and freezes the account. Twice is the same as once.
///
/// # Errors
/// [`Refusal::LinkUsed`] when there is no such link, or it has expired.
pub async fn by_link(shared: &Shared, token: &str) -> Outcome<()> {
    let run = linked(shared, token).await?;
    let actor = Actor::CustomerLink(run.customer);
    put_back(shared, run.id, actor).await
}

/// Puts it back from the customer's phone, and freezes the account.
///
/// # Errors
/// [`Refusal::NotFound`] when it is not a change of theirs.
pub async fn by_phone(shared: &Shared, phone: &Device, id: RunId) -> Outcome<()> {
    effect::read_run(&shared.db, id).await?.filter(|run| run.customer == phone.customer).ok_or(Refusal::NotFound)?;
    put_back(shared, id, Actor::Device(phone.id)).await
}

async fn linked(shared: &Shared, token: &str) -> Outcome<Run> {
    let id = effect::link(&shared.db, &Hashed::of(token), shared.now()).await?.ok_or(Refusal::LinkUsed)?;
    Ok(effect::read_run(&shared.db, id).await?.ok_or(Refusal::LinkUsed)?)
}

async fn put_back(shared: &Shared, id: RunId, actor: Actor) -> Outcome<()> {
    let mut tx = shared.db.write().await?;
    let run = effect::run(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    customer::hold(&mut tx, run.customer).await?;
    let now = shared.now();
    if !effect::put_back(&mut tx, id, now).await? {
        let again = effect::run(&mut tx, id).await?.is_some_and(|run| run.put_back_at.is_some());
        return if again { Ok(()) } else { Err(Refusal::LinkUsed.into()) };
    }
    let ActionRequest::ChangeEmail { from, to } = &run.request else { return Err(Refusal::LinkUsed.into()) };
    customer::restore_email(&mut tx, run.customer, to, from, now).await?;
    let scope = Scope { customer: Some(run.customer), session: Some(run.session), ..Scope::default() };
    let entry = Entry { id: EntryId::new(now, &*shared.entropy), at: now, actor, scope, event: Event::PutBack { run: id } };
    audit::append(&mut tx, &entry).await?;
    let told = freeze::freeze(shared, &mut tx, run.customer, Some(run.session), actor, FrozenBecause::PutBack).await?;
    tx.commit().await?;
    shared.live.tell_all(told);
    Ok(())
}
