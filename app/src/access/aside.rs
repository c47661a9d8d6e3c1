//! Beside a review: what stands out, how far it is, what waits, and the reviews before.

use domain::{
    access::{Finding, Standing},
    agent::{LogReader, Staff},
    time::Timestamp,
};
use leptos::prelude::*;

use super::{
    view::{AccessView, GrantRow, Report, RequestRow, ReviewRow, ReviewView},
    words::{count, last_day},
};
use crate::{
    account::role_name,
    log::grouped,
    ui::{
        icon,
        time::{date, day},
    },
};

/// More than these are in the table.
const FEW: usize = 3;
const DAY: i64 = 86_400_000_000;

/// All of it but the form that starts a review.
pub fn aside(page: &AccessView) -> AnyView {
    let review = page.review.as_ref().map(|review| {
        let open = review.row.standing == Standing::Open;
        view! { {stands_out(review, &page.reader)} {open.then(removing)} {progress(review, open, page.now)} {export(review)} }
    });
    view! { {review} {requests(&page.requests)} {report(&page.report, page.now)} {others(&page.others)} }.into_any()
}

fn stands_out(review: &ReviewView, reader: &Staff) -> AnyView {
    let reads = LogReader::try_from(reader.clone()).is_ok();
    let often = review.grants.iter().filter(|row| matches!(row.finding, Finding::Times(_)) && row.decided.is_none()).take(FEW);
    let notes: Vec<_> = often.map(|row| often_used(row, reads)).collect();
    (!notes.is_empty()).then(|| view! { <section class="stack stack--sm" aria-label="Stands out">{notes}</section> }).into_any()
}

fn often_used(row: &GrantRow, reads: bool) -> AnyView {
    let head = [&row.name, ", ", role_name(row.grant.role), ": ", &grouped(u64::from(row.uses)), " times"].concat();
    let usual = row.usual.map(|usual| ["The usual is ", &grouped(u64::from(usual)), ". "].concat());
    let href = ["/audit?agent=", &row.grant.staff.to_string()].concat();
    view! {
        <div class="note note--bad">
            {icon("alert", "i")}
            <p class="grow"><b>{head}</b><br />{usual}"This is a count, not a verdict."</p>
        </div>
        {reads.then(|| view! { <p><a class="btn" href=href>"See these events"</a></p> })}
    }
    .into_any()
}

fn removing() -> AnyView {
    let line = |name: &'static str, words: &'static str| view! { <li class="row row--top">{icon(name, "i")}<span>{words}</span></li> };
    view! {
        <section class="stack stack--sm">
            <h2 class="h-sec">"If you remove it"</h2>
            <ul class="stack stack--sm ink2">
                {line("clock", "Ends at once, also in open pages.")}
                {line("users", "Their open sessions stay; a colleague can take them over.")}
                {line("undo", "Two administrators can give it back.")}
            </ul>
        </section>
    }
    .into_any()
}

fn progress(review: &ReviewView, open: bool, now: Timestamp) -> AnyView {
    let all = review.grants.len();
    let decided = review.grants.iter().filter(|row| row.decided.is_some()).count();
    let words = [&decided.to_string(), " of ", &all.to_string(), " decided"].concat();
    let width = [&(decided * 100 / all.max(1)).to_string(), "%"].concat();
    let left = (review.row.due.micros() - now.micros()).max(0);
    let days = usize::try_from((left + DAY - 1) / DAY).unwrap_or_default();
    let rule = [
        "Undecided at the end of ",
        &date(last_day(review.row.due), 0),
        " (UTC) is removed; the last administrator stays. Your own are decided by somebody else.",
    ];
    view! {
        <section class="stack stack--sm">
            <h2 class="h-sec">"Progress"</h2>
            <svg class="bar bar--accent" role="img" aria-label=words.clone()><rect width=width height="100%" rx="3"></rect></svg>
            <p class="row ink3 xs"><span>{words.clone()}</span>{open.then(|| view! { <span class="end">{count(days, "day left", "days left")}</span> })}</p>
            {open.then(|| view! { <p class="hint">{rule.concat()}</p> })}
        </section>
    }
    .into_any()
}

fn export(review: &ReviewView) -> AnyView {
    let id = review.row.id.to_string();
    view! {
        <section class="stack stack--sm">
            <h2 class="h-sec">"The record"</h2>
            <form class="row" method="post" action="/access/export.csv">
                <input type="hidden" name="review" value=id />
                <button type="submit" class="btn btn--sm">{icon("download", "i")}"CSV"</button>
                <button type="submit" class="btn btn--sm" formaction="/access/export.jsonl">{icon("download", "i")}"JSON Lines"</button>
            </form>
            <p class="hint">"Who decided what and when, each with its entry in the audit log. That you took it is in the log too."</p>
        </section>
    }
    .into_any()
}

fn requests(waiting: &[RequestRow]) -> AnyView {
    let line = |row: &RequestRow| {
        let href = ["/access/staff/", &row.staff.to_string()].concat();
        let words = [role_name(row.role), ", asked by ", &row.asked_by.1].concat();
        view! { <li><a href=href>{row.name.clone()}</a>": "{words}</li> }
    };
    let lines: Vec<_> = waiting.iter().map(line).collect();
    (!lines.is_empty())
        .then(|| view! { <section class="stack stack--sm"><h2 class="h-sec">"Waits for a second administrator"</h2><ul class="stack stack--sm">{lines}</ul></section> })
        .into_any()
}

fn report(report: &Report, now: Timestamp) -> AnyView {
    let person = |id: &domain::ids::AgentId, name: &str| {
        let href = ["/access/staff/", &id.to_string()].concat();
        view! { <a href=href>{name.to_owned()}</a> }
    };
    let dormant = report.dormant.iter().map(|(id, name, at)| {
        let last = at.map_or_else(|| "never".to_owned(), |at| day(at, now, 0));
        view! { <li class="row"><span>{person(id, name)}</span><span class="end ink3 xs">{last}</span></li> }
    });
    let many = report.many.iter().map(|(id, name, roles)| {
        view! { <li class="row"><span>{person(id, name)}</span><span class="end ink3 xs">{count(*roles, "role", "roles")}</span></li> }
    });
    let (dormant, many): (Vec<_>, Vec<_>) = (dormant.collect(), many.collect());
    let all_well = (dormant.is_empty() && many.is_empty())
        .then(|| view! { <p class="ink2">"Everybody signed in within 90 days, and nobody has more than two roles."</p> });
    view! {
        <section class="stack stack--sm">
            <h2 class="h-sec">"Among all who are active"</h2>
            {all_well}
            {(!dormant.is_empty()).then(|| view! { <h3 class="ink2">"Not signed in for 90 days"</h3><ul class="stack stack--sm">{dormant}</ul> })}
            {(!many.is_empty()).then(|| view! { <h3 class="ink2">"More than two roles"</h3><ul class="stack stack--sm">{many}</ul> })}
        </section>
    }
    .into_any()
}

fn others(others: &[ReviewRow]) -> AnyView {
    let line = |row: &ReviewRow| {
        let href = ["/access/", &row.id.to_string()].concat();
        let stands = match row.standing {
            Standing::Open => "Under way",
            Standing::Finished => "Finished",
            Standing::Lapsed => "Its day came",
        };
        view! { <li class="row"><a class="cut" href=href>{row.name.clone()}</a><span class="end ink3 xs nowrap">{stands}</span></li> }
    };
    let lines: Vec<_> = others.iter().map(line).collect();
    (!lines.is_empty())
        .then(|| view! { <section class="stack stack--sm"><h2 class="h-sec">"Other reviews"</h2><ul class="stack stack--sm">{lines}</ul></section> })
        .into_any()
}

/// The form that starts a review, when none is under way.
pub fn start(page: &AccessView, reviewer: bool) -> AnyView {
    if page.under_way || !reviewer {
        return ().into_any();
    }
    view! {
        <section class="stack stack--sm" aria-labelledby="start-h">
            <h2 class="h-sec" id="start-h">"Start a review"</h2>
            <form class="stack stack--sm" method="post" action="/api/access/start">
                <div class="field">
                    <label for="review-name">"Name"</label>
                    <input class="input" id="review-name" name="name" required maxlength="80" autocomplete="off" placeholder="Access review, spring" />
                </div>
                <div class="field">
                    <label for="review-due">"Due"</label>
                    <input class="input" id="review-due" name="due" type="date" required aria-describedby="due-h" />
                    <span class="hint" id="due-h">"What nobody keeps by the end of that day (UTC) is removed. Within 90 days."</span>
                </div>
                <button type="submit" class="btn btn--primary">"Start the review"</button>
            </form>
        </section>
    }
    .into_any()
}
