//! Who approves whose requests in turn (T20). Reading it is in the record.

use app::oversight::second_person::view::{PairRow, Pairs, WayRow};
use domain::{
    agent::LogReader,
    audit::{Actor, Entry, Event, Scope},
    ids::{AgentId, EntryId},
    second_person::pairs::{self, Way},
    time::Duration,
};

use crate::{
    services::{Outcome, Shared},
    store::{audit, second_person, staff},
};

/// How far back it looks.
const SINCE: Duration = Duration::days(90);

/// Everybody who approved requests of somebody who approved theirs, in the last ninety days.
///
/// # Errors
/// When the database fails.
pub async fn pairs(shared: &Shared, reader: &LogReader) -> Outcome<Pairs> {
    let now = shared.now();
    let since = now.before(SINCE);
    let given = second_person::approved_since(&shared.db, since).await?;
    let names = staff::names(&shared.db).await?;
    let name = |id: AgentId| names.iter().find(|(one, _)| *one == id).map(|(_, name)| name.clone()).unwrap_or_default();
    let way = |way: Way| WayRow { asked_by: name(way.asked_by), by_the_other: way.by_the_other, of: way.of };
    let rows = pairs::pairs(&given).into_iter().map(|pair| PairRow { ways: pair.ways.map(way), flagged: pair.flagged }).collect();
    let mut tx = shared.db.write().await?;
    let (id, actor) = (EntryId::new(now, &*shared.entropy), Actor::Staff(reader.staff().id));
    audit::append(&mut tx, &Entry { id, at: now, actor, scope: Scope::default(), event: Event::PairsRead }).await?;
    tx.commit().await?;
    Ok(Pairs { approvals: u32::try_from(given.len()).unwrap_or(u32::MAX), since, rows })
}
