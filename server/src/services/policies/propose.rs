//! Proposing a version.

use domain::{
    agent::Administrator,
    audit::{Actor, Event},
    ids::AgentId,
    policy::file,
    refusal::Refusal,
    text::ShownText,
};

use super::{super::Outcome, Shared, checksum, record};
use crate::{
    live::Change,
    store::policy::{self, New, State},
};

/// Proposes a version. The one in force stays until a second administrator approves.
///
/// # Errors
/// [`Refusal::BadInput`] with every line that is wrong; or when it is the one in force already.
pub async fn propose(shared: &Shared, author: &Administrator, text: &str, reason: &ShownText) -> Outcome<u32> {
    add(shared, Some(author.id()), text, reason).await
}

/// Proposes what the operator has in a file: `countersign policy propose`. It needs an administrator's approval all the same.
///
/// # Errors
/// As [`propose`].
pub async fn propose_as_operator(shared: &Shared, text: &str, reason: &ShownText) -> Outcome<u32> {
    add(shared, None, text, reason).await
}

async fn add(shared: &Shared, author: Option<AgentId>, text: &str, reason: &ShownText) -> Outcome<u32> {
    // An upload from another system ends its lines otherwise; what is approved is what is shown.
    let text = text.replace("\r\n", "\n");
    match file::read(&text) {
        Ok((_, findings)) if !findings.has_errors() => {}
        Ok((_, findings)) | Err(findings) => return Err(Refusal::bad_input(findings.to_string()).into()),
    }
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    let base = policy::number_in_force_in(&mut tx).await?;
    if policy::by_number(&mut tx, base).await?.is_some_and(|version| version.text == text) {
        return Err(Refusal::bad_input("That is the policy in force already. Change something, then propose it.").into());
    }
    let new = New { base, text: &text, checksum: &checksum(&text), author, reason: reason.as_str(), state: State::Proposed, now };
    let version = policy::insert(&mut tx, &new).await?.ok_or(Refusal::TooMany)?;
    let actor = author.map_or(Actor::System, Actor::Staff);
    record(shared, &mut tx, actor, Event::PolicyProposed { version }, now).await?;
    tx.commit().await?;
    shared.live.tell(Change::Policy);
    Ok(version)
}
