//! A second person: asking for one, answering with a passkey of one's own, and what ends a request.
//!
//! Owns the request from its first to its last entry. Each end is in one transaction with its entry; an approval is in one transaction
//! with what runs by it. Refuses whoever asked, whoever served the contact, and whoever is not a supervisor at that moment
//! ([`domain::second_person::may_approve`]); the history of the contact is read from the record, which nobody can rewrite.

mod approve;
mod ask;
mod deny;
mod end;
mod pairs;
mod port;
mod queue;
mod signed;
mod view;

pub use approve::{approve, start};
pub use deny::deny;
pub use end::{expire_overdue, withdraw};
pub use pairs::pairs;
pub use queue::{queue, waiting};

pub(super) use ask::{ask, others_wait};
pub(super) use end::stop;
pub(super) use signed::Second;
pub(super) use view::{by_request, of_approval};

use domain::{
    agent::Supervisor,
    ids::AgentId,
    refusal::Refusal,
    second_person::{Request, may_approve, serves},
};

use super::Outcome;
use crate::store::{Tx, second_person, staff};

/// Passes only whoever may answer that request, as they and the record stand in this transaction: their right is asked for anew.
async fn may(tx: &mut Tx, asked: &Request, supervisor: &Supervisor) -> Outcome<Supervisor> {
    let who = staff::active(tx, supervisor.id()).await?.ok_or(Refusal::NotYourRole)?;
    let wrote = second_person::who_wrote(tx, asked.session).await?;
    Ok(may_approve(asked, &who, &served(wrote)).map_err(Refusal::from)?)
}

/// Those who served, of those who wrote.
fn served(wrote: Vec<(AgentId, String)>) -> Vec<AgentId> {
    wrote.into_iter().filter(|(_, event)| serves(event)).map(|(id, _)| id).collect()
}
