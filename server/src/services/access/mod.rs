//! Who may do what: ending other people's sign-ins, taking rights away and giving them, and reviews of every grant.
//!
//! Each is one transaction with its entry in the log, and acts on the next request and in open pages, on every server: rights are read anew with each
//! request, and [`Change::SignedOut`] ends open streams. Whoever changes rights holds [`staff::hold_rights`], so that what is counted stays true
//! until the commit.

mod decide;
mod end_sign_ins;
pub mod export;
mod give;
mod lapse;
mod page;
mod people;
mod port;
mod seed;
mod start;
mod take;
mod uses;

pub use decide::{decide, finish, keep_all_in_use};
pub use end_sign_ins::end_sign_ins;
pub use give::{ask, give, not_give};
pub use lapse::lapse_due;
pub use page::page;
pub use people::{people, person};
pub use seed::seed_demo;
pub use start::start;
pub use take::take;

use domain::{
    access::without,
    agent::{Role, Staff},
    audit::{Actor, Entry, Event, Scope},
    ids::{AgentId, EntryId},
    refusal::Refusal,
    time::Timestamp,
};

use super::{Outcome, Shared};
use crate::{
    fault::Fault,
    live::Change,
    store::{Tx, audit, staff},
};

/// Writes an entry; none of these belongs to a customer.
async fn record(shared: &Shared, tx: &mut Tx, actor: Actor, event: Event, now: Timestamp) -> Result<EntryId, Fault> {
    let id = EntryId::new(now, &*shared.entropy);
    audit::append(tx, &Entry { id, at: now, actor, scope: Scope::default(), event }).await?;
    Ok(id)
}

/// The active administrators.
async fn administrators(tx: &mut Tx) -> Result<Vec<AgentId>, Fault> {
    let all = staff::everybody(tx).await?;
    Ok(all.into_iter().filter(|member| member.is(Role::Administrator)).map(|member| member.id).collect())
}

/// What open pages are told when somebody's rights are others.
fn rights_changed(shared: &Shared, whose: impl IntoIterator<Item = AgentId>) {
    shared.live.tell_all(whose.into_iter().map(Change::SignedOut).chain([Change::Access]));
}

/// Takes a role from somebody who holds it, with its entry, in the caller's transaction.
async fn take_away(shared: &Shared, tx: &mut Tx, of: &Staff, role: Role, why: Why<'_>) -> Outcome<EntryId> {
    let after = without(&of.roles, role);
    if !staff::set_roles(tx, of.id, &of.roles, &after).await? {
        // Under the lock nobody else changes them: a hand at the database did.
        return Err(Refusal::bad_input("Their rights were changed meanwhile. Look at the page again.").into());
    }
    let Why { actor, reason, now } = why;
    let event = Event::RightTaken { staff: of.id, role, before: of.roles.clone(), after, reason: reason.to_owned() };
    Ok(record(shared, tx, actor, event, now).await?)
}

/// By whom, why and when a right is taken.
struct Why<'a> {
    actor: Actor,
    reason: &'a str,
    now: Timestamp,
}
