//! The policy at start, and when another server has put another one in force.

use domain::policy::{BANK, Policy};

use super::{super::Outcome, InForce, Shared, checksum};
use crate::{
    fault::Fault,
    live::Change,
    store::{
        Db,
        policy::{self, New, State},
    },
};

/// Reads the version in force; `None` before the first start.
///
/// # Errors
/// When what is stored is not what was approved, or cannot be used: then nothing is decided at all, rather than by a guess.
async fn read(db: &Db, seasoned: bool) -> Result<Option<InForce>, Fault> {
    let Some((version, text, stored)) = policy::in_force(db).await? else { return Ok(None) };
    if checksum(&text) != stored {
        return Err(Fault::corrupt("policy_version", "checksum", version));
    }
    let policy = Policy::read(&text).map_err(|findings| Fault::config("policy", format!("version {version} cannot be used:\n{findings}")))?;
    Ok(Some(InForce { version, policy: if seasoned { policy } else { policy.without_seasoning() } }))
}

/// The policy to start with: the one in force, or, in an empty database, the bank's as version 1.
///
/// # Errors
/// As [`read`].
pub async fn start(db: &Db, seasoned: bool, now: domain::time::Timestamp) -> Result<InForce, Fault> {
    if let Some(found) = read(db, seasoned).await? {
        return Ok(found);
    }
    let mut tx = db.write().await?;
    let new = New {
        base: 0,
        text: BANK,
        checksum: &checksum(BANK),
        author: None,
        reason: "Came with the installation",
        state: State::Approved,
        now,
    };
    // Two servers that start together take the same number; one of them finds the other's.
    if let Some(number) = policy::insert(&mut tx, &new).await? {
        policy::put_first_in_force(&mut tx, number).await?;
    }
    tx.commit().await?;
    read(db, seasoned).await?.ok_or_else(|| Fault::config("policy", "no version could be put in force"))
}

/// Looks whether another version is in force, and takes it over. What cannot be used leaves the old one in force, and says so.
///
/// # Errors
/// As [`read`].
pub async fn refresh(shared: &Shared) -> Outcome<()> {
    let number = policy::number_in_force(&shared.db).await?;
    if number == Some(shared.policies.now().version) {
        return Ok(());
    }
    if let Some(next) = read(&shared.db, shared.settings.seasoning.is_none()).await? {
        shared.policies.put(next);
        shared.live.tell(Change::Policy);
    }
    Ok(())
}
