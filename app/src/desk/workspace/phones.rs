//! The customer's phones: which count, which are suspended since when and by whom, and the way to suspend one (A30). There is no
//! way to bring one back: only the customer has that.

use leptos::prelude::*;

use domain::{session::SessionState, suspension::SuspendedBy, time::Timestamp};

use super::page::Page;
use crate::{
    desk::{parts::button_form, view::PhoneRow},
    ui::{
        icon,
        tick::{self, Kind},
    },
};

/// "Phones"; nothing where there is none, and nothing while all is frozen.
pub fn phones(page: &Page<'_>) -> AnyView {
    let truth = page.truth;
    if truth.phones.is_empty() || matches!(truth.session.state, SessionState::Frozen { .. }) {
        return ().into_any();
    }
    let open = truth.session.state == SessionState::Open;
    let rows: Vec<_> = truth.phones.iter().map(|phone| row(page, phone, open)).collect();
    view! {
        <section aria-labelledby="ph-h">
            <div class="sec__head"><h2 id="ph-h">"Phones"</h2></div>
            <ul class="stack stack--sm">{rows}</ul>
            <p class="hint">"A suspended phone can approve nothing. Only the customer brings it back, from another phone or with a new code."</p>
        </section>
    }
    .into_any()
}

fn row(page: &Page<'_>, phone: &PhoneRow, open: bool) -> AnyView {
    let fields = || vec![("device", phone.id.to_string())];
    let label = ["They no longer have it: ", &phone.name].concat();
    let button = || view! { <button type="submit" class="btn btn--sm" aria-label=label>"They no longer have it"</button> }.into_any();
    let suspend =
        (open && phone.suspended.is_none()).then(|| button_form("/api/desk/suspend-phone", page.truth.session.id, fields(), button()));
    view! {
        <li class="row row--top">
            {icon("device", "i")}
            <p class="grow"><b>{phone.name.clone()}</b><br /><span class="xs ink3">{standing(phone, page.now())}</span></p>
            {suspend}
        </li>
    }
    .into_any()
}

fn standing(phone: &PhoneRow, now: Timestamp) -> AnyView {
    match phone.suspended {
        Some(suspension) => {
            let who = match suspension.by {
                SuspendedBy::Customer => ": they no longer have it, they said on another phone",
                SuspendedBy::Agent => ": they no longer have it, they told an agent",
            };
            view! { "Suspended since " {tick::text(Kind::Date, suspension.at, now)} {who} }.into_any()
        }
        None if phone.usable => view! { "Since " {tick::text(Kind::Date, phone.since, now)} }.into_any(),
        None => "Does not count any more: other digits were typed too often".into_any(),
    }
}
