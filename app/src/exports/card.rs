//! One export: what, for whom, why, what was searched for; where it stands, and what the reader can do about it.

use leptos::prelude::*;

use domain::time::Timestamp;

use super::view::{ExportRow, Stands};
use crate::{
    desk::parts::{count, hidden},
    oversight::second_person::answers::answers as answer,
    ui::{
        icon,
        tick::{self, Kind},
    },
};

/// A request.
pub fn card(row: &ExportRow, has_passkey: bool, now: Timestamp) -> AnyView {
    let id = row.id.to_string();
    let mut lines = row.shown.iter().cloned();
    let title = lines.next().unwrap_or_default();
    let facts: Vec<_> = lines.map(|line| view! { <li>{line}</li> }).collect();
    let (class, stands) = standing(&row.stands);
    let until = matches!(row.stands, Stands::Waiting | Stands::Approved { .. })
        .then(|| view! { ", "{if row.stands == Stands::Waiting { "to be answered until " } else { "to be taken until " }}{tick::text(Kind::When, row.until, now)} });
    let search = ["/audit?", &row.search].concat();
    view! {
        <li class="approval" id=["e-", &id].concat() aria-labelledby=["what-", &id].concat()>
            <div class="row row--wrap">
                <b class="md" id=["what-", &id].concat()>{title.clone()}</b>
                <span class=class>{stands}</span>
                <span class="ink3 xs end">"Asked "{tick::text(Kind::When, row.asked_at, now)}{until}</span>
            </div>
            <ul class="ink2">{facts}</ul>
            {reason(&row.stands)}
            <p class="xs"><a href=search>"See what this search finds now"</a></p>
            {answers(row, &title, has_passkey)}
        </li>
    }
    .into_any()
}

fn standing(stands: &Stands) -> (&'static str, String) {
    match stands {
        Stands::Waiting => ("tag tag--accent", "Waits for approval".to_owned()),
        Stands::Approved { by, left } => {
            ("tag tag--good", ["Approved by ", by, ", ", &count(*left, "download left", "downloads left")].concat())
        }
        Stands::Taken { by } => ("tag", ["Approved by ", by, ", taken three times"].concat()),
        Stands::Denied { by, .. } => ("tag tag--bad", ["Not approved by ", by].concat()),
        Stands::Withdrawn => ("tag", "Withdrawn".to_owned()),
        Stands::Expired { approved: None, .. } => ("tag", "Nobody answered in time".to_owned()),
        Stands::Expired { approved: Some(by), taken: 0 } => ("tag", ["Approved by ", by, ", not taken in time"].concat()),
        Stands::Expired { approved: Some(by), taken } => {
            ("tag", ["Approved by ", by, ", taken ", &count(*taken, "time", "times")].concat())
        }
    }
}

fn reason(stands: &Stands) -> Option<AnyView> {
    match stands {
        Stands::Denied { reason, .. } => Some(view! { <p class="ink2">"“"{reason.clone()}"”"</p> }.into_any()),
        _ => None,
    }
}

fn answers(row: &ExportRow, title: &str, has_passkey: bool) -> AnyView {
    let id = row.id.to_string();
    match (&row.stands, row.yours) {
        (Stands::Waiting, true) => {
            view! {
                <p class="row row--top ink2">{icon("lock", "i")}<span>"You asked for this export yourself. Another supervisor or auditor has to approve it."</span></p>
                <div class="approval__answers">{withdraw(&id, title)}</div>
            }
            .into_any()
        }
        (Stands::Waiting, false) => {
            answer(&id, title, has_passkey, "/api/exports/deny", "Whoever asked reads it, and it is kept. Nothing is taken.")
        }
        (Stands::Approved { .. }, true) => {
            view! {
                <div class="approval__answers">
                    <form method="post" action="/audit/exports/file">
                        {hidden("request", id.clone())}
                        <button type="submit" class="btn btn--primary" aria-label=["Download: ", title].concat()>{icon("download", "i")}"Download"</button>
                    </form>
                    {withdraw(&id, title)}
                </div>
            }
            .into_any()
        }
        _ => ().into_any(),
    }
}

fn withdraw(id: &str, title: &str) -> AnyView {
    view! {
        <form method="post" action="/api/exports/withdraw">
            {hidden("request", id.to_owned())}
            <button type="submit" class="btn" aria-label=["Withdraw: ", title].concat()>"Withdraw"</button>
        </form>
    }
    .into_any()
}
