//! Finding a customer by an exact identifier. There is no browsing: no part of a name, no list (W8).

use app::desk::view::{Found, Identifier, IdentifierKind};
use domain::{
    agent::Agent,
    assurance::Method,
    audit::{Actor, Entry, Event, Scope},
    customer::Customer,
    ids::EntryId,
    refusal::Refusal,
    text::{CustomerNumber, EmailAddress, PhoneNumber},
    time::Duration,
};

use super::{Outcome, Shared, Trouble, alarms, canaries};
use crate::store::{Tx, audit, customer, device};

/// Customers with exactly this identifier, as far as they may be shown before a session is open.
///
/// # Errors
/// [`Refusal::BadInput`] when it is not such an identifier; [`Refusal::TooMany`] over the budget.
pub async fn look_up(shared: &Shared, agent: &Agent, identifier: &Identifier) -> Outcome<Vec<Found>> {
    let mut tx = shared.db.write().await?;
    let found = find(shared, &mut tx, agent, identifier).await?;
    let told = canaries::found(shared, &mut tx, agent, &found).await?;
    let policy = shared.policies.now();
    let push = policy.method(Method::Push);
    let mut answer = Vec::new();
    for customer in &found {
        let can_verify = device::of_customer(&mut tx, customer.id).await?;
        let can_reach = can_verify.iter().map(|phone| if phone.can_verify() { push.user_verified } else { push.alone }).max();
        answer.push(Found {
            number: customer.number.to_string(),
            masked_name: customer.masked_name(),
            can_reach: can_reach.unwrap_or_default(),
        });
    }
    tx.commit().await?;
    shared.live.tell_all(told);
    Ok(answer)
}

/// Finds, counts and writes down the look-up, in the caller's transaction.
pub(super) async fn find(shared: &Shared, tx: &mut Tx, agent: &Agent, identifier: &Identifier) -> Outcome<Vec<Customer>> {
    let now = shared.now();
    let used = audit::count_by_actor(tx, agent.id(), "looked_up", now.before(Duration::HOUR)).await?;
    let most = shared.policies.now().limits.look_ups_an_hour;
    if used >= i64::from(most) {
        return Err(Trouble::Refused(Refusal::TooMany));
    }
    let (by, found) = match identifier.kind {
        IdentifierKind::CustomerNumber => {
            let number: CustomerNumber = identifier.value.parse()?;
            ("customer_number", customer::by_number(tx, number.as_str()).await?.into_iter().collect())
        }
        IdentifierKind::Email => {
            let address: EmailAddress = identifier.value.parse()?;
            ("email", customer::by_email(tx, address.as_str()).await?)
        }
        IdentifierKind::Phone => {
            let number: PhoneNumber = identifier.value.parse()?;
            ("phone", customer::by_phone(tx, number.as_str()).await?)
        }
    };
    let event = Event::LookedUp { by: by.to_owned(), matches: u32::try_from(found.len()).unwrap_or(u32::MAX) };
    let scope = Scope { customer: one(&found).map(|customer| customer.id), ..Scope::default() };
    let id = EntryId::new(now, &*shared.entropy);
    audit::append(tx, &Entry { id, at: now, actor: Actor::Staff(agent.id()), scope, event }).await?;
    if used + 1 >= i64::from(most) {
        alarms::look_ups(shared, tx, agent.id(), most, now.before(Duration::HOUR), now).await?;
    }
    Ok(found)
}

/// The only one, if it is.
pub(super) fn one(found: &[Customer]) -> Option<&Customer> {
    match found {
        [only] => Some(only),
        _ => None,
    }
}
