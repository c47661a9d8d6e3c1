//! `/audit/entry/{number}`: one entry whole.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use domain::{audit_search::Search, refusal::Refusal};

use super::{
    address,
    beside::beside,
    decision::decision,
    parts::{grouped, instant, result, rule, story_link, whose, words},
    reader,
    view::EntryView,
};
use crate::{
    backend::ports,
    layout::{Here, StaffShell, Trouble, TroublePage},
    pruning::view::Pruned,
    ui::{icon, level_chip},
};

/// One entry.
#[component]
pub fn EntryPage() -> impl IntoView {
    let log = ports().log;
    let number = use_params_map().with_untracked(|params| params.get("number").and_then(|text| text.parse::<u64>().ok()));
    let search = use_query_map().with_untracked(address::search);
    let reader = match reader() {
        Ok(reader) => reader,
        Err(error) => return view! { <TroublePage error /> }.into_any(),
    };
    let Some(number) = number else {
        let error = Refusal::NotFound.into();
        return view! { <TroublePage error /> }.into_any();
    };
    let staff = reader.staff().clone();
    view! {
        <StaffShell staff here=Here::Log title=format!("Entry {number}") wide=true>
            <main class="sheet sheet--one" id="main">
                <div class="work">
                    <Suspense>
                        {Suspend::new(async move {
                            match log.entry(&reader, number).await {
                                Ok(entry) => drawn(&entry, number, &search),
                                Err(error) => match log.pruned(&reader, number).await {
                                    Ok(Some(pruned)) => gone(&pruned, number, &search),
                                    _ => view! { <Trouble error /> }.into_any(),
                                },
                            }
                        })}
                    </Suspense>
                </div>
            </main>
        </StaffShell>
    }
    .into_any()
}

fn gone(pruned: &Pruned, number: u64, search: &Search) -> AnyView {
    view! {
        <header class="sesshead">
            <div class="grow">
                <h1 class="row">{icon("trash", "i i--lg")}"This entry was pruned"</h1>
                <p class="ink3 mono">{["No. ", &grouped(number)].concat()}</p>
            </div>
            <a class="btn btn--sm" href=address::at("/audit", search)>"Back to the log"</a>
        </header>
        <p>{pruned.in_words()}</p>
        <p class="row"><a class="btn" href="/audit/pruning">"Prunings"</a></p>
    }
    .into_any()
}

fn drawn(entry: &EntryView, number: u64, search: &Search) -> AnyView {
    let (_, name, head, detail) = words(&entry.row);
    let other = |number: u64, words: &'static str| {
        let href = address::at(&["/audit/entry/", &number.to_string()].concat(), search);
        view! { <a class="btn btn--sm" href=href>{words}</a> }
    };
    view! {
        <header class="sesshead">
            <div class="grow">
                <h1 class="row">{icon(name, "i i--lg")}{head}</h1>
                <p class="ink3 mono">{["No. ", &grouped(number)].concat()}</p>
            </div>
            {entry.newer.map(|newer| other(newer, "Newer entry"))}
            {number.checked_sub(1).map(|older| other(older, "Older entry"))}
            <a class="btn btn--sm" href=address::at("/audit", search)>"Back to the log"</a>
        </header>
        <dl class="kv">{facts(entry, detail)}</dl>
        {beside(&entry.beside)}
        <section class="stack stack--sm">
            <h2 class="h-sec">"Receipt"</h2>
            <form method="post" action="/audit/receipt">
                <input type="hidden" name="number" value=number.to_string() />
                <button type="submit" class="btn">{icon("receipt", "i")}"Receipt file"</button>
            </form>
            <a class="btn" href=["/audit/entry/", &number.to_string(), "/receipt"].concat()>{icon("print", "i")}"Receipt to print"</a>
            <p class="xs ink3">"For the customer or an auditor; checks without us. Making one is an entry of its own."</p>
        </section>
    }
    .into_any()
}

fn facts(entry: &EntryView, detail: String) -> AnyView {
    let row = &entry.row;
    let fact = |name: &'static str, what: AnyView| view! { <dt>{name}</dt><dd>{what}</dd> }.into_any();
    let by = match entry.agent {
        Some(id) => {
            let href = format!("/audit?when=ever&agent={id}");
            view! { <a href=href>{row.by.clone()}</a> }.into_any()
        }
        None => row.by.clone().into_any(),
    };
    let case = entry.place.case.clone().map(|case| {
        let href = format!("/audit?when=ever&case={case}");
        view! { <a href=href>{case.to_string()}</a> }.into_any()
    });
    let facts = [
        Some(fact("Time", [instant(row.at), " UTC".to_owned()].concat().into_any())),
        Some(fact("By", by)),
        Some(fact("Result", result(row, detail))),
        entry.reason.clone().map(|reason| fact("In their words", reason.into_any())),
        row.session.map(|session| fact("Session", story_link(session))),
        entry.customer.as_ref().map(|customer| fact("Customer", whose(customer))),
        case.map(|case| fact("Case", case)),
        entry.place.channel.map(|channel| fact("Channel", channel.rule().name.into_any())),
        row.level.map(|level| fact("Level", level_chip(level, false))),
        rule(&entry.place).map(|rule| fact("Rule", rule)),
        row.event.as_ref().and_then(decision).map(|words| fact("Decision", words.into_any())),
        Some(fact("Kind", view! { <code>{entry.event.clone()}</code> }.into_any())),
    ];
    facts.into_iter().flatten().collect_view().into_any()
}
