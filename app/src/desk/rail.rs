//! The rail: the agent's own sessions, and the keys below it.

use leptos::prelude::*;

use domain::{channel::Channel, ids::SessionId, session::SessionState, time::Timestamp};

use super::view::RailItem;
use crate::ui::{
    icon, level, level_chip,
    tick::{self, Kind},
    time,
};

/// A channel's icon.
#[must_use]
pub fn channel_icon(channel: Channel) -> &'static str {
    match channel.rule().key {
        "phone" => "phone",
        "chat" => "chat",
        "ticket" => "ticket",
        "kiosk" => "kiosk",
        "social" => "social",
        "embedded" => "puzzle",
        _ => "inapp",
    }
}

/// The rail as it stands at `now`; a page that does not live shows no times, which would soon be wrong.
pub fn rail(items: &[RailItem], here: Option<SessionId>, now: Option<Timestamp>) -> AnyView {
    let open = items.iter().filter(|item| matches!(item.state, SessionState::Open)).count();
    let frozen = items.iter().filter(|item| matches!(item.state, SessionState::Frozen { .. })).count();
    let stopped = if frozen > 0 { [", ", &frozen.to_string(), " frozen"].concat() } else { String::new() };
    let heading = ["My sessions, ", &open.to_string(), " open", &stopped].concat();
    view! {
        <nav class="rail" id="rail" aria-label="My sessions" data-live>
            <div class="rail__head">
                <h2>{heading}</h2>
                <a class="btn btn--sm" href="/desk/new" aria-keyshortcuts="n">{icon("plus", "i i--sm")}"New "<kbd>"N"</kbd></a>
            </div>
            <ul class="rail__list">{items.iter().map(|item| row(item, here, now)).collect_view()}</ul>
            <dl class="keys" aria-label="Shortcuts">
                <dt><kbd>"P"</kbd></dt><dd>"Ask by push"</dd><dt><kbd>"A"</kbd></dt><dd>"Actions"</dd>
                <dt><kbd>"/"</kbd></dt><dd>"Find"</dd><dt><kbd>"R"</kbd></dt><dd>"Record"</dd>
                <dt><kbd>"!"</kbd></dt><dd>"Attack"</dd><dt><kbd>"?"</kbd></dt><dd>"All keys"</dd>
            </dl>
        </nav>
    }
    .into_any()
}

fn row(item: &RailItem, here: Option<SessionId>, now: Option<Timestamp>) -> AnyView {
    let mut href = ["/desk/", &item.session.to_string()].concat();
    if let Some((challenge, _)) = item.asking {
        href.extend(["/asked/", &challenge.to_string()]);
    }
    let name = item.channel.rule().name;
    let lasted = match item.state {
        SessionState::Ended { at } => time::lasted(item.opened_at, at).into_any(),
        _ => now.map(|now| tick::text(Kind::Lasted, item.opened_at, now)).into_any(),
    };
    let waiting = waits(item).map(|(whom, since)| {
        view! { <span class="waiting"><span class="pulse"></span>{whom}" "{now.map(|now| tick::text(Kind::Since, since, now))}</span> }
    });
    view! {
        <li>
            <a class="sess" aria-current=(here == Some(item.session)).then_some("page") href=href>
                <span class="chan" title=name>{icon(channel_icon(item.channel), "i")}</span>
                <span class="sess__name cut"><span class="vh">{name}", "</span>{item.name.clone()}</span>
                <span class="sess__time">{lasted}</span>
                <span class="sess__sub">{standing(item)}</span>
                {waiting}
            </a>
        </li>
    }
    .into_any()
}

/// Whom it waits for, and since when.
fn waits(item: &RailItem) -> Option<(&'static str, Timestamp)> {
    let customer = item.asking.map(|(_, since)| ("Waiting for customer", since));
    customer.or_else(|| item.second_person.map(|since| ("Needs second person", since)))
}

fn standing(item: &RailItem) -> AnyView {
    match item.state {
        SessionState::Frozen { .. } => view! { <span class="tag tag--bad">{icon("freeze", "i")}"Frozen"</span> }.into_any(),
        SessionState::Ended { .. } => "Ended".into_any(),
        SessionState::Open => {
            let goal = match (waits(item).is_some(), item.level >= item.goal) {
                (true, _) => String::new(),
                (false, true) => "Ready to act".to_owned(),
                (false, false) => ["Needs ", level::name(item.goal)].concat(),
            };
            view! { {level_chip(item.level, false)} {goal} }.into_any()
        }
    }
}
