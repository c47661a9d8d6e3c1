//! `/floor/alerts`: every alert, what became of it, and a filter that works without a script.

use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};

use domain::{
    alert::{AlertBecause, AlertOutcome},
    ids::AlertId,
    time::Timestamp,
};

use super::{
    reader,
    view::{AlertPage, AlertRow, AlertSearch},
    words::{detail, head, look, standing},
};
use crate::{
    backend::ports,
    layout::{Here, StaffSheet, Trouble, TroublePage},
    ui::{icon, time::date_hm},
};

const LEAD: &str = "What supervisors were told of, who took it up, and what it turned out to be.";

/// A page of them.
#[component]
pub fn AlertsPage() -> impl IntoView {
    let oversight = ports().oversight;
    let search = use_query_map().with_untracked(asked);
    let reader = match reader() {
        Ok(reader) => reader,
        Err(error) => return view! { <TroublePage error /> }.into_any(),
    };
    let staff = reader.staff().clone();
    view! {
        <StaffSheet staff here=Here::Floor heading="Alerts" lead=LEAD>
            <Suspense>
                {Suspend::new(async move {
                    match oversight.alerts(&reader, search).await {
                        Ok(page) => drawn(&page),
                        Err(error) => view! { <Trouble error /> }.into_any(),
                    }
                })}
            </Suspense>
        </StaffSheet>
    }
    .into_any()
}

/// What the address asks for; what it does not say right asks for nothing.
fn asked(query: &ParamsMap) -> AlertSearch {
    let get = |name| query.get(name).unwrap_or_default();
    AlertSearch {
        because: AlertBecause::from_key(&get("kind")),
        outcome: AlertOutcome::from_key(&get("outcome")),
        open: match get("state").as_str() {
            "open" => Some(true),
            "closed" => Some(false),
            _ => None,
        },
        before: get("before")
            .split_once('.')
            .and_then(|(at, id)| Some((Timestamp::from_micros(at.parse().ok()?), id.parse::<AlertId>().ok()?))),
    }
}

/// Where that search leads, from that place on.
fn address(search: AlertSearch, before: Option<(Timestamp, AlertId)>) -> String {
    let state = search.open.map(|open| if open { "open" } else { "closed" });
    let before = before.map(|(at, id)| [&at.micros().to_string(), ".", &id.to_string()].concat());
    let pairs = [
        ("kind", search.because.map(|because| because.key().to_owned())),
        ("outcome", search.outcome.map(|outcome| outcome.key().to_owned())),
        ("state", state.map(ToOwned::to_owned)),
        ("before", before),
    ];
    let query: Vec<_> = pairs.into_iter().filter_map(|(name, value)| value.map(|value| [name, "=", &value].concat())).collect();
    ["/floor/alerts?", &query.join("&")].concat()
}

fn drawn(page: &AlertPage) -> AnyView {
    let list = if page.alerts.is_empty() {
        view! {
            <div class="empty">{icon("shieldok", "i")}<h2>"No alert fits"</h2><p>"Take a filter away, or look at the floor for what is open now."</p></div>
        }
        .into_any()
    } else {
        view! {
            <div class="scrollx" tabindex="0" role="region" aria-label="Alerts, newest first">
                <table class="table table--tall">
                    <thead>
                        <tr>
                            <th scope="col">"When, UTC"</th><th scope="col">"Alert"</th><th scope="col">"State"</th><th scope="col">"It was"</th>
                        </tr>
                    </thead>
                    <tbody>{page.alerts.iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    let older = page.older.map(|before| view! { <a class="btn" rel="next" href=address(page.search, Some(before))>"Older"</a> });
    let newest = page.search.before.map(|_| view! { <a class="btn" href=address(page.search, None)>"Newest"</a> });
    view! {
        {filters(page.search)}
        {list}
        <div class="row">{newest}{older}</div>
    }
    .into_any()
}

fn row(alert: &AlertRow) -> impl IntoView {
    let (class, name) = look(alert.because);
    let href = ["/floor/alerts/", &alert.id.to_string()].concat();
    view! {
        <tr>
            <td>{date_hm(alert.at, 0)}</td>
            <td class="wrap">
                <a href=href class="row"><span class=class>{icon(name, "i")}</span>{head(alert.because)}</a>
                <p class="ink3 xs">{detail(alert)}</p>
            </td>
            <td>{standing(alert)}</td>
            <td>{alert.outcome.map_or("", AlertOutcome::name)}</td>
        </tr>
    }
}

fn filters(search: AlertSearch) -> AnyView {
    let option = |value: &'static str, name: &'static str, on: bool| view! { <option value=value selected=on>{name}</option> };
    let kinds: Vec<_> =
        AlertBecause::ALL.into_iter().map(|because| option(because.key(), head(because), search.because == Some(because))).collect();
    let outcomes: Vec<_> =
        AlertOutcome::ALL.into_iter().map(|outcome| option(outcome.key(), outcome.name(), search.outcome == Some(outcome))).collect();
    let states = [("open", "Open", Some(true)), ("closed", "Closed", Some(false))];
    let states: Vec<_> = states.into_iter().map(|(value, name, open)| option(value, name, search.open == open)).collect();
    view! {
        <form class="row row--wrap filters" role="search" aria-label="Filters" method="get" action="/floor/alerts">
            <select class="input" name="kind" aria-label="Kind"><option value="">"Any kind"</option>{kinds}</select>
            <select class="input" name="state" aria-label="State"><option value="">"Open and closed"</option>{states}</select>
            <select class="input" name="outcome" aria-label="Outcome"><option value="">"Any outcome"</option>{outcomes}</select>
            <button type="submit" class="btn">"Show"</button>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_all_of_a_search_and_what_is_wrong_in_it_asks_for_nothing() {
        let id: AlertId = "01890000-0000-7000-8000-000000000001".parse().unwrap();
        let before = Some((Timestamp::from_micros(1_773_325_231_000_000), id));
        let search = AlertSearch { because: Some(AlertBecause::LookUps), outcome: Some(AlertOutcome::Training), open: Some(false), before };
        let address = address(search, before);
        let (_, query) = address.split_once('?').unwrap();
        let pairs = query.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(asked(&pairs.collect()), search);
        let wrong = [("kind", "weather"), ("before", "x.y"), ("state", "ajar")].map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(asked(&wrong.into_iter().collect()), AlertSearch::default());
    }
}
