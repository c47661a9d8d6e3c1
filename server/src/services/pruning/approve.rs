//! Approving a pruning, with a passkey of one's own. Whatever was wrong with the answer, its ceremony is gone.

use domain::{
    agent::Reviewer,
    audit::{Actor, Event},
    ids::{EntryId, PruningId},
    pruning::{Bound, Proposal, may_approve},
    refusal::Refusal,
    time::Timestamp,
};
use serde_json::Value;

use super::{Outcome, Shared, plan::stands, record};
use crate::{
    services::{kept, own_passkey::Asked},
    store::{
        Tx, pruning as store,
        pruning::{Pruning, State},
        staff,
    },
};

const PURPOSE: &str = "pruning";

/// A ceremony is for exactly this, by this person, and for nothing else (A21).
fn ceremony<'a>(asked: &Proposal, by: &Reviewer, bound: &'a Bound) -> Asked<'a, Bound> {
    Asked { purpose: PURPOSE, request: asked.id.uuid(), by: by.id(), bound }
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

/// Options for approving with one's own passkey, as JSON.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::ChallengeOver`]; why it is not theirs; [`Refusal::NoPasskey`].
pub async fn start(shared: &Shared, by: &Reviewer, id: PruningId) -> Outcome<String> {
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    let (pruning, by) = may(&mut tx, id, by, now).await?;
    let bound = Bound::of(&pruning.proposal, by.id());
    let options = ceremony(&pruning.proposal, &by, &bound).begin(shared, &mut tx, now).await?;
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
    let bound = Bound::of(&proposal, by.id());
    let Some(signed) = ceremony(&proposal, &by, &bound).answered(shared, &mut tx, credential, now).await? else {
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
    let proof = kept::second_proof(shared, &signed.credential, &signed.proof)?;
    record(&mut tx, entry, now, Actor::Staff(by.id()), event, &[proof]).await?;
    Ok(tx.commit().await?)
}
