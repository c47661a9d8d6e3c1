//! The home: whether the customer is talking to us now, and everything that was done in their name.

use domain::challenge::ChallengeState;
use leptos::prelude::*;

use super::{
    House, button, lists,
    outcome::not_mine,
    state::{Phone, Screen},
    ways,
};
use crate::{
    browser::device::{self, Line},
    phone::{answer::is_honest, api::Contact, words},
    ui::{Tone, icon, note},
};

/// Draws it.
pub fn home(phone: Phone, house: House) -> AnyView {
    let contact = Memo::new(move |_| phone.home.with(|home| home.as_ref().and_then(|home| home.contact.clone())));
    let organisation = house.organisation.get_value();
    view! {
        <h1 class="vh" tabindex="-1">"Your security at "{organisation}</h1>
        {move || match (phone.line.get(), contact.get()) {
            (Line::Offline, _) => cannot_tell(house),
            (_, Some(contact)) => talking(phone, house, &contact),
            (_, None) => not_talking(phone, house),
        }}
        {move || notes(phone, house)}
        {lists::changes(phone)}
        {lists::contacts(phone)}
        {ways::ways(phone, house)}
        <p class="fine mid ink3">"Every request and every change is written down when it happens."</p>
    }
    .into_any()
}

fn talking(phone: Phone, house: House, contact: &Contact) -> AnyView {
    let organisation = house.organisation.get_value();
    let said = words::contact(contact, phone.zone.get());
    view! {
        <section class="genuine" role="status" aria-label="Current contact">
            <div class="row">
                <span class="avatar avatar--lg" aria-hidden="true">{contact.initials.clone()}</span>
                <p class="grow"><b class="lead">"You are talking to "{contact.with.clone()}" from "{organisation}": genuine"</b></p>
                {icon("shieldok", "i i--xl")}
            </div>
            <p>{said}</p>
            <div class="row row--wrap">{button("btn btn--bad btn--lg grow", "That’s not right".to_owned(), move || not_mine(phone))}</div>
        </section>
    }
    .into_any()
}

fn not_talking(phone: Phone, house: House) -> AnyView {
    let organisation = house.organisation.get_value();
    view! {
        <section class="genuine genuine--not" role="status" aria-label="Current contact">
            <div class="row">
                {icon("phone", "i i--xl")}
                <p class="grow"><b class="lead">"You are not talking to "{organisation.clone()}" now"</b></p>
            </div>
            <p>"If someone on the phone or in a chat says they are from "{organisation}", hang up."</p>
            <div class="row row--wrap">{button("btn btn--bad btn--lg grow", "Someone says they are".to_owned(), move || not_mine(phone))}</div>
        </section>
    }
    .into_any()
}

fn cannot_tell(house: House) -> AnyView {
    let (organisation, hotline) = (house.organisation.get_value(), house.hotline.get_value());
    view! {
        <section class="genuine genuine--not" role="status" aria-label="Current contact">
            <div class="row">{icon("offline", "i i--xl")}<p class="grow"><b class="lead">"We cannot tell right now"</b></p></div>
            <p>
                "This phone is offline, so we do not know if you are talking to "{organisation}
                ". When in doubt, hang up and call "<span class="nowrap">{hotline}</span>"."
            </p>
            <div class="row row--wrap">{button("btn btn--lg grow", "Try again".to_owned(), device::reconnect)}</div>
        </section>
    }
    .into_any()
}

/// What stands in the way: a frozen account, a phone that no longer counts or not yet, a request that is not what it says.
fn notes(phone: Phone, house: House) -> AnyView {
    let now = phone.now.get_untracked();
    let zone = phone.zone.get();
    let Some(home) = phone.home.get() else { return ().into_any() };
    let hotline = house.hotline.get_value();
    let mut all = Vec::new();
    if let Some(since) = home.frozen_at {
        let text =
            ["Since ", &words::when(since, now, zone), ". Nobody can see or change anything. Call ", &hotline, " when it is fine again."]
                .concat();
        all.push(note(Tone::Warn, "freeze", "Your account is frozen".to_owned(), text, false));
    }
    if home.device.disabled {
        let text = "Other digits were typed too often. Add this phone again, with a new code.".to_owned();
        all.push(note(Tone::Warn, "lock", "This phone no longer counts".to_owned(), text, false));
        all.push(button("btn btn--lg", "Type a new code".to_owned(), move || phone.show(Screen::Enrol)));
    } else if home.device.counts_from > now {
        let head = ["This phone counts from ", &words::when(home.device.counts_from, now, zone)].concat();
        let text = "A day’s wait, so a thief cannot add a phone and use it at once.".to_owned();
        all.push(note(Tone::Plain, "hourglass", head, text, false));
    }
    if home.prompts.iter().any(|prompt| prompt.state == ChallengeState::Pending && !is_honest(prompt)) {
        let text = ["We do not show it, so you cannot be tricked by it. Nothing was changed. Call ", &hotline, "."].concat();
        all.push(note(Tone::Bad, "alert", "A request is not what it says".to_owned(), text, true));
    }
    all.into_any()
}
