//! The policy at start, and when another server has put another one in force.

use domain::policy::BANK;

use super::{
    super::Outcome,
    InForce, Shared, checksum,
    in_force::read,
};
use crate::{
    fault::Fault,
    live::Change,
    store::policy::{self, New, State},
};

/// Takes over the version in force. In an empty database the bank's policy becomes version 1.
///
/// # Errors
/// When what is stored is not what was approved, or cannot be used: then nothing is decided at all, rather than by a guess.
pub async fn start(shared: &Shared) -> Outcome<()> {
    if policy::number_in_force(&shared.db).await?.is_none() {
        first(shared).await?;
    }
    refresh(shared).await
}

async fn first(shared: &Shared) -> Outcome<()> {
    let mut tx = shared.db.write().await?;
    let new = New {
        base: 0,
        text: BANK,
        checksum: &checksum(BANK),
        author: None,
        reason: "Came with the installation",
        state: State::Approved,
        now: shared.now(),
    };
    // Two servers that start together take the same number; one of them finds the other's.
    if let Some(number) = policy::insert(&mut tx, &new).await? {
        policy::put_first_in_force(&mut tx, number).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Looks whether another version is in force, and takes it over. What cannot be used leaves the old one in force, and says so.
///
/// # Errors
/// As [`start`].
pub async fn refresh(shared: &Shared) -> Outcome<()> {
    if policy::number_in_force(&shared.db).await? == Some(shared.policies.now().version) {
        return Ok(());
    }
    let Some((version, text, stored)) = policy::in_force(&shared.db).await? else { return Ok(()) };
    if checksum(&text) != stored {
        return Err(Fault::corrupt("policy_version", "checksum", version).into());
    }
    let policy = read(&text, shared.settings.seasoning.is_none())
        .map_err(|findings| Fault::config("policy", format!("version {version} cannot be used:\n{findings}")))?;
    shared.policies.put(InForce { version, policy });
    shared.live.tell(Change::Policy);
    Ok(())
}
