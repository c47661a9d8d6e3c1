//! Whether the record is seen by others, and what follows when it is not: what needs more than a name has to wait (G11).

use domain::{
    assurance::Level,
    audit_log::witness::{Seen, Standing},
};

use super::Shared;
use crate::{
    fault::Fault,
    store::{Tx, cosignature, log},
};

/// From this level on an action is sensitive.
const SENSITIVE: Level = Level::Substantial;

/// Whether what needs that level has to wait, because the record of it could not be witnessed, or is not what was signed.
pub(super) async fn stops(shared: &Shared, tx: &mut Tx, needs: Level) -> Result<bool, Fault> {
    Ok(needs >= SENSITIVE && (shared.log.state().stopped || !standing(shared, tx).await?.goes_on()))
}

/// Whether sensitive actions go on. Where no witness is needed, always.
///
/// # Errors
/// When the database fails.
pub async fn standing(shared: &Shared, tx: &mut Tx) -> Result<Standing, Fault> {
    let Some(policy) = &shared.witnesses else { return Ok(Standing::Fine) };
    let seen = cosignature::seen(tx).await?.of(policy);
    let waiting_since = cosignature::oldest_above(tx, seen.epoch, policy.quorum.size(seen.sizes)).await?;
    Ok(policy.quorum.standing(Seen { waiting_since, rolled_back: seen.conflict }, shared.now()))
}

/// How many of the witnesses that the policy names agree, and how many it names; `None` where it names none. One agrees that knows nothing
/// else than this database has, and has seen every head that is older than what the policy bears with.
///
/// # Errors
/// When the database fails.
pub async fn agree(shared: &Shared, epoch: u32) -> Result<Option<(u32, u32)>, Fault> {
    let Some(policy) = &shared.witnesses else { return Ok(None) };
    let seen = cosignature::seen_of(&shared.db, epoch).await?;
    let mut agree = 0;
    for witness in &policy.witnesses {
        let (size, rolled_back) = seen.by(&witness.id());
        let waiting_since = cosignature::oldest_above_of(&shared.db, epoch, size).await?;
        agree += u32::from(policy.quorum.standing(Seen { waiting_since, rolled_back }, shared.now()).goes_on());
    }
    Ok(Some((agree, u32::try_from(policy.witnesses.len()).unwrap_or(u32::MAX))))
}

/// Whether heads may be signed: not while a witness knows one that this database does not continue (G05). Asked by the sequencer.
///
/// # Errors
/// When the database fails.
pub async fn may_sign(shared: &Shared) -> Result<bool, Fault> {
    let Some(policy) = &shared.witnesses else { return Ok(true) };
    let epoch = log::head(&shared.db).await?.epoch;
    Ok(!cosignature::seen_of(&shared.db, epoch).await?.of(policy).conflict)
}
