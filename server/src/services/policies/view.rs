//! What the policy's screens show.

use app::policy::view::{DraftView, PolicyView, Reader, Stands, VersionRow, VersionView};
use domain::{
    agent::{Overseer, Role},
    policy::{Policy, coverage::coverage, diff::diff, replay},
    refusal::Refusal,
    time::Duration,
};

use super::{super::Outcome, Shared, checked, genuine};
use crate::store::{
    audit,
    policy::{self, State, Version},
};

/// How many days of decisions a version is tried on, and how many decisions at most: the latest.
const DAYS: u32 = 30;
const MOST: u32 = 20_000;

/// The policy in force and its versions.
///
/// # Errors
/// When the database fails.
pub async fn page(shared: &Shared) -> Outcome<PolicyView> {
    let in_force = shared.policies.now();
    let versions = policy::latest(&shared.db).await?;
    Ok(PolicyView {
        version: in_force.version,
        policy: in_force.policy.clone(),
        coverage: coverage(&in_force.policy),
        versions: versions.iter().map(|version| row(version, in_force.version)).collect(),
        demo: shared.settings.demo,
        trouble: shared.policies.trouble(),
    })
}

/// A file to begin a change from: that of a version, or the one in force.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn draft(shared: &Shared, from: Option<u32>) -> Outcome<DraftView> {
    let in_force = shared.policies.now();
    let text = match from {
        Some(number) => policy::by_number(&shared.db, number).await?.ok_or(Refusal::NotFound)?.text,
        None => in_force.text.clone(),
    };
    Ok(DraftView { base: in_force.version, text })
}

/// One version, with what it changes and what it would have done.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn version(shared: &Shared, reader: &Overseer, number: u32) -> Outcome<VersionView> {
    let in_force = shared.policies.now().version;
    let found = policy::by_number(&shared.db, number).await?.ok_or(Refusal::NotFound)?;
    let base = policy::by_number(&shared.db, found.base).await?.map(|base| base.text).unwrap_or_default();
    let (policy, findings) = match checked(&found.text) {
        Ok((policy, findings)) => (Some(policy), findings.iter().map(ToString::to_string).collect()),
        Err(unusable) => (None, unusable.to_string().lines().map(ToOwned::to_owned).collect()),
    };
    let (replay, cut) = match policy {
        Some(policy) => tried(shared, policy).await?,
        None => (replay::Replay::default(), false),
    };
    let own = found.author.as_ref().is_some_and(|(author, _)| *author == reader.staff().id);
    Ok(VersionView {
        row: row(&found, in_force),
        base: found.base,
        differences: if found.base == 0 { vec![] } else { diff(&base, &found.text) },
        findings,
        replay,
        days: DAYS,
        cut,
        reader: match reader.staff().is(Role::Administrator) {
            true if own => Reader::Author,
            true => Reader::Administrator,
            false => Reader::Overseer,
        },
        in_force,
        genuine: genuine(&found),
        text: found.text,
    })
}

/// The last days' decisions, asked again of that policy; and whether there were more than are looked at.
async fn tried(shared: &Shared, policy: Policy) -> Outcome<(replay::Replay, bool)> {
    let policy = if shared.settings.seasoning.is_none() { policy } else { policy.without_seasoning() };
    let since = shared.now().before(Duration::days(i64::from(DAYS)));
    let past = audit::decisions(&shared.db, since, MOST).await?;
    Ok((replay::replay(&policy, &past), past.len() >= MOST as usize))
}

fn row(version: &Version, in_force: u32) -> VersionRow {
    VersionRow {
        number: version.number,
        stands: match version.state {
            State::Proposed => Stands::Proposed,
            State::Approved if version.number == in_force => Stands::InForce,
            State::Approved => Stands::Replaced,
            State::Rejected => Stands::Rejected,
            State::Withdrawn => Stands::Withdrawn,
        },
        author: version.author.as_ref().map_or_else(|| "The operator".to_owned(), |(_, name)| name.clone()),
        reason: version.reason.clone(),
        proposed_at: version.proposed_at,
        decided: version.decided.as_ref().map(|(at, by)| (*at, by.clone().unwrap_or_else(|| "the operator".to_owned()))),
    }
}
