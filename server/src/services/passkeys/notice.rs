//! What customers are told of their passkeys: at every address they have or had, and nobody can turn it off (A26).

use domain::{ids::CustomerId, time::Timestamp};

use super::super::{Shared, notices::of_method};
use crate::{fault::Fault, store::Tx};

const NEVER: &str = "codes or passwords";

/// There is a new one.
pub(super) async fn made(shared: &Shared, tx: &mut Tx, customer: CustomerId, phone: &str, now: Timestamp) -> Result<(), Fault> {
    let (organisation, url) = (&shared.settings.organisation, &shared.settings.public_url);
    let what = format!(
        "A passkey for your {organisation} account was made on {phone}. It can show that it is you, also on other devices of yours.\n\n\
         If it was not you, somebody has your phone. Open {url}/me on a phone of yours and remove it there, or call us now.",
    );
    of_method(shared, tx, customer, (format!("A passkey was added to your {organisation} account"), what, NEVER), now).await
}

/// There is a new one, on a device that is no phone of ours.
pub(super) async fn invited(shared: &Shared, tx: &mut Tx, customer: CustomerId, device: &str, now: Timestamp) -> Result<(), Fault> {
    let (organisation, url) = (&shared.settings.organisation, &shared.settings.public_url);
    let what = format!(
        "A passkey for your {organisation} account was made by invitation, on a device called {device}. It can show that it is you.\n\n\
         If it was not you, somebody else can pass as you with it. Open {url}/me on a phone of yours and remove it there, or stop \
         everything below.",
    );
    of_method(shared, tx, customer, (format!("A passkey was added to your {organisation} account"), what, NEVER), now).await
}

/// One is gone.
pub(super) async fn removed(
    shared: &Shared,
    tx: &mut Tx,
    customer: CustomerId,
    phone: &str,
    from: &str,
    now: Timestamp,
) -> Result<(), Fault> {
    let organisation = &shared.settings.organisation;
    let what = format!(
        "The passkey that was made on {phone} was removed from your {organisation} account, on {from}. It opens nothing any more.\n\n\
         If it was not you, somebody has your phone: call us now.",
    );
    of_method(shared, tx, customer, (format!("A passkey was removed from your {organisation} account"), what, NEVER), now).await
}
