//! A passkey's ceremony behind a link. It begins when a button is pressed.

use domain::{
    assurance::Method,
    audit::{Actor, Event},
    challenge::{Binds, Bound, Challenge},
    refusal::Refusal,
    time::Timestamp,
};

use super::super::{
    Outcome, Shared, links,
    links::again,
    record::{Recorder, changed},
    signals::known,
};
use crate::{
    passkeys::{Allowed, Key, Wanted},
    store::{
        Tx, challenge,
        passkey::{self, Kept},
        session,
    },
};

const PURPOSE: &str = "customer-link";

/// Options for answering with a passkey, as JSON. `verify`: whether the person must be verified for it; without, it counts as one
/// factor (A19).
///
/// # Errors
/// [`Refusal::ChallengeOver`] when the link opens nothing any more; [`Refusal::NoWay`] when no passkey of theirs counts.
pub async fn start(shared: &Shared, link: &str, verify: bool) -> Outcome<String> {
    let asked = open(shared, link).await?;
    let mut tx = shared.db.write().await?;
    let (taken, customer) = session::take(&mut tx, asked.session).await?.ok_or(Refusal::ChallengeOver)?;
    taken.open()?;
    let before = again(&mut tx, &asked).await?;
    let now = shared.now();
    let after = before.clone().opened(now)?;
    let policy = shared.policies.now();
    let known = known(shared, &mut tx, &policy, &taken, now).await?;
    let kept = that_count(&mut tx, &before, now).await?;
    if kept.is_empty() {
        return Err(Refusal::NoWay.into());
    }
    if after != before {
        let level = taken.assurance(&policy, known.signals, &known.evidence, now).level;
        challenge::change(&mut tx, &before, &after);
        let recorder = Recorder { shared, session: &taken, actor: Actor::CustomerLink(customer.id), level, now };
        recorder.write(&mut tx, Event::LinkOpened).await?;
    }
    let (bound, to) = (Bound::of(&before), bound_to(&before));
    let options = shared
        .passkeys
        .start_bound(&mut tx, &key(link, &to), &allowed(&kept), Wanted { bound: &bound, verify }, &*shared.entropy, now)
        .await?;
    tx.commit().await?;
    if after != before {
        shared.live.tell(changed(&taken));
    }
    Ok(options)
}

/// What the link asks, if a passkey can answer it.
pub(super) async fn open(shared: &Shared, link: &str) -> Outcome<Challenge> {
    let asked = links::asked(shared, link).await?;
    if asked.means.method() == Method::Passkey { Ok(asked) } else { Err(Refusal::ChallengeOver.into()) }
}

/// The customer's passkeys that count already.
pub(super) async fn that_count(tx: &mut Tx, asked: &Challenge, now: Timestamp) -> Outcome<Vec<Kept>> {
    let mut kept = passkey::of_customer(tx, asked.customer).await?;
    kept.retain(|one| one.counts_from <= now);
    Ok(kept)
}

pub(super) fn allowed(kept: &[Kept]) -> Vec<Allowed<'_>> {
    kept.iter().map(|one| Allowed { credential: &one.credential, user: one.device.uuid() }).collect()
}

/// Whoever holds the link begins anew when they ask again.
pub(super) const fn key<'a>(link: &'a str, bound_to: &'a [u8]) -> Key<'a> {
    Key { purpose: PURPOSE, holder: link, bound_to }
}

/// A ceremony is for this challenge, session, customer and action, and for nothing else (A21).
pub(super) fn bound_to(challenge: &Challenge) -> [u8; 32] {
    Bound::of(challenge).webauthn_challenge(&[0; 32])
}
