//! What ran outside of a policy (P4): the runs of an action, each asked again of a version.

use app::log::outside::{OutsideRow, OutsideSearch, OutsideView};
use domain::{
    action::ActionKind,
    agent::LogReader,
    audit::{Entry, Event},
    policy::{Policy, outside::Verdict},
    refusal::Refusal,
    time::Duration,
};

use super::{super::policies, Outcome, Shared, read};
use crate::store::{
    audit_search::{self as store, Found},
    policy,
};

/// How many runs are asked again at most, the latest; and how many of those that are outside are shown.
const MOST: u32 = 20_000;
const SHOWN: usize = 200;

/// What there is to choose from and, once an action is chosen, its runs outside of a version. That they were read is written down first.
///
/// # Errors
/// [`Refusal::NotFound`] when there is no such version; [`Refusal::NotOpen`] when it cannot judge: it is not what was proposed, or cannot be read.
pub async fn outside(shared: &Shared, reader: &LogReader, search: OutsideSearch) -> Outcome<OutsideView> {
    let db = &shared.db;
    let versions = policy::latest(db).await?.iter().map(|version| version.number).collect();
    let version = search.version.unwrap_or_else(|| shared.policies.now().version);
    let found = policy::by_number(db, version).await?.ok_or(Refusal::NotFound)?;
    let mut view = OutsideView { version, versions, search, runs: 0, cut: false, outside: 0, rows: Vec::new() };
    let Some(action) = search.action else { return Ok(view) };
    let no = |why| Refusal::NotOpen(format!("Version {version} cannot judge: {why}."));
    if !policies::genuine(&found) {
        return Err(no("somebody changed it in the database").into());
    }
    let judge = Policy::read(&found.text).map_err(|_| no("it was never one that could decide"))?;
    let since = shared.now().before(Duration::days(i64::from(search.days)));
    let mut runs = store::runs_since(db, since, MOST + 1).await?;
    view.cut = runs.len() > MOST as usize;
    runs.truncate(MOST as usize);
    for run in runs.into_iter().filter(|run| of(run.placed.entry.as_ref(), action)) {
        view.runs += 1;
        let (verdict, rule) = verdict(&judge, run.placed.entry.as_ref());
        if !verdict.is_within() {
            view.outside += 1;
            if view.rows.len() < SHOWN {
                view.rows.push(row(run, verdict, rule));
            }
        }
    }
    let facets = ["action", "policy"].map(ToOwned::to_owned).into();
    read::write(shared, reader, Event::LogRead { facets, hits: u32::try_from(view.rows.len()).unwrap_or(u32::MAX) }).await?;
    Ok(view)
}

/// Whether it is a run of that action. One that cannot be read may be: it is not left out.
fn of(entry: Option<&Entry>, action: ActionKind) -> bool {
    match entry.map(|entry| &entry.event) {
        Some(Event::Ran { action: ran, .. }) => *ran == action,
        _ => true,
    }
}

fn verdict(policy: &Policy, entry: Option<&Entry>) -> (Verdict, Option<String>) {
    match entry.map(|entry| &entry.event) {
        Some(Event::Ran { action, decision, .. }) => {
            // A decision about something else let nothing of this.
            let decision = decision.as_deref().filter(|kept| kept.asked.action() == action.key());
            Verdict::of(policy, decision)
        }
        _ => (Verdict::Unrecorded, None),
    }
}

fn row(run: Found, verdict: Verdict, rule: Option<String>) -> OutsideRow {
    let entry = run.placed.entry.as_ref();
    let let_by = entry.and_then(|entry| entry.scope.rule.clone().zip(entry.scope.policy));
    OutsideRow { row: read::row(run), let_by, verdict, rule }
}
