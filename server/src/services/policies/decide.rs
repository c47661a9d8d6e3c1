//! The second person's word over a proposed version.

use domain::{
    agent::Administrator,
    audit::{Actor, Event},
    refusal::Refusal,
};

use super::{super::Outcome, InForce, Shared, checksum, in_force::read, record};
use crate::{
    fault::Fault,
    live::Change,
    store::policy::{self, State},
};

/// Approves a version, and puts it in force at once, here and within a second on every other server.
///
/// # Errors
/// [`Refusal::NotYourRole`] for one's own; [`Refusal::BadInput`] when it is decided already, or another version came into force
/// since it was proposed.
pub async fn approve(shared: &Shared, approver: &Administrator, version: u32) -> Outcome<()> {
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    let found = policy::by_number(&mut tx, version).await?.ok_or(Refusal::NotFound)?;
    if found.author.as_ref().is_some_and(|(author, _)| *author == approver.id()) {
        return Err(Refusal::NotYourRole.into());
    }
    if checksum(&found.text) != found.checksum {
        return Err(Fault::corrupt("policy_version", "checksum", version).into());
    }
    let policy = read(&found.text, shared.settings.seasoning.is_none()).map_err(|findings| Refusal::bad_input(findings.to_string()))?;
    if !policy::decide(&mut tx, version, State::Approved, approver.id(), now).await? {
        return Err(decided_already());
    }
    if !policy::put_in_force(&mut tx, found.base, version).await? {
        let sentence = format!("Another version came into force since v{version} was proposed. Propose it again from the one in force.");
        return Err(Refusal::bad_input(sentence).into());
    }
    record(shared, &mut tx, Actor::Staff(approver.id()), Event::PolicyApproved { version }, now).await?;
    tx.commit().await?;
    shared.policies.put(InForce { version, policy });
    shared.live.tell(Change::Policy);
    Ok(())
}

/// Says no to a version. Anybody's but one's own: that one is withdrawn.
///
/// # Errors
/// [`Refusal::NotYourRole`] for one's own; [`Refusal::BadInput`] when it is decided already.
pub async fn reject(shared: &Shared, approver: &Administrator, version: u32) -> Outcome<()> {
    end(shared, approver, version, State::Rejected).await
}

/// Takes one's own proposal back.
///
/// # Errors
/// [`Refusal::NotYourRole`] for somebody else's; [`Refusal::BadInput`] when it is decided already.
pub async fn withdraw(shared: &Shared, author: &Administrator, version: u32) -> Outcome<()> {
    end(shared, author, version, State::Withdrawn).await
}

async fn end(shared: &Shared, by: &Administrator, version: u32, state: State) -> Outcome<()> {
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    let found = policy::by_number(&mut tx, version).await?.ok_or(Refusal::NotFound)?;
    let own = found.author.as_ref().is_some_and(|(author, _)| *author == by.id());
    if own != (state == State::Withdrawn) {
        return Err(Refusal::NotYourRole.into());
    }
    if !policy::decide(&mut tx, version, state, by.id(), now).await? {
        return Err(decided_already());
    }
    let event = if own { Event::PolicyWithdrawn { version } } else { Event::PolicyRejected { version } };
    record(shared, &mut tx, Actor::Staff(by.id()), event, now).await?;
    tx.commit().await?;
    shared.live.tell(Change::Policy);
    Ok(())
}

fn decided_already() -> super::super::Trouble {
    Refusal::bad_input("This version is decided already. Look at the list again.").into()
}
