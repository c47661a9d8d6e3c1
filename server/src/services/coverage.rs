//! Which customers have fewer than two things to prove themselves with: whoever loses the only one cannot be helped on the same day.
//!
//! Whoever reads their numbers is written down before they see them.

use app::oversight::view::{Few, FewWays};
use domain::{
    agent::Overseer,
    assurance::Method,
    audit::{Actor, Entry, Event, Scope},
    ids::EntryId,
    pin,
    text::CustomerNumber,
    totp,
};

use super::{Outcome, Shared};
use crate::store::{
    audit,
    coverage::{self, PAGE, Usable},
};

/// How many there are, and the numbers of a page of them.
///
/// # Errors
/// When the database fails.
pub async fn few_ways(shared: &Shared, reader: &Overseer, after: Option<&CustomerNumber>) -> Outcome<FewWays> {
    let now = shared.now();
    let policy = shared.policies.now();
    let pins = shared.pins.is_some() && policy.method(Method::Pin).enabled;
    let totps = shared.seeds.is_some() && policy.method(Method::Totp).enabled;
    let usable = Usable {
        now,
        pin_tries: if pins { pin::TRIES } else { 0 },
        totp_tries: if totps { totp::TRIES } else { 0 },
        passkeys: policy.method(Method::Passkey).enabled,
    };
    let (none, one) = coverage::counts(&shared.db, usable).await?;
    let mut rows = coverage::few(&shared.db, usable, after.map_or("", CustomerNumber::as_str)).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    if !rows.is_empty() {
        let id = EntryId::new(now, &*shared.entropy);
        let (actor, event) =
            (Actor::Staff(reader.staff().id), Event::FewWaysRead { customers: u32::try_from(rows.len()).unwrap_or(u32::MAX) });
        let mut tx = shared.db.write().await?;
        audit::append(&mut tx, &Entry { id, at: now, actor, scope: Scope::default(), event }).await?;
        tx.commit().await?;
    }
    let next = rows.last().filter(|_| more).map(|(number, _)| number.clone());
    Ok(FewWays { none, one, customers: rows.into_iter().map(|(number, one)| Few { number, one }).collect(), next })
}
