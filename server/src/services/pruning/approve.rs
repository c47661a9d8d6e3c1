//! Approving a pruning, with a passkey of one's own. Whatever was wrong with the answer, its ceremony is gone.

use domain::{
    agent::{Reviewer, Staff},
    audit::{Actor, Event},
    challenge::Binds,
    ids::{EntryId, PruningId},
    pruning::{Bound, Proposal, may_approve},
    refusal::Refusal,
    time::Timestamp,
};
use serde_json::Value;

use super::{Outcome, Shared, plan::stands, record};
use crate::{
    passkeys::{Allowed, Answered, Given, Key, Wanted},
    services::kept,
    store::{
        Tx, pruning as store,
        pruning::{Pruning, State},
        staff,
    },
};

const PURPOSE: &str = "pruning";

/// A person has one ceremony for a pruning at a time: another beginning takes its place.
fn holder(id: PruningId, who: &Staff) -> String {
    format!("{} {id}", who.id)
}

/// A ceremony is for exactly this, by this person.
fn bound_to(bound: &Bound) -> [u8; 32] {
    bound.webauthn_challenge(&[0; 32])
}

/// Passes only whoever may approve it, as they and it stand in this transaction.
async fn may(tx: &mut Tx, id: PruningId, by: &Reviewer, now: Timestamp) -> Outcome<(Pruning, Reviewer)> {
    let pruning = store::by_id(tx, id).await?.ok_or(Refusal::NotFound)?;
    if pruning.state != State::Proposed {
        return Err(Refusal::ChallengeOver.into());
    }
    let who = staff::active(tx, by.id()).await?.ok_or(Refusal::NotYourRole)?;
    let by = may_approve(&pruning.proposal, &who, now)?;
    Ok((pruning, by))
}

async fn passkeys(tx: &mut Tx, by: &Reviewer) -> Outcome<Vec<(Vec<u8>, String)>> {
    let theirs = staff::passkeys(tx, by.id()).await?;
    if theirs.is_empty() { Err(Refusal::NoPasskey.into()) } else { Ok(theirs) }
}

fn allowed<'a>(theirs: &'a [(Vec<u8>, String)], by: &Reviewer) -> Vec<Allowed<'a>> {
    theirs.iter().map(|(_, credential)| Allowed { credential, user: by.id().uuid() }).collect()
}

/// Options for approving with one's own passkey, as JSON.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::ChallengeOver`]; why it is not theirs; [`Refusal::NoPasskey`].
pub async fn start(shared: &Shared, by: &Reviewer, id: PruningId) -> Outcome<String> {
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    let (pruning, by) = may(&mut tx, id, by, now).await?;
    let theirs = passkeys(&mut tx, &by).await?;
    let bound = Bound::of(&pruning.proposal, by.id());
    let (holder, to) = (holder(id, by.staff()), bound_to(&bound));
    let key = Key { purpose: PURPOSE, holder: &holder, bound_to: &to };
    let wanted = Wanted { bound: &bound, verify: true };
    let options = shared.passkeys.start_bound(&mut tx, &key, &allowed(&theirs, &by), wanted, &*shared.entropy, now).await?;
    tx.commit().await?;
    Ok(options)
}

/// Approves it. The entries go from then on ([`super::go_on`]).
///
/// # Errors
/// As [`start`]; [`Refusal::NotOpen`] when it is not what was asked; [`Refusal::BadInput`] with why it cannot be done now;
/// [`Refusal::BadPasskey`], whatever does not fit: nothing was changed but that another ceremony has to begin.
pub async fn approve(shared: &Shared, by: &Reviewer, id: PruningId, credential: &Value) -> Outcome<()> {
    // What takes long is looked at before the transaction; what is approved in it is the same, or it is refused.
    let looked_at = {
        let mut tx = shared.db.write().await?;
        may(&mut tx, id, by, shared.now()).await?.0.proposal
    };
    stands(shared, &looked_at).await?;
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    let (Pruning { proposal, .. }, by) = may(&mut tx, id, by, now).await?;
    let Some((credential, signed)) = answered(shared, &mut tx, &proposal, &by, credential, now).await? else {
        tx.commit().await?;
        return Err(Refusal::BadPasskey.into());
    };
    let entry = EntryId::new(now, &*shared.entropy);
    if proposal != looked_at || !store::approve(&mut tx, id, by.id(), now, entry).await? {
        return Err(Refusal::ChallengeOver.into());
    }
    let Proposal { range, head, root, reason, asked_by, .. } = proposal;
    let event = Event::LogPruned {
        pruning: id,
        from: range.from,
        to: range.to,
        head,
        root: root.to_string(),
        asked_by,
        reason: reason.to_string(),
    };
    let proof = kept::second_proof(shared, &credential, &signed)?;
    record(&mut tx, entry, now, Actor::Staff(by.id()), event, &[proof]).await?;
    Ok(tx.commit().await?)
}

/// Uses the ceremony up and checks the answer to it: the credential's new state, and what was signed.
async fn answered(
    shared: &Shared,
    tx: &mut Tx,
    proposal: &Proposal,
    by: &Reviewer,
    credential: &Value,
    now: Timestamp,
) -> Outcome<Option<(String, String)>> {
    let theirs = passkeys(tx, by).await?;
    let bound = Bound::of(proposal, by.id());
    let (holder, to) = (holder(proposal.id, by.staff()), bound_to(&bound));
    let key = Key { purpose: PURPOSE, holder: &holder, bound_to: &to };
    let Answered::Fits(given) = shared.passkeys.finish_bound(tx, &key, &allowed(&theirs, by), &bound, credential, now).await? else {
        return Ok(None);
    };
    let Given { credential_id, credential, user_verified, proof } = given;
    if !user_verified {
        return Ok(None);
    }
    staff::passkey_answered(tx, &credential_id, &credential, now).await?;
    Ok(Some((credential, proof)))
}
