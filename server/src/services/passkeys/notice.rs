//! What customers are told of their passkeys: at every address they have or had, and nobody can turn it off (A26).

use domain::{
    ids::{CustomerId, MessageId},
    time::Timestamp,
};

use super::super::Shared;
use crate::{
    fault::Fault,
    store::{
        Tx, customer,
        effect::{self, Message},
    },
};

/// There is a new one.
pub(super) async fn made(shared: &Shared, tx: &mut Tx, customer: CustomerId, phone: &str, now: Timestamp) -> Result<(), Fault> {
    let (organisation, url) = (&shared.settings.organisation, &shared.settings.public_url);
    let what = format!(
        "A passkey for your {organisation} account was made on {phone}. It can show that it is you, also on other devices of yours.\n\n\
         If it was not you, somebody has your phone. Open {url}/me on a phone of yours and remove it there, or call us now.",
    );
    tell(shared, tx, customer, &format!("A passkey was added to your {organisation} account"), &what, now).await
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
    tell(shared, tx, customer, &format!("A passkey was removed from your {organisation} account"), &what, now).await
}

async fn tell(shared: &Shared, tx: &mut Tx, customer: CustomerId, subject: &str, what: &str, now: Timestamp) -> Result<(), Fault> {
    let hotline = &shared.settings.hotline;
    let body = format!("{what}\n\nWe never ask for codes or passwords, in no message and in no call. Our number is {hotline}.\n");
    for address in customer::emails_ever(tx, customer).await? {
        let message = Message { recipient: address.to_string(), subject: subject.to_owned(), body: body.clone(), created_at: now };
        effect::insert_message(tx, MessageId::new(now, &*shared.entropy), customer, None, &message);
    }
    Ok(())
}
