//! Legal holds: while there is one, nothing of the customer is erased, neither on request nor by time.

use domain::{
    audit::Event,
    ids::{CustomerId, EntryId},
    refusal::Refusal,
    text::ShownText,
};

use super::done;
use crate::{
    services::{Outcome, Shared},
    store::{customer, erasure},
};

/// Begins one.
///
/// # Errors
/// [`Refusal::BadInput`] when there is one.
pub async fn begin_hold(shared: &Shared, customer: CustomerId, reason: &ShownText) -> Outcome<()> {
    let mut tx = shared.db.write().await?;
    customer::hold(&mut tx, customer).await?;
    let now = shared.now();
    if !erasure::hold(&mut tx, customer, now).await? {
        return Err(Refusal::bad_input("There is a legal hold of this customer.").into());
    }
    let event = Event::LegalHold { begins: true, reason: reason.to_string() };
    done(tx, EntryId::new(now, &*shared.entropy), now, Some(customer), event).await
}

/// Ends it.
///
/// # Errors
/// [`Refusal::BadInput`] when there is none.
pub async fn end_hold(shared: &Shared, customer: CustomerId, reason: &ShownText) -> Outcome<()> {
    let mut tx = shared.db.write().await?;
    customer::hold(&mut tx, customer).await?;
    let now = shared.now();
    if !erasure::release(&mut tx, customer).await? {
        return Err(Refusal::bad_input("There is no legal hold of this customer.").into());
    }
    let event = Event::LegalHold { begins: false, reason: reason.to_string() };
    done(tx, EntryId::new(now, &*shared.entropy), now, Some(customer), event).await
}
