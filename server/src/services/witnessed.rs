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

/// Whether heads may be signed: not while a witness knows one that this database does not continue (G05). Asked by the sequencer.
///
/// # Errors
/// When the database fails.
pub async fn may_sign(shared: &Shared) -> Result<bool, Fault> {
    let Some(policy) = &shared.witnesses else { return Ok(true) };
    let epoch = log::head(&shared.db).await?.epoch;
    Ok(!cosignature::seen_of(&shared.db, epoch).await?.of(policy).conflict)
}
