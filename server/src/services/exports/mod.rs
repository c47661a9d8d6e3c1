//! Taking entries of the log away (D14): asking for it, another reader's approval by a passkey of their own, and taking what was approved.
//!
//! Owns the request from its first to its last entry in the log. Whoever changes one holds its row until the commit, so of two at once the second
//! sees what the first did. Refuses whoever asked ([`domain::export::may_approve`]), whoever may not read the log at that moment, and what is not
//! exactly what was asked for any more. What is read from the log for it is [`super::audit_search::export`]'s.

mod approve;
mod ask;
mod end;
mod page;
mod port;
mod take;

pub use approve::{approve, start};
pub use ask::ask;
pub use end::{deny, expire_overdue, forget, withdraw};
pub use page::{page, waiting};
pub use take::take;

use domain::{
    agent::LogReader,
    audit::{Actor, Entry, Event, Scope},
    audit_log::personal::Personal,
    export::{Request, may_approve},
    ids::{AgentId, EntryId},
    refusal::Refusal,
    time::Timestamp,
};

use super::{Outcome, Shared};
use crate::{
    fault::Fault,
    store::{Tx, audit, staff},
};

/// Writes an entry; none of these belongs to a customer.
async fn record(shared: &Shared, tx: &mut Tx, actor: Actor, event: Event, beside: &[Personal], now: Timestamp) -> Result<(), Fault> {
    let id = EntryId::new(now, &*shared.entropy);
    audit::append_with(tx, &Entry { id, at: now, actor, scope: Scope::default(), event }, beside).await
}

/// Passes only whoever may answer that request, as they stand in this transaction: their right is asked for anew.
async fn may(tx: &mut Tx, asked: &Request, reader: &LogReader) -> Outcome<LogReader> {
    let who = staff::active(tx, reader.staff().id).await?.ok_or(Refusal::NotYourRole)?;
    Ok(may_approve(asked, &who)?)
}

/// Passes only somebody who may read the log, as they stand in this transaction.
async fn reads(tx: &mut Tx, who: AgentId) -> Outcome<LogReader> {
    let who = staff::active(tx, who).await?.ok_or(Refusal::NotYourRole)?;
    Ok(LogReader::try_from(who)?)
}
