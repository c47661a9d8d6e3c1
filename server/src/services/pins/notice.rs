//! What customers are told of their PIN: at every address they have or had, and nobody can turn it off (A26).

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

/// It was wrong too often.
pub(super) async fn locked(shared: &Shared, tx: &mut Tx, customer: CustomerId, now: Timestamp) -> Result<(), Fault> {
    let organisation = &shared.settings.organisation;
    let what = format!(
        "Your {organisation} PIN was typed wrong five times in a row, so it is locked. Nothing was changed.\n\n\
         If it was you, choose a new one in the {organisation} app, under “Ways to prove it’s you”. If it was not, somebody tried \
         to pass as you: call us.",
    );
    tell(shared, tx, customer, &format!("Your {organisation} PIN is locked"), &what, now).await
}

/// There is a new one.
pub(super) async fn set(shared: &Shared, tx: &mut Tx, customer: CustomerId, phone: &str, now: Timestamp) -> Result<(), Fault> {
    let organisation = &shared.settings.organisation;
    let what = format!(
        "A PIN for your {organisation} account was chosen on {phone}, with the phone unlocked.\n\n\
         If it was not you, somebody has your phone: call us now.",
    );
    tell(shared, tx, customer, &format!("Your {organisation} PIN was set"), &what, now).await
}

async fn tell(shared: &Shared, tx: &mut Tx, customer: CustomerId, subject: &str, what: &str, now: Timestamp) -> Result<(), Fault> {
    let hotline = &shared.settings.hotline;
    let body = format!("{what}\n\nWe never ask for your PIN, in no message and in no call. Our number is {hotline}.\n");
    for address in customer::emails_ever(tx, customer).await? {
        let message = Message { recipient: address.to_string(), subject: subject.to_owned(), body: body.clone(), created_at: now };
        effect::insert_message(tx, MessageId::new(now, &*shared.entropy), customer, None, &message);
    }
    Ok(())
}
