//! Signing in with a passkey, without a user name: nothing here depends on who asks until the signature fits.

use domain::{
    agent::Staff,
    audit::{Actor, Event},
    refusal::Refusal,
    time::Timestamp,
};

use super::{CurrentSignIn, Shared, record};
use crate::{
    fault::Fault,
    passkeys::{Checked, Key},
    services::{Outcome, turned_away},
    store::{Tx, ceremony, ended_sign_in, sign_in, staff},
};

const PURPOSE: &str = "staff-sign-in";

const fn key(holder: &str) -> Key<'_> {
    Key { purpose: PURPOSE, holder, bound_to: &[] }
}

/// Options for `navigator.credentials.get`, as JSON; the browser that asked is the one that may answer.
///
/// # Errors
/// When the database fails.
pub async fn start_sign_in(shared: &Shared, current: &CurrentSignIn) -> Outcome<String> {
    let now = shared.now();
    sweep(shared).await?;
    let holder = current.holder().await?;
    let mut tx = shared.db.write().await?;
    let options = shared.passkeys.start_discoverable(&mut tx, &key(holder.expose()), now).await?;
    tx.commit().await?;
    Ok(options)
}

/// Checks the passkey's answer and signs its person in.
///
/// # Errors
/// [`Refusal::BadPasskey`], whatever did not fit; when the database fails.
pub async fn finish_sign_in(shared: &Shared, current: &CurrentSignIn, answer: &str) -> Outcome<Staff> {
    let now = shared.now();
    let holder = current.presented().ok_or(Refusal::BadPasskey)?;
    let mut tx = shared.db.write().await?;
    let staff = match check(shared, &mut tx, &key(holder.expose()), answer, now).await? {
        Ok(staff) => staff,
        Err(refusal) => {
            // The ceremony is spent all the same.
            tx.commit().await?;
            return Err(refusal.into());
        }
    };
    enter(shared, tx, current, staff, now).await
}

async fn check(shared: &Shared, tx: &mut Tx, key: &Key<'_>, answer: &str, now: Timestamp) -> Result<Checked<Staff>, Fault> {
    let identified = match shared.passkeys.identify(tx, key, answer, now).await? {
        Ok(identified) => identified,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let Some((staff, credential)) = staff::passkey(tx, &identified.credential_id, identified.user.into()).await? else {
        return Ok(Err(Refusal::BadPasskey));
    };
    let verified = match shared.passkeys.finish_discoverable(identified, &credential, key)? {
        Ok(verified) => verified,
        Err(refusal) => {
            turned_away::passkey(shared, tx, staff.id, now).await?;
            return Ok(Err(refusal));
        }
    };
    let credential = staff::Credential::from(&verified);
    staff::passkey_used(tx, &credential, now).await?;
    Ok(Ok(staff))
}

/// Signs somebody in whose right to it was shown: a new sign-in in place of the old, its entry, and one commit.
pub(super) async fn enter(shared: &Shared, mut tx: Tx, current: &CurrentSignIn, staff: Staff, now: Timestamp) -> Outcome<Staff> {
    let id = current.replace(&mut tx, shared, staff.id, now).await?;
    record(&mut tx, shared, Actor::Staff(staff.id), Event::SignedIn, now).await?;
    tx.commit().await?;
    current.carry(id).await?;
    Ok(staff)
}

/// Removes sign-ins and ceremonies that are over. Who starts a sign-in does it; a worker may too.
///
/// # Errors
/// When the database fails.
pub async fn sweep(shared: &Shared) -> Result<(), Fault> {
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    sign_in::sweep(&mut tx, now).await?;
    ended_sign_in::sweep(&mut tx, now).await?;
    ceremony::sweep(&mut tx, now).await?;
    tx.commit().await
}
