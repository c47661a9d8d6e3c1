//! How verifying went over a span: read when it is asked for, from what is stored anyway.

use domain::{
    numbers::{DeadEnds, Decided, Numbers, Span, Verdict},
    policy::replay::Past,
};

use super::{Outcome, Shared};
use crate::store::{audit, numbers};

/// Over how many decisions dead ends are counted at most: the newest.
const MOST_DECISIONS: u32 = 20_000;

/// The numbers of a span.
///
/// # Errors
/// When the database fails.
pub async fn numbers(shared: &Shared, span: Span) -> Outcome<Numbers> {
    let now = shared.now();
    let since = span.begins(now);
    let asked = numbers::asked(&shared.db, since, now).await?;
    let past = audit::decisions(&shared.db, since, MOST_DECISIONS).await?;
    let cut = asked.len() >= numbers::MOST as usize || past.len() >= MOST_DECISIONS as usize;
    let dead_ends = DeadEnds::of(past.iter().map(decided));
    Ok(Numbers::of(span, &asked, dead_ends, cut))
}

fn decided(past: &Past) -> Decided {
    let recorded = &past.recorded;
    Decided { session: past.session, action: recorded.asked.action().to_owned(), verdict: Verdict::from(recorded) }
}
