//! The second person's word over a proposed version.

use domain::{
    agent::Administrator,
    audit::{Actor, Event},
    refusal::Refusal,
};

use super::{
    super::{Outcome, Trouble},
    InForce, Shared, genuine, record,
    usable::read,
};
use crate::{
    live::Change,
    store::policy::{self, State},
};

/// Approves a version, and puts it in force at once, here and within a second on every other server.
///
/// # Errors
/// [`Refusal::NotYourRole`] for one's own; [`Refusal::BadInput`] when it is decided already, or another version came into force
/// since it was proposed.
pub async fn approve(shared: &Shared, approver: &Administrator, version: u32) -> Outcome<()> {
    // Read before the transaction, in which nothing slow happens: but for its state a version never changes.
    let found = policy::by_number(&shared.db, version).await?.ok_or(Refusal::NotFound)?;
    if found.author.as_ref().is_some_and(|(author, _)| *author == approver.id()) {
        return Err(Refusal::NotYourRole.into());
    }
    if found.state != State::Proposed {
        return Err(decided_already());
    }
    if !genuine(&found) {
        tracing::error!(version, "what is stored of a proposed version of the policy is not what was proposed");
        return Err(Refusal::bad_input(format!("What is stored as v{version} is not what was proposed. Propose it again.")).into());
    }
    let policy = read(&found.text, shared.settings.seasoning.is_none()).map_err(|unusable| Refusal::bad_input(unusable.to_string()))?;
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    if !policy::decide(&mut tx, version, State::Approved, approver.id(), now).await? {
        return Err(decided_already());
    }
    if !policy::put_in_force(&mut tx, found.base, version).await? {
        let sentence = format!("Another version came into force since v{version} was proposed. Propose it again from the one in force.");
        return Err(Refusal::bad_input(sentence).into());
    }
    record(shared, &mut tx, Actor::Staff(approver.id()), Event::PolicyApproved { version }, version, now).await?;
    tx.commit().await?;
    shared.policies.put(InForce { version, policy, text: found.text });
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
    let found = policy::by_number(&shared.db, version).await?.ok_or(Refusal::NotFound)?;
    let own = found.author.as_ref().is_some_and(|(author, _)| *author == by.id());
    if own != (state == State::Withdrawn) {
        return Err(Refusal::NotYourRole.into());
    }
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    if !policy::decide(&mut tx, version, state, by.id(), now).await? {
        return Err(decided_already());
    }
    let event = if own { Event::PolicyWithdrawn { version } } else { Event::PolicyRejected { version } };
    record(shared, &mut tx, Actor::Staff(by.id()), event, version, now).await?;
    tx.commit().await?;
    shared.live.tell(Change::Policy);
    Ok(())
}

fn decided_already() -> Trouble {
    Refusal::bad_input("This version is decided already. Look at the list again.").into()
}
