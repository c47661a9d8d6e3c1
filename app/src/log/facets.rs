//! The filters beside what was found: one form that asks for an address. Nothing ticked in a group is all of it.

use leptos::prelude::*;

use domain::{
    action::ActionKind,
    assurance::{Level, Method},
    audit_search::{Group, Name, Outcome, When},
    channel::Channel,
};

use super::{parts::grouped, view::LogView};
use crate::{desk::parts::hidden, ui::level_chip};

/// One box of a facet.
struct Choice {
    value: &'static str,
    term: String,
    label: AnyView,
    on: bool,
}

fn choice(name: Name, value: &'static str, label: impl IntoView + 'static, on: bool) -> Choice {
    Choice { value, term: name.is(value), label: label.into_any(), on }
}

/// The form. What has no field of its own goes on as it is.
pub fn facets(page: &LogView) -> AnyView {
    let search = &page.search;
    let groups = Group::ALL.iter().map(|group| choice(Name::Group, group.key(), group.name(), search.groups.contains(group)));
    let outcomes = Outcome::ALL.iter().map(|came| choice(Name::Outcome, came.key(), came.name(), search.outcomes.contains(came)));
    let levels = Level::ALL.into_iter().rev().map(|level| Choice {
        term: Name::Level.is(level.rank()),
        ..choice(Name::Level, level.key(), level_chip(level, true), search.levels.contains(&level))
    });
    let channels = Channel::all().map(|channel| {
        let rule = channel.rule();
        choice(Name::Channel, rule.key, rule.name, search.channels.contains(&channel))
    });
    let methods = Method::ALL.into_iter().map(|method| choice(Name::Method, method.key(), method.name(), search.methods.contains(&method)));
    let actions =
        ActionKind::ALL.into_iter().map(|action| choice(Name::Action, action.key(), action.name(), search.actions.contains(&action)));
    let carried = search.pairs().into_iter().filter(|(name, _)| ["customer", "session", "case", "rule", "policy", "kind"].contains(name));
    view! {
        <form class="facets" id="filters" role="search" aria-label="Filters" method="get" action="/audit">
            {carried.map(|(name, value)| hidden(name, value)).collect_view()}
            {when(page)}
            <button type="submit" class="btn btn--primary">"Show"</button>
            {agent(page)}
            {facet(page, "Event", "event", groups.collect())}
            {facet(page, "Result", "result", outcomes.collect())}
            {facet(page, "Level at the time", "level", levels.collect())}
            {facet(page, "Channel", "channel", channels.collect())}
            {facet(page, "Method", "method", methods.collect())}
            {facet(page, "Action", "action", actions.collect())}
            <p class="hint">"Nothing ticked in a group is all of it."</p>
        </form>
    }
    .into_any()
}

fn facet(page: &LogView, legend: &'static str, name: &'static str, choices: Vec<Choice>) -> AnyView {
    let boxes: Vec<_> = choices
        .into_iter()
        .map(|Choice { value, term, label, on }| {
            let count = page.choices.iter().find(|(counted, _)| *counted == term).map_or(0, |(_, count)| *count);
            (on || count > 0 || matches!(name, "event" | "result" | "level")).then(|| {
                view! { <label><input type="checkbox" name=name value=value checked=on /><span>{label}</span><span>{grouped(count)}</span></label> }
            })
        })
        .collect();
    if boxes.iter().all(Option::is_none) {
        return ().into_any();
    }
    view! { <fieldset class="facet"><legend>{legend}</legend>{boxes}</fieldset> }.into_any()
}

fn when(page: &LogView) -> AnyView {
    let options = When::ALL.map(|when| {
        let (key, name) = when.words();
        view! { <option value=key selected=page.search.when == when>{name}</option> }
    });
    let value =
        |wanted: &str| page.search.pairs().into_iter().find(|(name, _)| *name == wanted).map(|(_, value)| value).unwrap_or_default();
    let (from, to) = (value("from"), value("to"));
    let open = !from.is_empty() || !to.is_empty();
    view! {
        <fieldset class="facet stack stack--sm">
            <legend>"When"</legend>
            <select class="input" name="when" aria-label="Time range">{options.into_iter().collect_view()}</select>
            <details open=open>
                <summary class="xs">"From and until"</summary>
                <div class="stack stack--sm">
                    <div class="field"><label for="from">"From, UTC"</label><input class="input" id="from" type="datetime-local" name="from" value=from /></div>
                    <div class="field"><label for="to">"Until, UTC"</label><input class="input" id="to" type="datetime-local" name="to" value=to /></div>
                </div>
            </details>
        </fieldset>
    }
    .into_any()
}

fn agent(page: &LogView) -> AnyView {
    let options: Vec<_> = page
        .staff
        .iter()
        .map(|(id, name)| view! { <option value=id.to_string() selected=page.search.agent == Some(*id)>{name.clone()}</option> })
        .collect();
    view! {
        <fieldset class="facet">
            <legend>"By"</legend>
            <select class="input" name="agent" aria-label="Member of staff"><option value="">"Anybody"</option>{options}</select>
        </fieldset>
    }
    .into_any()
}
