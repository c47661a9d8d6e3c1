//! A person's rights: an administrator takes one away, or asks a second one to give it.

use domain::{
    access::LAST_ADMINISTRATOR,
    agent::{Administrator, Role},
};
use leptos::prelude::*;

use super::view::{PersonView, RequestRow};
use crate::{
    account::role_name,
    ui::{
        icon,
        note::{Tone, note},
        time::date_hm,
    },
};

/// The section; nothing for readers who change no rights and where nothing waits.
pub fn rights(person: &PersonView) -> AnyView {
    let administrator = Administrator::try_from(person.reader.clone()).is_ok();
    let own = person.reader.id == person.row.staff.id;
    let waiting: Vec<_> = person.requests.iter().map(|request| waits(request, person, administrator && !own)).collect();
    let change = match (administrator, own) {
        (false, _) => note(
            Tone::Plain,
            "lock",
            "Administrators change rights".to_owned(),
            "In a review, supervisors decide over agents.".to_owned(),
            false,
        ),
        (true, true) => note(Tone::Plain, "lock", "These are your own".to_owned(), "Another administrator changes them.".to_owned(), false),
        (true, false) => view! { {take(person)} {ask(person)} }.into_any(),
    };
    view! { <section class="stack" aria-labelledby="rights-h"><h2 class="h-sec" id="rights-h">"Rights"</h2>{waiting}{change}</section> }
        .into_any()
}

fn choice(role: Role) -> AnyView {
    view! { <option value=role.key()>{role_name(role)}</option> }.into_any()
}

fn take(person: &PersonView) -> AnyView {
    let last = |role: Role| role == Role::Administrator && person.administrators <= 1;
    let held: Vec<_> = person.row.staff.roles.iter().copied().filter(|role| !last(*role)).map(choice).collect();
    let only = person.row.staff.roles.iter().copied().any(last).then(|| view! { <p class="hint">{LAST_ADMINISTRATOR}</p> });
    if held.is_empty() {
        return only.into_any();
    }
    view! {
        <form class="stack stack--sm invite" method="post" action="/api/access/take">
            <h3>"Take a right away"</h3>
            <input type="hidden" name="staff" value=person.row.staff.id.to_string() />
            <div class="field"><label for="take-role">"Which to take away"</label><select class="input" id="take-role" name="role">{held}</select></div>
            <div class="field">
                <label for="take-reason">"Why take it away"</label>
                <input class="input" id="take-reason" name="reason" required maxlength="80" autocomplete="off" aria-describedby="take-h" />
                <span class="hint" id="take-h">"At once, also in open pages. It stands in the audit log."</span>
            </div>
            {only}
            <div class="row"><button type="submit" class="btn btn--bad">{icon("x", "i")}"Take it away"</button></div>
        </form>
    }
    .into_any()
}

fn ask(person: &PersonView) -> AnyView {
    let lacks = |role: &Role| !person.row.staff.is(*role) && person.requests.iter().all(|request| request.role != *role);
    let more: Vec<_> = Role::ALL.into_iter().filter(lacks).map(choice).collect();
    if more.is_empty() {
        return ().into_any();
    }
    view! {
        <form class="stack stack--sm invite" method="post" action="/api/access/ask">
            <h3>"Give a right"</h3>
            <input type="hidden" name="staff" value=person.row.staff.id.to_string() />
            <div class="field"><label for="ask-role">"Which to give"</label><select class="input" id="ask-role" name="role">{more}</select></div>
            <div class="field">
                <label for="ask-reason">"Why give it"</label>
                <input class="input" id="ask-reason" name="reason" required maxlength="80" autocomplete="off" aria-describedby="ask-h" />
                <span class="hint" id="ask-h">"Another administrator has to give it: two people, and neither of them who gains."</span>
            </div>
            <div class="row"><button type="submit" class="btn">{icon("plus", "i")}"Ask for it"</button></div>
        </form>
    }
    .into_any()
}

fn waits(request: &RequestRow, person: &PersonView, may: bool) -> AnyView {
    let head = [role_name(request.role), " waits for a second administrator"].concat();
    let body = ["Asked by ", &request.asked_by.1, ", ", &date_hm(request.asked_at, 0), " UTC: “", &request.reason, "”"].concat();
    let asked = request.asked_by.0 == person.reader.id;
    let form = |action: &'static str, class: &'static str, words: String| {
        view! {
            <form method="post" action=action>
                <input type="hidden" name="request" value=request.id.to_string() />
                <input type="hidden" name="staff" value=request.staff.to_string() />
                <button type="submit" class=class>{words}</button>
            </form>
        }
    };
    let give = ["Give ", role_name(request.role)].concat();
    let give = (may && !asked).then(|| form("/api/access/give", "btn btn--primary", give));
    let refuse = if asked { "Take it back" } else { "Do not give" }.to_owned();
    let refuse = may.then(|| form("/api/access/not-give", "btn", refuse));
    view! {
        <div class="note">
            {icon("users", "i")}
            <div class="grow stack stack--sm"><p><b>{head}</b><br />{body}</p><div class="row">{give}{refuse}</div></div>
        </div>
    }
    .into_any()
}
