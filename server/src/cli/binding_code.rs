//! `countersign binding-code`: a one-time code that binds a phone to a customer.
//!
//! It stands for the customer's own signed-in page until one calls the same use case. Whoever runs it must show the code to
//! that customer alone, on a page they are signed in to: never in a message, never through an agent.

use std::{
    error::Error,
    io::{self, Write},
    sync::Arc,
};

use domain::{refusal::Refusal, text::CustomerNumber};

use super::serve;
use crate::{config::Settings, services::enrol, store::customer, system, wiring};

pub(super) async fn binding_code(settings: Settings, number: CustomerNumber, native: bool) -> Result<(), Box<dyn Error>> {
    let db = serve::open(&settings).await?;
    db.migrate().await?;
    let shared = wiring::shared(&settings, db.clone(), Arc::new(system::SystemClock), Arc::new(system::SystemEntropy))?;
    let mut tx = db.write().await?;
    let found = customer::by_number(&mut tx, number.as_str()).await?;
    drop(tx);
    let customer = found.ok_or(Refusal::NotFound)?;
    let code = enrol::make_code(&shared, customer.id, native).await?;
    writeln!(io::stdout(), "{}", code.expose())?;
    db.close().await;
    Ok(())
}
