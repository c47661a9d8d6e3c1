//! Who was not let through, in the record: a passkey whose answer did not fit, a door that is not for that role (G01; ASVS 16.3.1, 16.3.2).

use domain::{
    audit::{Actor, Entry, Event, Scope},
    ids::{AgentId, EntryId},
    time::{Duration, Timestamp},
};

use super::Shared;
use crate::{
    fault::Fault,
    store::{Tx, audit},
};

/// How many of one kind are written down of one person within [`SPAN`]: enough to see it, too few to fill a disk with.
const MOST: i64 = 20;
const SPAN: Duration = Duration::hours(1);

/// A passkey of somebody was named and did not answer as it must. The caller commits.
///
/// # Errors
/// When the database fails.
pub(super) async fn passkey(shared: &Shared, tx: &mut Tx, whose: AgentId, now: Timestamp) -> Result<(), Fault> {
    record(shared, tx, whose, "staff_passkey_refused", Event::StaffPasskeyRefused, now).await
}

/// Somebody who is signed in came to a door that is not for their role.
///
/// # Errors
/// When the database fails.
pub async fn door(shared: &Shared, who: AgentId, door: &str) -> Result<(), Fault> {
    let mut tx = shared.db.write().await?;
    record(shared, &mut tx, who, "turned_away", Event::TurnedAway { door: door.to_owned() }, shared.now()).await?;
    tx.commit().await
}

async fn record(shared: &Shared, tx: &mut Tx, who: AgentId, name: &str, event: Event, now: Timestamp) -> Result<(), Fault> {
    if audit::count_by_actor(tx, who, name, now.before(SPAN)).await? >= MOST {
        return Ok(());
    }
    let id = EntryId::new(now, &*shared.entropy);
    audit::append(tx, &Entry { id, at: now, actor: Actor::Staff(who), scope: Scope::default(), event }).await
}
