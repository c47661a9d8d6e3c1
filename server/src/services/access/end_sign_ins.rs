//! Ending every sign-in of somebody else.

use domain::{
    access::may_end_sign_ins,
    agent::{Reviewer, Role},
    audit::{Actor, Event},
    ids::AgentId,
    refusal::Refusal,
    text::ShownText,
};

use super::{Outcome, Shared, record};
use crate::{
    live::Change,
    store::{ended_sign_in, sign_in, staff},
};

/// Ends every sign-in of a member of staff. Their sessions stay, and may be taken over; so do their rights: with their passkey they sign in again.
///
/// # Errors
/// [`Refusal::NotFound`]; what [`may_end_sign_ins`] refuses; [`Refusal::BadInput`] when they are signed in nowhere.
pub async fn end_sign_ins(shared: &Shared, by: &Reviewer, whose: AgentId, reason: &ShownText) -> Outcome<()> {
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    let member = staff::active(&mut tx, whose).await?.ok_or(Refusal::NotFound)?;
    may_end_sign_ins(by.staff(), &member)?;
    let role = if by.staff().is(Role::Supervisor) { Role::Supervisor } else { Role::Administrator };
    ended_sign_in::remember(&mut tx, whose, role).await?;
    let count = sign_in::end_all(&mut tx, whose).await?;
    if count == 0 {
        return Err(Refusal::bad_input("They are signed in nowhere.").into());
    }
    let event = Event::SignInsEnded { staff: whose, count: u32::try_from(count).unwrap_or(u32::MAX), reason: reason.to_string() };
    record(shared, &mut tx, Actor::Staff(by.id()), event, now).await?;
    tx.commit().await?;
    shared.live.tell_all([Change::SignedOut(whose), Change::Access]);
    Ok(())
}
