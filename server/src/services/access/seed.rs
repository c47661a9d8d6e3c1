//! A review for a demo: under way, with numbers that nobody made, so that a newcomer sees what one looks like.

use domain::{
    access::{Decision, Grant, LONGEST},
    agent::{Role, Staff},
    audit::{Actor, Event},
    ids::AccessReviewId,
    time::{Duration, Timestamp},
};

use super::{
    Outcome, Shared, record,
    start::{New, begin},
    uses::Uses,
};
use crate::{
    fault::Fault,
    store::{access_grant, access_review, staff},
};

/// Staff number, role, uses in 90 days, days since the last one, and whether it is kept already.
const USED: [(u32, Role, u32, Option<i64>, bool); 7] = [
    (2207, Role::Agent, 270, Some(0), true),
    (2214, Role::Agent, 1904, Some(0), false),
    (2101, Role::Agent, 3, Some(10), false),
    (2101, Role::Supervisor, 97, Some(1), true),
    (2001, Role::Administrator, 19, Some(2), true),
    (2001, Role::Auditor, 0, None, false),
    (2002, Role::Administrator, 6, Some(4), true),
];
/// Who started it and who decided so far: Freja, and Ingrid over Freja's own.
const BY: (u32, u32) = (2002, 2001);

/// Starts it, unless there was a review before or somebody of the demo is not there any more.
///
/// # Errors
/// When the database fails.
pub async fn seed_demo(shared: &Shared) -> Outcome<()> {
    let now = shared.now();
    if !access_review::latest(&shared.db).await?.is_empty() {
        return Ok(());
    }
    let mut tx = shared.db.write().await?;
    let everybody = staff::everybody(&mut tx).await?;
    let of = |number: u32| everybody.iter().find(|one| one.number == number);
    let (Some(freja), Some(ingrid)) = (of(BY.0), of(BY.1)) else { return Ok(()) };
    let grant = |number: u32, role: Role| of(number).filter(|one| one.is(role)).map(|one| Grant { staff: one.id, role });
    let ago = |days: Option<i64>| days.map(|days| now.before(Duration::days(days)));
    let uses: Uses = USED.iter().filter_map(|(number, role, uses, days, _)| Some((grant(*number, *role)?, (*uses, ago(*days))))).collect();
    let name = "Access review, first of the demo".parse().map_err(|error| Fault::other("naming the demo's review", error))?;
    let id = AccessReviewId::new(now, &*shared.entropy);
    begin(shared, &mut tx, New { id, name: &name, by: freja, now, due: due(now) }, &uses).await?;
    for (number, role, .., kept) in USED {
        if let Some(grant) = grant(number, role).filter(|_| kept) {
            let by: &Staff = if grant.staff == freja.id { ingrid } else { freja };
            let event = Event::AccessDecided { review: id, staff: grant.staff, role, decision: Decision::Keep };
            let entry = record(shared, &mut tx, Actor::Staff(by.id), event, now).await?;
            access_grant::decide(&mut tx, id, grant, (Decision::Keep, Some(by.id)), (now, entry)).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

/// Late: what lapses then is gone from the demo.
fn due(now: Timestamp) -> Timestamp {
    now.after(LONGEST)
}
