//! Giving a right: one administrator asks, another one gives (T-01). Neither is who gains by it (D06).

use domain::{
    access::{Grant, may_ask, may_give, with},
    agent::Administrator,
    audit::{Actor, Event},
    ids::RightRequestId,
    refusal::Refusal,
    text::ShownText,
};

use super::{Outcome, Shared, record, rights_changed};
use crate::{
    live::Change,
    store::{right_request, staff},
};

/// Asks for a role to be given to somebody else. Nothing changes by it.
///
/// # Errors
/// [`Refusal::NotFound`]; what [`may_ask`] refuses; [`Refusal::BadInput`] when the same is asked for already.
pub async fn ask(shared: &Shared, by: &Administrator, grant: Grant, reason: &ShownText) -> Outcome<()> {
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    let member = staff::active(&mut tx, grant.staff).await?.ok_or(Refusal::NotFound)?;
    may_ask(by, &member, grant.role)?;
    let id = RightRequestId::new(now, &*shared.entropy);
    if !right_request::insert(&mut tx, id, grant, reason, by.id(), now).await? {
        return Err(Refusal::bad_input("That is asked for already, and waits for another administrator.").into());
    }
    let event = Event::RightAsked { staff: grant.staff, role: grant.role, reason: reason.to_string() };
    record(shared, &mut tx, Actor::Staff(by.id()), event, now).await?;
    tx.commit().await?;
    shared.live.tell(Change::Access);
    Ok(())
}

/// Gives what another administrator asked for.
///
/// # Errors
/// [`Refusal::NotFound`] when it does not wait any more; what [`may_give`] refuses.
pub async fn give(shared: &Shared, by: &Administrator, id: RightRequestId) -> Outcome<()> {
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    staff::hold_rights(&mut tx).await?;
    let request = right_request::one(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    let Grant { staff: whose, role } = request.grant;
    let member = staff::active(&mut tx, whose).await?.ok_or(Refusal::NotFound)?;
    let asked_by = request.asked_by.0;
    may_give(by, asked_by, &member, role)?;
    let after = with(&member.roles, role);
    if !right_request::end(&mut tx, id, true, by.id(), now).await? || !staff::set_roles(&mut tx, whose, &member.roles, &after).await? {
        return Err(Refusal::NotFound.into());
    }
    let event = Event::RightGiven { staff: whose, role, asked_by, before: member.roles, after };
    record(shared, &mut tx, Actor::Staff(by.id()), event, now).await?;
    tx.commit().await?;
    rights_changed(shared, [whose]);
    Ok(())
}

/// Says no to what another one asked for, or takes one's own back. Nobody says no to what they themselves would gain: that is for others.
///
/// # Errors
/// [`Refusal::NotFound`] when it does not wait any more.
pub async fn not_give(shared: &Shared, by: &Administrator, id: RightRequestId) -> Outcome<()> {
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    let request = right_request::one(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    let Grant { staff: whose, role } = request.grant;
    if whose == by.id() {
        return Err(Refusal::NotOpen("Somebody else has to decide over your own rights.".to_owned()).into());
    }
    if !right_request::end(&mut tx, id, false, by.id(), now).await? {
        return Err(Refusal::NotFound.into());
    }
    let event = Event::RightNotGiven { staff: whose, role, asked_by: request.asked_by.0 };
    record(shared, &mut tx, Actor::Staff(by.id()), event, now).await?;
    tx.commit().await?;
    shared.live.tell(Change::Access);
    Ok(())
}
