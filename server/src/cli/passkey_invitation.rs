//! `countersign passkey-invitation`: a one-time link at which a customer makes a passkey on a device that is no phone of ours.
//!
//! It stands for the customer's own signed-in page until one calls the same use case. Whoever runs it must show the link to
//! that customer alone, on a page they are signed in to: never in a message, never through an agent.

use std::{
    error::Error,
    io::{self, Write},
    sync::Arc,
};

use domain::{refusal::Refusal, text::CustomerNumber};

use super::serve;
use crate::{config::Settings, services::passkeys::invite, store::customer, system, wiring};

pub(super) async fn passkey_invitation(settings: Settings, number: CustomerNumber) -> Result<(), Box<dyn Error>> {
    let db = serve::open(&settings).await?;
    db.migrate().await?;
    let shared = wiring::shared(&settings, db.clone(), Arc::new(system::SystemClock), Arc::new(system::SystemEntropy))?;
    let mut tx = db.write().await?;
    let found = customer::by_number(&mut tx, number.as_str()).await?;
    drop(tx);
    let customer = found.ok_or(Refusal::NotFound)?;
    let link = invite::by_operator(&shared, customer.id).await?;
    writeln!(io::stdout(), "{}", link.expose())?;
    db.close().await;
    Ok(())
}
