//! What we write to customers. A notice shows the old value in full and the new one masked: the mailbox may be in other
//! hands. It holds no code, and its one link changes nothing until a button behind it is pressed.

use domain::{
    action::ActionRequest,
    agent::Staff,
    customer::mask_email,
    ids::{CustomerId, MessageId},
    secret::Token,
    session::Session,
    suspension::SuspendedBy,
    text::EmailAddress,
    time::Timestamp,
};

use super::{Shared, not_me};
use crate::{
    fault::Fault,
    store::{
        Tx, customer,
        effect::{self, Message, Run},
        suspension::{Kind, Listed},
    },
};

/// Tells every address that the customer has or had of a way to prove who they are (A26). `never` is what we never ask for.
pub(super) async fn of_method(
    shared: &Shared,
    tx: &mut Tx,
    whose: CustomerId,
    (subject, what, never): (String, String, &str),
    now: Timestamp,
) -> Result<(), Fault> {
    let hotline = &shared.settings.hotline;
    let link = not_me::link(shared, tx, whose, &subject, now);
    let body = format!(
        "{what}\n\n\
         This was not me: stop everything\n{link}\nNothing happens before you press the button there.\n\n\
         We never ask for {never}, in no message and in no call. Our number is {hotline}.\n"
    );
    for address in customer::emails_ever(tx, whose).await? {
        send(shared, tx, whose, &address, subject.clone(), body.clone(), now);
    }
    Ok(())
}

/// Tells one address that its account was changed, with the link that puts it back.
pub(super) fn changed(shared: &Shared, tx: &mut Tx, run: &Run, agent: &Staff, session: &Session, to: &EmailAddress, link: &Token) {
    let ActionRequest::ChangeEmail { from, to: new } = &run.request else { return };
    let settings = &shared.settings;
    let organisation = &settings.organisation;
    let when = run.ran_at.utc();
    let (hour, minute) = (when.hour(), when.minute());
    let who = agent.name_for_customers();
    let channel = session.channel.rule().name.to_lowercase();
    let body = format!(
        "{who} from {organisation} Care changed it in your contact with us ({channel}) today at {hour:02}:{minute:02} UTC.\n\n\
         From: {from}\nTo:   {masked}\n\n\
         Was this not you? Put it back here, until {until}. Nothing happens before you press the button there.\n\n\
         This was not me: put it back\n{url}/me/put-back/{token}\n\n\
         We never ask for codes or passwords, in no message and in no call. Our number is {hotline}.\n",
        until = day(run.revert_until.unwrap_or(run.ran_at)),
        masked = mask_email(new.as_str()),
        url = settings.public_url,
        token = link.expose(),
        hotline = settings.hotline,
    );
    let message = Message {
        recipient: to.to_string(),
        subject: format!("Your {organisation} email address was changed"),
        body,
        created_at: run.ran_at,
    };
    let id = MessageId::new(run.ran_at, &*shared.entropy);
    effect::insert_message(tx, id, run.customer, Some(run.id), &message);
}

/// Tells one address that somebody was in contact in the customer's name again, after tries that did not get through (W9).
pub(super) fn tried_again(shared: &Shared, tx: &mut Tx, session: &Session, to: &EmailAddress, now: Timestamp) {
    let settings = &shared.settings;
    let organisation = &settings.organisation;
    let when = now.utc();
    let (hour, minute) = (when.hour(), when.minute());
    let how = session.channel.rule().name.to_lowercase();
    let body = format!(
        "Somebody is in contact with {organisation} about your account ({how}, today at {hour:02}:{minute:02} UTC), after a try \
         within the last hour that did not get through. Nothing was changed by that. For an hour our agents can do less in your account, \
         and our security knows.\n\n\
         Was this you? Then there is nothing to do.\n\n\
         Was it not you? Open {url}/me on your phone and press “That’s not right”, or call {hotline}: then nobody can do anything in \
         your account.\n\n\
         We never ask for codes or passwords, in no message and in no call.\n",
        url = settings.public_url,
        hotline = settings.hotline,
    );
    let subject = format!("Somebody tried to reach your {organisation} account again");
    send(shared, tx, session.customer, to, subject, body, now);
}

const CODES: &str = "codes or passwords";

/// Tells every address that there is another phone (A24).
pub(super) async fn bound(shared: &Shared, tx: &mut Tx, customer: CustomerId, phone: &str, now: Timestamp) -> Result<(), Fault> {
    let organisation = &shared.settings.organisation;
    let what = format!(
        "{phone} was added to your {organisation} account on {when}, with a one-time code from your account. It can approve requests.",
        when = day(now),
    );
    of_method(shared, tx, customer, (format!("A phone was added to your {organisation} account"), what, CODES), now).await
}

/// What a notice calls a device: in a subject, and with its name.
fn called(device: &Listed) -> (&'static str, String) {
    match device.kind {
        Kind::Phone => ("phone", device.name.clone()),
        Kind::Passkey => ("passkey", ["The passkey on ", &device.name].concat()),
    }
}

/// Tells every address that a phone or a passkey of theirs was suspended (A30).
pub(super) async fn suspended(shared: &Shared, tx: &mut Tx, device: &Listed, by: SuspendedBy, now: Timestamp) -> Result<(), Fault> {
    let (kind, name) = called(device);
    let (organisation, url) = (&shared.settings.organisation, &shared.settings.public_url);
    let how = match by {
        SuspendedBy::Customer if device.kind == Kind::Passkey => "from a phone of yours",
        SuspendedBy::Customer => "from another phone of yours",
        SuspendedBy::Agent => "by one of our agents, who was told that you no longer have it",
    };
    let back = match device.kind {
        Kind::Phone => "on another phone of yours and bring it back, or add it again with a new code",
        Kind::Passkey => "on a phone of yours and bring it back",
    };
    let what = format!(
        "{name} was suspended {how} on {when}. It can approve nothing and see nothing of your account.\n\n\
         Do you still have it? Open {url}/me {back}.",
        when = day(now),
    );
    let subject = format!("A {kind} of your {organisation} account was suspended");
    of_method(shared, tx, device.phone.customer, (subject, what, CODES), now).await
}

/// Tells every address that a suspended phone or passkey of theirs was brought back (A30).
pub(super) async fn brought_back(shared: &Shared, tx: &mut Tx, device: &Listed, from: &str, now: Timestamp) -> Result<(), Fault> {
    let (kind, name) = called(device);
    let (organisation, url) = (&shared.settings.organisation, &shared.settings.public_url);
    let what = format!(
        "{name} was suspended, and was brought back from {from} on {when}. It can approve requests again.\n\n\
         Was it not you? Open {url}/me on a phone of yours and press “I no longer have this”, or stop everything below.",
        when = day(now),
    );
    let subject = format!("A {kind} of your {organisation} account was brought back");
    of_method(shared, tx, device.phone.customer, (subject, what, CODES), now).await
}

fn send(shared: &Shared, tx: &mut Tx, customer: CustomerId, to: &EmailAddress, subject: String, body: String, now: Timestamp) {
    let message = Message { recipient: to.to_string(), subject, body, created_at: now };
    effect::insert_message(tx, MessageId::new(now, &*shared.entropy), customer, None, &message);
}

/// "19 March 2026, 14:20 UTC".
fn day(at: Timestamp) -> String {
    let at = at.utc();
    format!("{} {} {}, {:02}:{:02} UTC", at.day(), at.month(), at.year(), at.hour(), at.minute())
}
