//! What the policy's screens show.

use app::policy::view::{PolicyView, Stands, VersionRow, VersionView};
use domain::{
    agent::{Overseer, Role},
    policy::{Policy, coverage::coverage, diff::diff, file, replay},
    refusal::Refusal,
    time::Duration,
};

use super::{super::Outcome, Shared};
use crate::store::{
    audit,
    policy::{self, State, Version},
};

/// How many days of decisions a version is tried on.
const DAYS: u32 = 30;

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
    })
}

/// The file in force, to begin a change from.
///
/// # Errors
/// When the database fails.
pub async fn draft(shared: &Shared) -> Outcome<String> {
    Ok(policy::in_force(&shared.db).await?.map(|(_, text, _)| text).unwrap_or_default())
}

/// One version, with what it changes and what it would have done.
///
/// # Errors
/// [`Refusal::NotFound`].
pub async fn version(shared: &Shared, reader: &Overseer, number: u32) -> Outcome<VersionView> {
    let found = policy::read_by_number(&shared.db, number).await?.ok_or(Refusal::NotFound)?;
    let base = policy::read_by_number(&shared.db, found.base).await?.map(|base| base.text).unwrap_or_default();
    let (findings, replay) = match file::read(&found.text) {
        Ok((policy, findings)) => (findings.iter().map(ToString::to_string).collect(), tried(shared, policy).await?),
        Err(findings) => (findings.iter().map(ToString::to_string).collect(), replay::Replay::default()),
    };
    let own = found.author.as_ref().is_some_and(|(author, _)| *author == reader.staff().id);
    Ok(VersionView {
        row: row(&found, shared.policies.now().version),
        base: found.base,
        differences: if found.base == 0 { vec![] } else { diff(&base, &found.text) },
        findings,
        replay,
        days: DAYS,
        own,
        may_decide: !own && reader.staff().is(Role::Administrator),
        text: found.text,
    })
}

/// The last days' decisions, asked again of that policy.
async fn tried(shared: &Shared, policy: Policy) -> Outcome<replay::Replay> {
    let policy = if shared.settings.seasoning.is_none() { policy } else { policy.without_seasoning() };
    let since = shared.now().before(Duration::days(i64::from(DAYS)));
    let past = audit::decisions(&shared.db, since).await?;
    Ok(replay::replay(&policy, &past))
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
