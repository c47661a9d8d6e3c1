//! A one-time link becomes a member of staff with a passkey.

use domain::{
    agent::{Role, Staff},
    audit::{Actor, Event},
    ids::PasskeyId,
    refusal::Refusal,
    secret::Hashed,
    time::Timestamp,
};

use super::{CurrentSignIn, Shared, record, signing_in::enter};
use crate::{
    passkeys::{Key, User, Verified},
    services::Outcome,
    store::{
        Tx,
        invitation::{self, Invitation},
        staff,
    },
};

const PURPOSE: &str = "staff-registration";
/// How often another number is tried when somebody took it in the same moment.
const TRIES: u8 = 5;

/// Whoever holds the link holds the ceremony.
const fn key(token: &str) -> Key<'_> {
    Key { purpose: PURPOSE, holder: token, bound_to: &[] }
}

/// Options for `navigator.credentials.create`, as JSON.
///
/// # Errors
/// [`Refusal::LinkUsed`]; when the database fails.
pub async fn start_registration(shared: &Shared, token: &str) -> Outcome<String> {
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    let invited = invitation::open(&mut tx, &Hashed::of(token), now).await?.ok_or(Refusal::LinkUsed)?;
    let name = invited.name.as_str();
    let user = User { id: invited.staff.uuid(), name, display_name: name };
    let options = shared.passkeys.start_registration(&mut tx, &key(token), &user, &[], now).await?;
    tx.commit().await?;
    Ok(options)
}

/// Checks the new passkey, uses the link up, writes the member of staff, and signs them in: all or nothing.
///
/// # Errors
/// [`Refusal::LinkUsed`], [`Refusal::BadPasskey`]; when the database fails.
pub async fn finish_registration(shared: &Shared, current: &CurrentSignIn, token: &str, answer: &str) -> Outcome<Staff> {
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    let verified = match shared.passkeys.finish_registration(&mut tx, &key(token), answer, now).await? {
        Ok(verified) => verified,
        Err(refusal) => {
            // The ceremony is spent all the same; the link is not. A used link says so rather than blame the passkey.
            let open = invitation::open(&mut tx, &Hashed::of(token), now).await?.is_some();
            tx.commit().await?;
            return Err(if open { refusal } else { Refusal::LinkUsed }.into());
        }
    };
    let invited = invitation::use_up(&mut tx, &Hashed::of(token), now).await?.ok_or(Refusal::LinkUsed)?;
    if invited.first && staff::any(&mut tx).await? {
        return Err(Refusal::LinkUsed.into());
    }
    let staff = write(&mut tx, shared, invited, &verified, now).await?;
    record(&mut tx, shared, Actor::Staff(staff.id), Event::StaffRegistered, now).await?;
    enter(shared, tx, current, staff, now).await
}

async fn write(tx: &mut Tx, shared: &Shared, invited: Invitation, verified: &Verified, now: Timestamp) -> Outcome<Staff> {
    let mut staff = Staff { id: invited.staff, name: invited.name, number: 0, roles: roles(invited.role) };
    for _ in 0..TRIES {
        staff.number = staff::next_number(tx).await?;
        if staff::insert(tx, &staff, now).await? {
            let id = PasskeyId::new(now, &*shared.entropy);
            let fresh = staff::insert_passkey(tx, id, staff.id, &verified.into(), now).await?;
            return if fresh { Ok(staff) } else { Err(Refusal::BadPasskey.into()) };
        }
    }
    Err(Refusal::TooMany.into())
}

/// Who administers may read the record too; nobody else gets a second role by an invitation.
fn roles(role: Role) -> Vec<Role> {
    match role {
        Role::Administrator => vec![Role::Administrator, Role::Auditor],
        role => vec![role],
    }
}

impl<'a> From<&'a Verified> for staff::Credential<'a> {
    fn from(verified: &'a Verified) -> Self {
        Self { id: &verified.credential_id, text: &verified.credential, backup_eligible: verified.backup_eligible }
    }
}
