//! The record of a review, to be taken away: as a table or as JSON Lines. That it was taken is in the log.

use domain::{
    agent::Overseer,
    audit::{Actor, Event, ExportFormat},
    audit_search::cell,
    ids::AccessReviewId,
    refusal::Refusal,
};
use serde_json::json;

use super::{Outcome, Shared, record};
use crate::store::{
    access_grant::{self, Reviewed},
    access_review::{self, Review},
};

const HEAD: &str = "review,due,state,number,name,role,uses,last_used,decision,decided_by,decided_at,entry\r\n";

/// The record as it stands, whether or not the review has ended.
///
/// # Errors
/// [`Refusal::NotFound`] when there is no such review.
pub async fn export(shared: &Shared, reader: &Overseer, id: AccessReviewId, format: ExportFormat) -> Outcome<String> {
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    let review = access_review::by_id(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    let all = access_grant::of_review(&mut tx, id).await?;
    record(shared, &mut tx, Actor::Staff(reader.staff().id), Event::AccessReviewExported { review: id, format }, now).await?;
    tx.commit().await?;
    Ok(match format {
        ExportFormat::Csv => HEAD.to_owned() + &all.iter().map(|one| csv(&review, one)).collect::<String>(),
        ExportFormat::Jsonl => jsonl_head(&review, all.len()) + &all.iter().map(jsonl).collect::<String>(),
    })
}

fn csv(review: &Review, one: &Reviewed) -> String {
    let decided = one.decided.as_ref();
    let cells = [
        review.name.to_string(),
        review.due_at.to_string(),
        review.standing.key().to_owned(),
        one.number.to_string(),
        one.name.clone(),
        one.grant.role.key().to_owned(),
        one.uses.to_string(),
        one.last_used.map(|at| at.to_string()).unwrap_or_default(),
        decided.map(|decided| decided.decision.key().to_owned()).unwrap_or_default(),
        decided.and_then(|decided| decided.by.as_ref()).map(|(_, name)| name.clone()).unwrap_or_default(),
        decided.map(|decided| decided.at.to_string()).unwrap_or_default(),
        decided.map(|decided| decided.entry.to_string()).unwrap_or_default(),
    ];
    cells.iter().map(|text| cell(text)).collect::<Vec<_>>().join(",") + "\r\n"
}

fn jsonl_head(review: &Review, grants: usize) -> String {
    let ended = review.ended.as_ref();
    let line = json!({
        "review": review.id,
        "name": review.name,
        "started_by": review.started_by.1,
        "started_at": review.started_at.to_string(),
        "due": review.due_at.to_string(),
        "state": review.standing.key(),
        "ended_by": ended.and_then(|(_, by)| by.clone()),
        "ended_at": ended.map(|(at, _)| at.to_string()),
        "grants": grants,
    });
    line.to_string() + "\n"
}

fn jsonl(one: &Reviewed) -> String {
    let decided = one.decided.as_ref();
    let line = json!({
        "staff": one.grant.staff,
        "number": one.number,
        "name": one.name,
        "role": one.grant.role.key(),
        "uses": one.uses,
        "last_used": one.last_used.map(|at| at.to_string()),
        "decision": decided.map(|decided| decided.decision.key()),
        "decided_by": decided.and_then(|decided| decided.by.as_ref()).map(|(_, name)| name.clone()),
        "decided_at": decided.map(|decided| decided.at.to_string()),
        "entry": decided.map(|decided| decided.entry),
    });
    line.to_string() + "\n"
}
