//! What the search asks for that has no box: each with the way to take it away.

use leptos::prelude::*;

use domain::audit_search::Search;

use super::{
    address::at,
    parts::{grouped, short},
    view::LogView,
};
use crate::{desk::parts::number, ui::icon};

/// The active filters.
pub fn filters(page: &LogView) -> AnyView {
    let search = &page.search;
    let without = |change: fn(&mut Search)| {
        let mut other = Search { before: None, ..search.clone() };
        change(&mut other);
        at("/audit", &other)
    };
    let shown = [
        page.customer.as_ref().map(|digits| (["Customer ", &number(digits)].concat(), without(|search| search.customer = None))),
        search.session.map(|id| (["Session ", &short(id)].concat(), without(|search| search.session = None))),
        search.case.as_ref().map(|case| (format!("Case {case}"), without(|search| search.case = None))),
        search.rule.as_ref().map(|rule| (format!("Rule {rule}"), without(|search| search.rule = None))),
        search.policy.map(|version| (format!("Policy v{version}"), without(|search| search.policy = None))),
        search.event.as_ref().map(|event| (event.replace('_', " "), without(|search| search.event = None))),
        (!search.text.is_empty()).then(|| (format!("“{}”", search.text), without(|search| search.text.clear()))),
    ];
    let shown = shown.into_iter().flatten().map(|(words, href)| {
        let label = ["Remove filter ", &words].concat();
        view! { <span class="filter">{words}<a href=href aria-label=label>{icon("x", "i i--sm")}</a></span> }
    });
    let count =
        [if page.at_least { "at least " } else { "" }, &grouped(page.total), if page.total == 1 { " entry" } else { " entries" }].concat();
    view! { {shown.collect_view()}<span class="ink3 xs nowrap" id="count">{count}</span> }.into_any()
}
