//! One round: the newest signed head, to every witness that has not seen it and whose turn it is, all at once.

use futures::future::join_all;

use super::{Cosigners, ask::Came};
use crate::{
    config::Cosigner,
    fault::Fault,
    services::Shared,
    store::{
        cosignature,
        log::{self, Sealed},
    },
};

/// Goes round once; says how many cosigned. What [`super::worker::run`] does, for tests that move time by hand.
///
/// # Errors
/// When the database fails.
pub async fn round(shared: &Shared, cosigners: &Cosigners) -> Result<usize, Fault> {
    let epoch = log::head(&shared.db).await?.epoch;
    let Some(head) = log::last(&shared.db, epoch).await?.filter(|head| head.size > 0) else { return Ok(0) };
    let seen = cosignature::seen_of(&shared.db, head.epoch).await?;
    let now = shared.now();
    let due = cosigners.policy.witnesses.iter().filter_map(|whom| {
        let (size, conflict) = seen.by(&whom.id());
        ((size < head.size || conflict) && cosigners.turns.has_come(&whom.id(), now)).then_some((whom, size))
    });
    let asked = join_all(due.map(|(whom, known)| one(shared, cosigners, whom, &head, known))).await;
    let cosigned = asked.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().filter(|cosigned| *cosigned).count();
    show(shared, cosigners, &head).await?;
    Ok(cosigned)
}

async fn one(shared: &Shared, cosigners: &Cosigners, whom: &Cosigner, head: &Sealed, known: u64) -> Result<bool, Fault> {
    let came = cosigners.ask(shared, whom, head, known).await?;
    let (now, witness) = (shared.now(), whom.id());
    match came {
        Came::Cosigned(line) => {
            let mut tx = shared.db.write().await?;
            cosignature::keep(&mut tx, head, &witness, &line, now).await?;
            tx.commit().await?;
            cosigners.turns.went_well(&witness);
            return Ok(true);
        }
        Came::Later => return Ok(false),
        Came::Conflict(conflict) => {
            tracing::error!(
                witness,
                size = head.size,
                ?conflict,
                "a witness knows another record: the database was rolled back, or rewritten"
            );
            let mut tx = shared.db.write().await?;
            cosignature::conflict(&mut tx, head.epoch, &witness, conflict, now).await?;
            tx.commit().await?;
        }
        Came::Nothing(because) => tracing::warn!(witness, because, "a witness gave no cosignature"),
    }
    cosigners.counts.failures.inc();
    cosigners.turns.went_wrong(&witness, now, &*shared.entropy);
    Ok(false)
}

/// Puts what is known now where it can be watched.
async fn show(shared: &Shared, cosigners: &Cosigners, head: &Sealed) -> Result<(), Fault> {
    let seen = cosignature::seen_of(&shared.db, head.epoch).await?.of(&cosigners.policy);
    let size = cosigners.policy.quorum.size(seen.sizes);
    cosigners.counts.cosigned_size.set(i64::try_from(size).unwrap_or(i64::MAX));
    cosigners.counts.conflict.set(i64::from(seen.conflict));
    Ok(())
}
