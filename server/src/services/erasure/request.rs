//! Erasing what stands beside one customer's entries, because it was asked for.

use domain::{
    audit::{ErasedBecause, Event},
    ids::{CustomerId, EntryId},
    refusal::Refusal,
    text::{CustomerNumber, ShownText},
};

use super::done;
use crate::{
    live::Change,
    services::{Outcome, Shared},
    store::{
        Tx, copies, customer,
        erasure::{self, Group},
    },
};

/// What was erased.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erased {
    /// Beside how many entries.
    pub entries: u32,
}

/// The customer with that number.
///
/// # Errors
/// [`Refusal::NotFound`] when there is none.
pub async fn found(shared: &Shared, number: &CustomerNumber) -> Outcome<CustomerId> {
    Ok(customer::id_of_number(&shared.db, number).await?.ok_or(Refusal::NotFound)?)
}

/// What would be erased. Looking changes nothing.
///
/// # Errors
/// [`Refusal::BadInput`] with the reason why nothing may be erased now.
pub async fn plan(shared: &Shared, customer: CustomerId) -> Outcome<Vec<Group>> {
    let mut tx = shared.db.write().await?;
    may(shared, &mut tx, customer).await?;
    Ok(erasure::of_customer(&mut tx, customer).await?)
}

/// Erases it. Twice is the same as once: where nothing stands any more, nothing is written.
///
/// # Errors
/// As [`plan`].
pub async fn erase(shared: &Shared, customer: CustomerId, reason: &ShownText) -> Outcome<Erased> {
    let mut tx = shared.db.write().await?;
    // Whoever asks this customer something waits, and finds everything as it is afterwards.
    customer::hold(&mut tx, customer).await?;
    may(shared, &mut tx, customer).await?;
    let now = shared.now();
    let id = EntryId::new(now, &*shared.entropy);
    erasure::begin(&mut tx, id, now);
    let entries = erasure::of_all(&mut tx, id, customer).await?;
    if entries == 0 {
        return Ok(Erased { entries });
    }
    for session in erasure::sessions(&mut tx, id).await? {
        copies::erase(&mut tx, session, None).await?;
    }
    let because = ErasedBecause::Request { reason: reason.to_string() };
    done(tx, id, now, Some(customer), Event::Erased { entries, because }).await?;
    shared.live.tell(Change::Customer(customer));
    Ok(Erased { entries })
}

async fn may(shared: &Shared, tx: &mut Tx, customer: CustomerId) -> Outcome<()> {
    let standing = erasure::standing(tx, customer, shared.now()).await?;
    Ok(standing.erasable().map_err(|kept| Refusal::bad_input(kept.to_string()))?)
}
