//! The home: whether the customer is talking to us now, and everything that was done in their name.

use domain::challenge::ChallengeState;
use leptos::prelude::*;

use super::{
    House, lists, lost,
    parts::{button, live},
    told, ways,
};
use crate::{
    phone::{
        answer::is_honest,
        api::{Contact, Home},
        words,
    },
    ui::{Tone, icon, note},
};

/// Draws it.
pub fn home(house: House<'_>, home: &Home) -> AnyView {
    let contact = match &home.contact {
        Some(contact) => talking(house, home, contact),
        None => not_talking(house),
    };
    view! {
        <h1 class="vh" tabindex="-1">"Your security at "{house.organisation.to_owned()}</h1>
        {live("contact", contact)}
        {live("notes", notes(house, home))}
        {live("changes", lists::changes(home))}
        {live("contacts", lists::contacts(home))}
        {live("ways", ways::ways(house, home))}
        {live("told", told::told(home))}
        {live("others", lost::others(home))}
        <p class="fine mid ink3">"Every request and every change is written down when it happens."</p>
    }
    .into_any()
}

fn talking(house: House<'_>, home: &Home, contact: &Contact) -> AnyView {
    view! {
        <section class="genuine" role="status" aria-label="Current contact">
            <div class="row">
                <span class="avatar avatar--lg" aria-hidden="true">{contact.initials.clone()}</span>
                <p class="grow"><b class="lead">"You are talking to "{contact.with.clone()}" from "{house.organisation.to_owned()}": genuine"</b></p>
                {icon("shieldok", "i i--xl")}
            </div>
            <p>{words::contact(contact, home.now)}</p>
            <div class="row row--wrap">{button("btn btn--bad btn--lg grow", "That’s not right", "not-mine", "")}</div>
        </section>
    }
    .into_any()
}

fn not_talking(house: House<'_>) -> AnyView {
    let organisation = house.organisation;
    view! {
        <section class="genuine genuine--not" role="status" aria-label="Current contact">
            <div class="row">
                {icon("phone", "i i--xl")}
                <p class="grow"><b class="lead">"You are not talking to "{organisation.to_owned()}" now"</b></p>
            </div>
            <p>"If someone on the phone or in a chat says they are from "{organisation.to_owned()}", hang up."</p>
            <div class="row row--wrap">{button("btn btn--bad btn--lg grow", "Someone says they are", "not-mine", "")}</div>
        </section>
    }
    .into_any()
}

/// What the phone says by itself when it does not hear from us.
pub fn cannot_tell(house: House<'_>) -> AnyView {
    view! {
        <section class="genuine genuine--not" role="status" aria-label="Current contact">
            <div class="row">{icon("offline", "i i--xl")}<p class="grow"><b class="lead">"We cannot tell right now"</b></p></div>
            <p>
                "This phone is offline, so we do not know if you are talking to "{house.organisation.to_owned()}
                ". When in doubt, hang up and call "<span class="nowrap">{house.hotline.to_owned()}</span>"."
            </p>
            <div class="row row--wrap">{button("btn btn--lg grow", "Try again", "again", "")}</div>
        </section>
    }
    .into_any()
}

/// What stands in the way: a frozen account, a phone that no longer counts or not yet, a request that is not what it says.
fn notes(house: House<'_>, home: &Home) -> AnyView {
    let now = home.now;
    let hotline = house.hotline.to_owned();
    let mut all = Vec::new();
    if let Some(since) = home.frozen_at {
        let text = view! { "Since "{words::when(since, now)}". Nobody can see or change anything. Call "{hotline.clone()}" when it is fine again." };
        all.push(note(Tone::Warn, "freeze", "Your account is frozen", text, false));
    }
    if home.device.disabled {
        let text = "Other digits were typed too often. Add this phone again, with a new code.";
        all.push(note(Tone::Warn, "lock", "This phone no longer counts", text, false));
        all.push(button("btn btn--lg", "Type a new code", "go", "/me/add"));
    } else if home.device.counts_from > now {
        let head = view! { "This phone counts from "{words::when(home.device.counts_from, now)} };
        let text = "A day’s wait, so a thief cannot add a phone and use it at once.";
        all.push(note(Tone::Plain, "hourglass", head, text, false));
    }
    if home.prompts.iter().any(|prompt| prompt.state == ChallengeState::Pending && !is_honest(prompt)) {
        let text = ["We do not show it, so you cannot be tricked by it. Nothing was changed. Call ", &hotline, "."].concat();
        all.push(note(Tone::Bad, "alert", "A request is not what it says", text, true));
    }
    all.into_any()
}
