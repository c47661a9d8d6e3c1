//! What the pages show of prunings.

use app::pruning::view::{Pruned, PruningRow, PruningView, Stands};
use domain::{
    agent::{Overseer, Reviewer, Staff},
    ids::AgentId,
    pruning::may_approve,
    time::Timestamp,
};

use super::{Outcome, Shared};
use crate::store::{
    log,
    pruning::{self as store, Pruning, State},
    staff,
};

/// What was pruned, and what is asked for.
///
/// # Errors
/// When the database fails.
pub async fn page(shared: &Shared, reader: &Overseer) -> Outcome<PruningView> {
    let (db, now) = (&shared.db, shared.now());
    let names = staff::names(db).await?;
    let who = reader.staff();
    let rows = store::latest(db).await?;
    Ok(PruningView {
        reader: who.clone(),
        now,
        has_passkey: !staff::read_passkeys(db, who.id).await?.is_empty(),
        days: shared.settings.keep_entries.as_days(),
        before: shared.settings.keep_entries.ends(now),
        entries: log::head(db).await?.size,
        first: store::done_to(db).await?,
        rows: rows.iter().map(|pruning| row(pruning, who, &names, now)).collect(),
    })
}

fn name(names: &[(AgentId, String)], id: AgentId) -> String {
    names.iter().find(|(one, _)| *one == id).map(|(_, name)| name.clone()).unwrap_or_default()
}

fn row(pruning: &Pruning, who: &Staff, names: &[(AgentId, String)], now: Timestamp) -> PruningRow {
    let Pruning { proposal, state, decided, done_to, .. } = pruning;
    let stands = match state {
        State::Proposed if now < proposal.until => Stands::Waiting,
        State::Proposed | State::Expired => Stands::Expired,
        State::Refused => Stands::Refused,
        State::Approved => Stands::GoesOn(*done_to),
        State::Done => Stands::Done,
    };
    let reviewer = Reviewer::try_from(who.clone()).is_ok();
    PruningRow {
        id: proposal.id,
        first: proposal.range.from,
        last: proposal.range.to.saturating_sub(1),
        lines: proposal.shown_text().lines().map(ToOwned::to_owned).collect(),
        asked_by: name(names, proposal.asked_by),
        asked_at: proposal.asked_at,
        until: proposal.until,
        stands,
        decided: decided.map(|(by, at)| (name(names, by), at)),
        not_yours: may_approve(proposal, who, now).err().map(|why| why.to_string()),
        may_refuse: reviewer && stands == Stands::Waiting,
        asked_by_reader: proposal.asked_by == who.id,
    }
}

async fn said(shared: &Shared, pruning: Option<Pruning>) -> Outcome<Option<Pruned>> {
    let Some((pruning, (by, at))) = pruning.and_then(|pruning| pruning.decided.map(|decided| (pruning, decided))) else {
        return Ok(None);
    };
    let names = staff::names(&shared.db).await?;
    Ok(Some(Pruned {
        first: pruning.proposal.range.from,
        last: pruning.proposal.range.to.saturating_sub(1),
        at,
        asked_by: name(&names, pruning.proposal.asked_by),
        approved_by: name(&names, by),
    }))
}

/// Whether one waits that somebody may approve.
///
/// # Errors
/// When the database fails.
pub async fn waits_for(shared: &Shared, who: &Staff) -> Outcome<bool> {
    let (rows, now) = (store::latest(&shared.db).await?, shared.now());
    Ok(rows.iter().any(|pruning| pruning.state == State::Proposed && may_approve(&pruning.proposal, who, now).is_ok()))
}

/// The pruning by which the entry with that number is gone, if it is.
///
/// # Errors
/// When the database fails.
pub async fn pruned(shared: &Shared, number: u64) -> Outcome<Option<Pruned>> {
    let found = store::of_place(&shared.db, number).await?;
    said(shared, found).await
}

/// The last one by which something is gone.
///
/// # Errors
/// When the database fails.
pub async fn last(shared: &Shared) -> Outcome<Option<Pruned>> {
    match store::done_to(&shared.db).await?.checked_sub(1) {
        Some(number) => pruned(shared, number).await,
        None => Ok(None),
    }
}

/// The last one that took what was written at that instant, if any did.
///
/// # Errors
/// When the database fails.
pub async fn before(shared: &Shared, at: Timestamp) -> Outcome<Option<Pruned>> {
    let found = store::taking(&shared.db, at).await?;
    said(shared, found).await
}
