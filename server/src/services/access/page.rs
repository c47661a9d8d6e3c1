//! A review as somebody sees it, and what stands out besides.

use app::access::view::{AccessView, Decider, GrantRow, Report, RequestRow, ReviewRow, ReviewView};
use domain::{
    access::{DORMANT, Grant, MANY, Standing, may_decide},
    agent::{Overseer, Staff},
    ids::{AccessReviewId, AgentId},
    refusal::Refusal,
    time::Timestamp,
};

use super::{
    Outcome, Shared,
    decide::{finding, usual_of},
};
use crate::{
    fault::Fault,
    store::{
        access_grant::{self, Reviewed},
        access_review::{self, Review},
        right_request, staff,
    },
};

/// That review, or else the one under way, or else the last one.
///
/// # Errors
/// [`Refusal::NotFound`] when there is none of that id.
pub async fn page(shared: &Shared, reader: &Overseer, wanted: Option<AccessReviewId>) -> Outcome<AccessView> {
    let (now, reader) = (shared.now(), reader.staff().clone());
    let everybody = staff::all(&shared.db).await?;
    let all = access_review::latest(&shared.db).await?;
    let under_way = all.iter().any(|review| review.standing == Standing::Open);
    let shown = match wanted {
        Some(id) => Some(all.iter().find(|review| review.id == id).ok_or(Refusal::NotFound)?),
        None => all.iter().find(|review| review.standing == Standing::Open).or(all.first()),
    };
    let others = all.iter().filter(|review| Some(review.id) != shown.map(|shown| shown.id)).map(row).collect();
    let review = match shown {
        Some(review) => Some(view(shared, review, &reader, &everybody).await?),
        None => None,
    };
    let report = report(shared, &everybody, now).await?;
    let requests = requests(shared, &everybody).await?;
    Ok(AccessView { now, reader, review, under_way, others, report, requests })
}

fn row(review: &Review) -> ReviewRow {
    ReviewRow { id: review.id, name: review.name.to_string(), due: review.due_at, standing: review.standing }
}

async fn view(shared: &Shared, review: &Review, reader: &Staff, everybody: &[Staff]) -> Outcome<ReviewView> {
    let all = access_grant::listed(&shared.db, review.id).await?;
    let grants = all.iter().map(|one| grant_row(&all, one, reader, everybody)).collect();
    let started = (review.started_by.1.clone(), review.started_at);
    Ok(ReviewView { row: row(review), started, ended: review.ended.clone(), grants })
}

fn grant_row(all: &[Reviewed], one: &Reviewed, reader: &Staff, everybody: &[Staff]) -> GrantRow {
    let most = all.iter().filter(|other| other.grant.role == one.grant.role).map(|other| other.uses).max().unwrap_or_default();
    GrantRow {
        grant: one.grant,
        name: one.name.clone(),
        number: one.number,
        uses: one.uses,
        share: u32::try_from(u64::from(one.uses) * 100 / u64::from(most.max(1))).unwrap_or_default(),
        usual: usual_of(all, one.grant.role),
        last_used: one.last_used,
        finding: finding(all, one),
        decided: one.decided.as_ref().map(|decided| (decided.decision, decided.at, decided.by.as_ref().map(|(_, name)| name.clone()))),
        decider: decider(one.grant, reader, everybody),
    }
}

fn decider(grant: Grant, reader: &Staff, everybody: &[Staff]) -> Decider {
    if may_decide(reader, grant).is_ok() {
        return Decider::You;
    }
    Decider::Others(everybody.iter().filter(|one| may_decide(one, grant).is_ok()).map(|one| one.name.to_string()).collect())
}

async fn report(shared: &Shared, everybody: &[Staff], now: Timestamp) -> Result<Report, Fault> {
    let signed_in = access_grant::last_sign_ins(&shared.db).await?;
    let last = |id: AgentId| signed_in.iter().find(|(one, _)| *one == id).and_then(|(_, at)| *at);
    let dormant = everybody.iter().map(|one| (one.id, one.name.to_string(), last(one.id)));
    let dormant = dormant.filter(|(.., at)| at.is_none_or(|at| now.since(at) >= DORMANT)).collect();
    let many = everybody.iter().filter(|one| one.roles.len() > MANY).map(|one| (one.id, one.name.to_string(), one.roles.len())).collect();
    Ok(Report { dormant, many })
}

/// What waits for a second administrator.
pub(super) async fn requests(shared: &Shared, everybody: &[Staff]) -> Result<Vec<RequestRow>, Fault> {
    let name = |id: AgentId| everybody.iter().find(|one| one.id == id).map(|one| one.name.to_string()).unwrap_or_default();
    let row = |request: right_request::Request| RequestRow {
        id: request.id,
        staff: request.grant.staff,
        name: name(request.grant.staff),
        role: request.grant.role,
        reason: request.reason,
        asked_by: request.asked_by,
        asked_at: request.asked_at,
    };
    Ok(right_request::open(&shared.db).await?.into_iter().map(row).collect())
}
