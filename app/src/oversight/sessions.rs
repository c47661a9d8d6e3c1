//! The table of the floor's sessions, the longest wait first.

use leptos::prelude::*;

use domain::{
    assurance::Method,
    floor::{Doing, Show},
    time::Timestamp,
};

use super::view::{FloorRow, FloorView};
use crate::{
    desk::{parts::seen, rail::channel_icon},
    ui::{
        icon, level_chip,
        tick::{Kind, text},
    },
};

/// How many stand on a page.
const A_PAGE: usize = 100;

/// Which of them are shown, and from which on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Shown {
    /// Which.
    pub show: Show,
    /// How many of those stand on pages before this.
    pub from: usize,
}

impl Shown {
    /// As the address says it, without its question mark.
    pub fn query(self) -> String {
        let from = if self.from == 0 { String::new() } else { ["&from=", &self.from.to_string()].concat() };
        ["show=", self.show.words().0, &from].concat()
    }

    fn href(self) -> String {
        ["/floor?", &self.query()].concat()
    }
}

/// The heading with its filter, and the table.
pub fn sessions(floor: &FloorView, shown: Shown) -> AnyView {
    let filter: Vec<_> = Show::ALL
        .into_iter()
        .map(|show| {
            let all = floor.rows.iter().filter(|row| show.has(row.doing)).count();
            let words = [show.words().1, " ", &all.to_string()].concat();
            let here = (show == shown.show).then_some("true");
            view! { <a href=Shown { show, from: 0 }.href() aria-current=here>{words}</a> }
        })
        .collect();
    let rows: Vec<_> = floor.rows.iter().filter(|row| shown.show.has(row.doing)).collect();
    let (before, count) = (shown.from.min(rows.len()), rows.len());
    let page = rows.into_iter().skip(before).take(A_PAGE);
    let rest = count.saturating_sub(before + A_PAGE);
    let table = if count == 0 { nobody(shown.show) } else { table(page.map(|one| row(one, floor.now)).collect()) };
    let earlier = (before > 0).then(|| {
        let href = Shown { from: before.saturating_sub(A_PAGE), ..shown }.href();
        view! { <a class="btn btn--sm" href=href>"Earlier"</a> }
    });
    let next = (rest > 0).then(|| {
        let href = Shown { from: before + A_PAGE, ..shown }.href();
        view! { <a class="btn btn--sm" href=href>{["Next, ", &rest.to_string(), " more"].concat()}</a> }
    });
    let foot = (before > 0 || rest > 0).then(|| view! { <div class="panefoot">{earlier}{next}</div> });
    view! {
        <div class="live" id="sessions" data-live>
            <div class="panehead">
                <h2 class="h-sec">"Sessions"</h2>
                <a class="xs" href="/floor/numbers">"Numbers"</a>
                <nav class="seg end" aria-label="Show">{filter}</nav>
            </div>
            <div class="pane scrollx" tabindex="0" role="region" aria-label="Sessions, longest wait first">{table}</div>
            {foot}
        </div>
    }
    .into_any()
}

fn nobody(show: Show) -> AnyView {
    let (head, body) = match show {
        Show::All => ("No open sessions", "When an agent opens a session, it stands here within a second."),
        Show::Waiting => ("Nobody waits for a customer", "Sessions in which a customer is being asked stand here."),
        Show::NeedsMe => ("Nothing needs you", "Frozen sessions and those that wait for a second person stand here."),
    };
    view! { <div class="empty">{icon("users", "i")}<h3>{head}</h3><p>{body}</p></div> }.into_any()
}

fn table(rows: Vec<AnyView>) -> AnyView {
    view! {
        <table class="table table--tall">
            <thead>
                <tr>
                    <th scope="col">"Customer"</th>
                    <th scope="col">"Agent"</th>
                    <th scope="col">"Level"</th>
                    <th scope="col">"State"</th>
                    <th scope="col" class="num">"Waiting"</th>
                    <th scope="col" class="num">"Elapsed"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(row: &FloorRow, now: Timestamp) -> AnyView {
    let href = ["/audit/session/", &row.session.to_string()].concat();
    let channel = [row.channel.rule().name, ", "].concat();
    let level = match row.doing {
        Doing::Frozen => view! { <span class="tag tag--bad">{icon("freeze", "i")}"Frozen"</span> }.into_any(),
        _ => level_chip(row.level, false),
    };
    let pulse = matches!(row.doing, Doing::Waiting { .. }).then(|| view! { <span class="pulse"></span> });
    let class = if row.slow { "warn" } else { "" };
    let waiting = row.doing.since().map(|since| view! { <span class=class>{text(Kind::Since, since, now)}</span> });
    view! {
        <tr>
            <td>
                <a href=href class="row"><span class="ink3">{icon(channel_icon(row.channel), "i")}</span><span class="vh">{channel}</span>{seen(&row.customer)}</a>
            </td>
            <td>{row.agent.clone()}</td>
            <td>{level}</td>
            <td><span class="waiting">{pulse}{state(row.doing)}</span></td>
            <td class="num">{waiting}</td>
            <td class="num">{text(Kind::Lasted, row.opened_at, now)}</td>
        </tr>
    }
    .into_any()
}

/// What it is at, in words.
fn state(doing: Doing) -> String {
    match doing {
        Doing::Frozen => "Needs you".to_owned(),
        Doing::Waiting { method: Method::Totp, .. } => "Waiting, authenticator".to_owned(),
        Doing::Waiting { method: Method::Pin, .. } => "Waiting, PIN".to_owned(),
        Doing::Waiting { method, .. } => ["Waiting, ", &method.name().to_lowercase()].concat(),
        Doing::SecondPerson { .. } => "Needs second person".to_owned(),
        Doing::Approved => "Approved, not run yet".to_owned(),
        Doing::Paused => "Paused".to_owned(),
        Doing::Done { action } => [action.name(), ": done"].concat(),
        Doing::Ready => "Ready to act".to_owned(),
        Doing::Closed { action } => [action.name(), " not open"].concat(),
        Doing::NotAsked => "Nothing asked yet".to_owned(),
        Doing::NotEnough => "Proved too little yet".to_owned(),
    }
}
