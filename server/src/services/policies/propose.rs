//! Proposing a version.

use domain::{
    agent::Administrator,
    audit::{Actor, Event},
    ids::AgentId,
    refusal::Refusal,
    text::ShownText,
};

use super::{super::Outcome, Shared, checked, checksum, record};
use crate::{
    live::Change,
    store::policy::{self, New, State},
};

/// Proposes a version that was written from `base`. The one in force stays until a second administrator approves.
///
/// # Errors
/// [`Refusal::BadInput`] with every line that is wrong; when it is the one in force already; when `base` no longer is.
pub async fn propose(shared: &Shared, author: &Administrator, base: u32, text: &str, reason: &ShownText) -> Outcome<u32> {
    add(shared, Some((author.id(), base)), text, reason).await
}

/// Proposes what the operator has in a file: `countersign policy propose`. It needs an administrator's approval all the same.
///
/// # Errors
/// As [`propose`].
pub async fn propose_as_operator(shared: &Shared, text: &str, reason: &ShownText) -> Outcome<u32> {
    add(shared, None, text, reason).await
}

async fn add(shared: &Shared, by: Option<(AgentId, u32)>, text: &str, reason: &ShownText) -> Outcome<u32> {
    // An upload from another system ends its lines otherwise; what is approved is what is shown.
    let text = text.replace("\r\n", "\n");
    checked(&text).map_err(|unusable| Refusal::bad_input(unusable.to_string()))?;
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    let base = policy::number_in_force(&mut tx).await?;
    if by.is_some_and(|(_, written_from)| written_from != base) {
        let sentence = format!(
            "v{base} came into force while you wrote this. Look at what it changed, so that you do not undo it; then propose again, and the \
             second administrator is shown what differs from v{base}."
        );
        return Err(Refusal::bad_input(sentence).into());
    }
    if shared.policies.now().text == text {
        return Err(Refusal::bad_input("That is the policy in force already. Change something, then propose it.").into());
    }
    let author = by.map(|(author, _)| author);
    let new = New { base, text: &text, checksum: &checksum(&text), author, reason: reason.as_str(), state: State::Proposed, now };
    // Somebody who proposes at the same moment takes the number first, at most as often as there are such people.
    let version = loop {
        let next = policy::next_number(&mut tx).await?;
        if policy::insert(&mut tx, next, &new).await? {
            break next;
        }
    };
    let actor = author.map_or(Actor::System, Actor::Staff);
    record(shared, &mut tx, actor, Event::PolicyProposed { version }, version, now).await?;
    tx.commit().await?;
    shared.live.tell(Change::Policy);
    Ok(version)
}
