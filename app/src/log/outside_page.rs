//! `/audit/outside`: who did an action that a version of the policy would not have let them (P4).

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use domain::{action::ActionKind, policy::outside::Verdict};

use super::{
    decision::lacks,
    outside::{DAYS, OutsideRow, OutsideSearch, OutsideView},
    parts::{grouped, instant, story_link},
    reader,
};
use crate::{
    backend::ports,
    layout::{Here, StaffSheet, Trouble, TroublePage},
};

const LEAD: &str =
    "Each run is asked again of a version of the policy, with what had been proved when it ran. That you looked is in the record.";

/// The question, and what answers it.
#[component]
pub fn OutsidePage() -> impl IntoView {
    let log = ports().log;
    let search = use_query_map().with_untracked(OutsideSearch::of);
    let reader = match reader() {
        Ok(reader) => reader,
        Err(error) => return view! { <TroublePage error /> }.into_any(),
    };
    let staff = reader.staff().clone();
    view! {
        <StaffSheet staff here=Here::Log heading="Done outside of a policy" lead=LEAD>
            <Suspense>
                {Suspend::new(async move {
                    match log.outside(&reader, search).await {
                        Ok(page) => drawn(&page),
                        Err(error) => view! { <Trouble error /> }.into_any(),
                    }
                })}
            </Suspense>
        </StaffSheet>
    }
    .into_any()
}

fn drawn(page: &OutsideView) -> AnyView {
    let found = page.search.action.map(|action| found(page, action));
    view! { {form(page)} {found} }.into_any()
}

fn form(page: &OutsideView) -> AnyView {
    let asked = page.search;
    let actions: Vec<_> = ActionKind::ALL
        .into_iter()
        .map(|action| view! { <option value=action.key() selected=asked.action == Some(action)>{action.name()}</option> })
        .collect();
    let versions: Vec<_> = page
        .versions
        .iter()
        .map(
            |version| view! { <option value=version.to_string() selected=*version == page.version>{format!("Version {version}")}</option> },
        )
        .collect();
    let mut days = DAYS;
    days.sort_unstable();
    let days: Vec<_> = days
        .into_iter()
        .map(|days| view! { <option value=days.to_string() selected=days == asked.days>{format!("{days} days")}</option> })
        .collect();
    view! {
        <form class="row row--wrap filters" role="search" aria-label="What to look for" method="get" action="/audit/outside">
            <select class="input" name="action" aria-label="Action">{actions}</select>
            <select class="input" name="version" aria-label="Policy">{versions}</select>
            <select class="input" name="days" aria-label="In the last">{days}</select>
            <button type="submit" class="btn btn--primary">"Look"</button>
        </form>
    }
    .into_any()
}

fn found(page: &OutsideView, action: ActionKind) -> AnyView {
    let (runs, version) = (grouped(page.runs), page.version);
    let cut = page.cut.then(|| view! { <p class="hint">"Only the latest 20 000 changes of that time were looked at."</p> });
    if page.rows.is_empty() {
        let words = match page.runs {
            0 => format!("{} did not run in that time.", action.name()),
            _ => format!("{} ran {runs} times, each as version {version} lets it.", action.name()),
        };
        return view! { <div class="empty"><h2>"Nothing outside"</h2><p>{words}</p></div> {cut} }.into_any();
    }
    let more = (page.outside > page.rows.len() as u64).then(|| view! { <p class="hint">"The newest of them are shown."</p> });
    let rows: Vec<_> = page.rows.iter().map(row).collect();
    view! {
        <p><b>{grouped(page.outside)}</b>{format!(" of {runs} that ran would not have been let by version {version}.")}</p>
        {cut}
        {more}
        <div class="scrollx" tabindex="0" role="region" aria-label="Runs outside of the policy">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">"When, UTC"</th>
                        <th scope="col">"By"</th>
                        <th scope="col">"Session"</th>
                        <th scope="col">"Let by"</th>
                        <th scope="col">{format!("Version {version} says")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(one: &OutsideRow) -> AnyView {
    let when = instant(one.row.at);
    let when = match one.row.number {
        Some(number) => view! { <a href=format!("/audit/entry/{number}")>{when}</a> }.into_any(),
        None => when.into_any(),
    };
    let let_by =
        one.let_by.as_ref().map_or_else(|| "Its entry names no rule".to_owned(), |(rule, version)| format!("{rule}, version {version}"));
    let rule = one.rule.clone().map(|rule| view! { <span class="xs ink3 mono">{rule}</span> });
    view! {
        <tr>
            <td>{when}</td>
            <td>{one.row.by.clone()}</td>
            <td>{one.row.session.map(story_link)}</td>
            <td class="xs mono">{let_by}</td>
            <td>{says(&one.verdict)}" "{rule}</td>
        </tr>
    }
    .into_any()
}

fn says(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Within => "Allowed".to_owned(),
        Verdict::Lacked(missing) => ["Missing: ", &lacks(*missing)].concat(),
        Verdict::Closed => "Closed, whatever had been proved".to_owned(),
        Verdict::Unknown(name) => format!("It does not know “{name}”"),
        Verdict::Unrecorded => "Its entry keeps no decision that can be asked again".to_owned(),
    }
}
