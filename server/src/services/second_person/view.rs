//! What the agent who waits sees of it.

use app::desk::view::{Draft, SecondStands, SecondView};
use domain::{
    ids::{AgentId, ApprovalId, SecondPersonId, SessionId},
    refusal::Refusal,
    second_person::State,
};

use crate::{
    services::{Outcome, Shared},
    store::{
        second_person::{self, Kept},
        staff,
    },
};

/// The request of that session.
///
/// # Errors
/// [`Refusal::NotFound`] when there is none.
pub(in super::super) async fn by_request(shared: &Shared, session: SessionId, id: SecondPersonId) -> Outcome<SecondView> {
    let kept = second_person::read(&shared.db, id).await?.filter(|kept| kept.request.session == session).ok_or(Refusal::NotFound)?;
    view(shared, kept).await
}

/// The request that rests on that approval of the customer's, if it came to one.
pub(in super::super) async fn of_approval(shared: &Shared, approval: ApprovalId) -> Outcome<Option<SecondView>> {
    match second_person::read_of_approval(&shared.db, approval).await? {
        Some(kept) => view(shared, kept).await.map(Some),
        None => Ok(None),
    }
}

/// Who the second person was, by name.
async fn second_name(shared: &Shared, id: AgentId) -> Outcome<String> {
    Ok(staff::names(&shared.db).await?.into_iter().find(|(one, _)| *one == id).map(|(_, name)| name).unwrap_or_default())
}

async fn view(shared: &Shared, Kept { request, run }: Kept) -> Outcome<SecondView> {
    let stands = match request.state_at(shared.now()) {
        State::Waiting => SecondStands::Waiting,
        State::Approved { .. } => SecondStands::Approved,
        State::Denied { by, reason, .. } => SecondStands::Denied { by: second_name(shared, by).await?, reason: reason.to_string() },
        State::Withdrawn { because, .. } => SecondStands::Withdrawn(because),
        State::Expired => SecondStands::Expired,
    };
    Ok(SecondView {
        id: request.id,
        request: Draft::of(&request.request),
        needs: request.needs,
        rule: request.rule,
        consented: request.approval.is_some(),
        asked_at: request.asked_at,
        until: request.expires_at,
        stands,
        run,
    })
}
