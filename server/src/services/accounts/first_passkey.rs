//! A demo's staff are entered as without a passkey; what they approve for others takes one. So each of them can make their first. Everybody
//! else has one from the link that they came by, and no second one is made from a sign-in alone: whoever finds a desk unlocked would make
//! one.

use domain::{
    agent::Staff,
    audit::{Actor, Event},
    ids::PasskeyId,
    refusal::Refusal,
};

use super::{Shared, record};
use crate::{
    passkeys::{Key, User},
    services::Outcome,
    store::{Tx, staff},
};

const PURPOSE: &str = "staff-first-passkey";

const fn key(holder: &str) -> Key<'_> {
    Key { purpose: PURPOSE, holder, bound_to: &[] }
}

/// Whether they can make one here.
///
/// # Errors
/// When the database fails.
pub async fn may_make_passkey(shared: &Shared, member: &Staff) -> Outcome<bool> {
    Ok(shared.settings.demo && staff::read_passkeys(&shared.db, member.id).await?.is_empty())
}

async fn may(shared: &Shared, tx: &mut Tx, member: &Staff) -> Outcome<()> {
    let none = staff::passkeys(tx, member.id).await?.is_empty();
    if shared.settings.demo && none { Ok(()) } else { Err(Refusal::NotFound.into()) }
}

/// Options for `navigator.credentials.create`, as JSON.
///
/// # Errors
/// [`Refusal::NotFound`] outside a demo, and for whoever has one.
pub async fn start_first_passkey(shared: &Shared, member: &Staff) -> Outcome<String> {
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    may(shared, &mut tx, member).await?;
    let name = member.name.as_str();
    let user = User { id: member.id.uuid(), name, display_name: name };
    let holder = member.id.to_string();
    let options = shared.passkeys.start_registration(&mut tx, &key(&holder), &user, &[], now).await?;
    tx.commit().await?;
    Ok(options)
}

/// Checks the new passkey and keeps it.
///
/// # Errors
/// [`Refusal::NotFound`] as above; [`Refusal::BadPasskey`], whatever did not fit.
pub async fn finish_first_passkey(shared: &Shared, member: &Staff, answer: &str) -> Outcome<()> {
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    // Two that are made at once: the second finds the first.
    staff::hold(&mut tx, member.id).await?;
    may(shared, &mut tx, member).await?;
    let holder = member.id.to_string();
    let verified = match shared.passkeys.finish_registration(&mut tx, &key(&holder), answer, now).await? {
        Ok(verified) => verified,
        Err(refusal) => {
            // The ceremony is spent all the same.
            tx.commit().await?;
            return Err(refusal.into());
        }
    };
    let id = PasskeyId::new(now, &*shared.entropy);
    if !staff::insert_passkey(&mut tx, id, member.id, &(&verified).into(), now).await? {
        return Err(Refusal::BadPasskey.into());
    }
    record(&mut tx, shared, Actor::Staff(member.id), Event::StaffRegistered, now).await?;
    tx.commit().await?;
    Ok(())
}
