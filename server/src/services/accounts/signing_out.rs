//! Ending sign-ins: this one, all of a person's, or those of somebody who leaves.

use domain::{
    agent::{Administrator, Staff},
    audit::{Actor, Event},
    ids::AgentId,
    refusal::Refusal,
};

use super::{CurrentSignIn, Shared, record};
use crate::{
    live::Change,
    services::Outcome,
    store::{sign_in, staff},
};

/// Ends this sign-in.
///
/// # Errors
/// When the database fails.
pub async fn sign_out(shared: &Shared, current: &CurrentSignIn, staff: &Staff) -> Outcome<()> {
    let mut tx = shared.db.write().await?;
    if let Some(id) = current.hash() {
        sign_in::end(&mut tx, &id).await?;
    }
    record(&mut tx, shared, Actor::Staff(staff.id), Event::SignedOut { everywhere: false }, shared.now()).await?;
    tx.commit().await?;
    shared.live.tell(Change::SignedOut(staff.id));
    Ok(current.forget().await?)
}

/// Ends every sign-in of this person, on every computer.
///
/// # Errors
/// When the database fails.
pub async fn sign_out_everywhere(shared: &Shared, current: &CurrentSignIn, staff: &Staff) -> Outcome<()> {
    let mut tx = shared.db.write().await?;
    sign_in::end_all(&mut tx, staff.id).await?;
    record(&mut tx, shared, Actor::Staff(staff.id), Event::SignedOut { everywhere: true }, shared.now()).await?;
    tx.commit().await?;
    shared.live.tell(Change::SignedOut(staff.id));
    Ok(current.forget().await?)
}

/// Takes every right from somebody and ends their sign-ins. They stay in the record.
///
/// # Errors
/// [`Refusal::NotFound`] when they had none, [`Refusal::NotOpen`] for oneself; when the database fails.
pub async fn disable(shared: &Shared, administrator: &Administrator, staff: AgentId) -> Outcome<()> {
    if staff == administrator.id() {
        return Err(Refusal::NotOpen("Another administrator has to do this for you.".to_owned()).into());
    }
    let mut tx = shared.db.write().await?;
    if !staff::disable(&mut tx, staff).await? {
        return Err(Refusal::NotFound.into());
    }
    sign_in::end_all(&mut tx, staff).await?;
    record(&mut tx, shared, Actor::Staff(administrator.id()), Event::SignedOut { everywhere: true }, shared.now()).await?;
    tx.commit().await?;
    shared.live.tell(Change::SignedOut(staff));
    Ok(())
}
