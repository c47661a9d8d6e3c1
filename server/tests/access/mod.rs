//! Who may do what: ending other people's sign-ins, changing rights, and reviews.

pub mod lapse;
pub mod reviews;
pub mod rights;
pub mod sign_ins;
mod streams;
mod two_servers;

use domain::{
    agent::{Role, Staff},
    refusal::Refusal,
    time::Duration,
};
use server::store::{Db, fetch_all};

use crate::support::{agent::Agent, world::World};

/// Reading of an entry that says what was done to people's access.
const ENTRIES: &str = "SELECT actor_kind, detail FROM audit_entry WHERE event = $1 ORDER BY at, id";

/// Who did those, and what the record says of each.
pub async fn entries(db: &Db, event: &str) -> Vec<(String, serde_json::Value)> {
    let rows = fetch_all!(db, (String, String), ENTRIES, event).await.unwrap();
    rows.into_iter().map(|(actor, detail)| (actor, serde_json::from_str(&detail).unwrap())).collect()
}

/// A day so many days from now, as a form says it.
pub fn day(world: &World, days: i64) -> String {
    world.shared.now().after(Duration::days(days)).utc().date().to_string()
}

/// Starts a review that is due in so many days.
pub async fn started(world: &World, by: &mut Agent, days: i64) -> String {
    assert_eq!(by.post("access/start", &[("name", "Spring"), ("due", &day(world, days))]).await, Ok("/access".to_owned()));
    let latest = server::store::access_review::latest(&world.shared.db).await.unwrap();
    latest[0].id.to_string()
}

/// Decides over somebody's role.
pub async fn decides(by: &mut Agent, review: &str, whose: &Staff, role: Role, decision: &str) -> Result<String, Refusal> {
    let staff = whose.id.to_string();
    let fields = [("review", review), ("staff", &staff), ("role", role.key()), ("decision", decision)];
    by.post("access/decide", &fields).await
}

/// Ends somebody's sign-ins.
pub async fn ends(by: &mut Agent, whose: &Staff) -> Result<String, Refusal> {
    by.post("access/end-sign-ins", &[("staff", &whose.id.to_string()), ("reason", "Laptop lost")]).await
}

/// Changes somebody's rights: `take` or `ask`.
pub async fn changes(by: &mut Agent, how: &str, whose: &Staff, role: Role) -> Result<String, Refusal> {
    let fields = [("staff", whose.id.to_string()), ("role", role.key().to_owned()), ("reason", "Moved on".to_owned())];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    by.post(&format!("access/{how}"), &fields).await
}

/// Whether that was refused as not open.
pub fn not_open(done: &Result<String, Refusal>) -> bool {
    matches!(done, Err(Refusal::NotOpen(_)))
}
