//! The policy at start, and when another server has put another one in force.

use domain::policy::BANK;

use super::{super::Outcome, InForce, Shared, checksum, usable::read};
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
    if policy::in_force(&shared.db).await?.is_none() {
        first(shared).await?;
    }
    Ok(take_over(shared).await?)
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
    // Number 1 and no other: two servers that start together want the same one, and a database that has versions but names
    // none is not empty, it was tampered with.
    if policy::insert(&mut tx, 1, &new).await? {
        policy::put_first_in_force(&mut tx, 1).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Looks whether another version is in force, and takes it over. What cannot be used leaves the old one in force: the log says
/// so once, and the policy's page as long as it lasts.
pub async fn refresh(shared: &Shared) {
    let trouble = take_over(shared).await.err();
    if !shared.policies.note(trouble.as_ref().map(ToString::to_string)) {
        return;
    }
    let version = shared.policies.now().version;
    if let Some(fault) = trouble {
        let error = &fault as &dyn std::error::Error;
        tracing::error!(error, version, "what the database names does not decide; the version before does");
    } else {
        tracing::info!(version, "the policy in force is what the database names again");
    }
}

/// Makes the version that the database names the one that decides here.
async fn take_over(shared: &Shared) -> Result<(), Fault> {
    let held = shared.policies.now();
    let Some((version, text, stored)) = policy::in_force(&shared.db).await? else {
        return Err(Fault::Policy("the database names no version as the one in force".to_owned()));
    };
    if version == held.version {
        return if text == held.text { Ok(()) } else { Err(tampered(version)) };
    }
    if version < held.version {
        let sentence = format!("the database names v{version}, and v{} came into force after that", held.version);
        return Err(Fault::Policy(sentence));
    }
    if checksum(&text) != stored {
        return Err(tampered(version));
    }
    let policy = if text == held.text {
        held.policy.clone()
    } else {
        read(&text, shared.settings.seasoning.is_none()).map_err(|_| unusable(version))?
    };
    shared.policies.put(InForce { version, policy, text });
    shared.live.tell(Change::Policy);
    Ok(())
}

fn tampered(version: u32) -> Fault {
    Fault::Policy(format!("what is stored as v{version} is not what was approved"))
}

/// Without the findings, which quote the file.
fn unusable(version: u32) -> Fault {
    Fault::Policy(format!("v{version} cannot be used by this program; `countersign policy check` says why"))
}
