//! Invented members of staff, for trying out on one's own machine. Outside `--demo` nobody can be entered as.

use domain::{
    agent::{Role, Staff},
    entropy::Entropy,
    ids::AgentId,
    refusal::Refusal,
    time::Timestamp,
};

use super::{CurrentSignIn, Shared, signing_in::enter};
use crate::{
    fault::Fault,
    services::Outcome,
    store::{Tx, staff},
};

/// Their numbers, names and roles.
pub const DEMO_STAFF: [(u32, &str, &[Role]); 5] = [
    (2207, "Ana Lindqvist", &[Role::Agent]),
    (2214, "Bram Visser", &[Role::Agent]),
    (2101, "Jonas Weber", &[Role::Agent, Role::Supervisor]),
    (2001, "Ingrid Solberg", &[Role::Administrator, Role::Auditor]),
    // A change of the policy needs two.
    (2002, "Freja Holm", &[Role::Administrator]),
];

/// Writes those of them who are not there yet.
///
/// # Errors
/// When the database fails.
pub async fn seed_demo_staff(tx: &mut Tx, entropy: &dyn Entropy, now: Timestamp) -> Result<(), Fault> {
    for (number, name, roles) in DEMO_STAFF {
        let name = name.parse().map_err(|error| Fault::other("naming the demo staff", error))?;
        let member = Staff { id: AgentId::new(now, entropy), name, number, roles: roles.to_vec() };
        staff::insert(tx, &member, now).await?;
    }
    Ok(())
}

/// Those who are there, in the order of the list; nobody outside `--demo`.
pub(super) async fn demo_staff(shared: &Shared) -> Result<Vec<Staff>, Fault> {
    let mut found = Vec::new();
    if shared.settings.demo {
        for (number, ..) in DEMO_STAFF {
            found.extend(staff::by_number(&shared.db, number).await?);
        }
    }
    Ok(found)
}

/// Signs in as one of them, without a passkey.
///
/// # Errors
/// [`Refusal::NotFound`] outside `--demo`, and for anybody else; when the database fails.
pub async fn enter_as(shared: &Shared, current: &CurrentSignIn, who: AgentId) -> Outcome<Staff> {
    if !shared.settings.demo {
        return Err(Refusal::NotFound.into());
    }
    let mut tx = shared.db.write().await?;
    let invented = |staff: &Staff| DEMO_STAFF.iter().any(|(number, ..)| *number == staff.number);
    let staff = staff::active(&mut tx, who).await?.filter(invented).ok_or(Refusal::NotFound)?;
    enter(shared, tx, current, staff, shared.now()).await
}
