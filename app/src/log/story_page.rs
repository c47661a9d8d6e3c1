//! `/audit/session/{id}`: all that was written of one session, first to last, with the words its customer was shown. It prints as it stands.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use domain::{audit::Event, ids::SessionId, refusal::Refusal};

use super::{
    beside::beside,
    decision::decision,
    parts::{clock, grouped, instant, rule, short, whose, words},
    reader,
    view::{Line, StoryView},
};
use crate::{
    backend::ports,
    layout::{Here, StaffShell, Trouble, TroublePage},
    ui::{icon, level_chip},
};

/// A session's story.
#[component]
pub fn StoryPage() -> impl IntoView {
    let log = ports().log;
    let session = use_params_map().with_untracked(|params| params.get("session").and_then(|text| text.parse::<SessionId>().ok()));
    let reader = match reader() {
        Ok(reader) => reader,
        Err(error) => return view! { <TroublePage error /> }.into_any(),
    };
    let Some(session) = session else {
        let error = Refusal::NotFound.into();
        return view! { <TroublePage error /> }.into_any();
    };
    let staff = reader.staff().clone();
    view! {
        <StaffShell staff here=Here::Log title=["Session ", &short(session)].concat() wide=true>
            <main class="sheet sheet--one story" id="main">
                <div class="work">
                    <Suspense>
                        {Suspend::new(async move {
                            match log.story(&reader, session).await {
                                Ok(story) => drawn(&story),
                                Err(error) => view! { <Trouble error /> }.into_any(),
                            }
                        })}
                    </Suspense>
                </div>
            </main>
        </StaffShell>
    }
    .into_any()
}

fn drawn(story: &StoryView) -> AnyView {
    let case = story.case.as_ref().map(|case| format!(", case {case}"));
    let lines: Vec<_> = story.lines.iter().map(line).collect();
    let cut = story
        .cut
        .then(|| view! { <p class="hint">"Only the first entries are shown. Search the log for the session to see the others."</p> });
    let pruned = story.pruned.as_ref().map(|pruned| view! { <p class="hint">{pruned.beginning_in_words()}</p> });
    let search = format!("/audit?when=ever&session={}", story.session);
    view! {
        <header class="sesshead">
            <div class="grow">
                <h1>{["Session ", &short(story.session)].concat()}</h1>
                <p class="ink3">{["Opened ", &instant(story.opened_at), " UTC, by ", &story.agent].concat()}{case}</p>
                <p>"Customer "{whose(&story.customer)}</p>
                <p class="xs ink3 mono">{story.session.to_string()}</p>
            </div>
            <a class="btn btn--sm" href=search>"Search in it"</a>
            <a class="btn btn--sm" href="/audit">"Back to the log"</a>
        </header>
        {pruned}
        <ol class="story__lines">{lines}</ol>
        {cut}
    }
    .into_any()
}

fn line(line: &Line) -> AnyView {
    let (class, name, head, detail) = words(&line.row);
    let number = line.row.number.map(|number| {
        let href = format!("/audit/entry/{number}");
        view! { <a class="mono xs" href=href>{["No. ", &grouped(number)].concat()}</a> }
    });
    let addresses = match &line.row.event {
        Some(Event::EarlierAddressesTold { phones, .. }) if *phones > 0 => Some(format!(", {phones} by phone")),
        _ => None,
    };
    let why = line.row.event.as_ref().and_then(decision).map(|words| view! { <p>{words}</p> });
    let rule = rule(&line.place).map(|rule| view! { <p>{rule}</p> });
    let channel = line.place.channel.map(|channel| channel.rule().name);
    view! {
        <li class=class>
            <time datetime=line.row.at.to_string()>{clock(line.row.at)}</time>
            {icon(name, "i")}
            <div class="grow stack stack--sm">
                <p><b>{head}</b>{detail}{addresses}</p>
                <p class="row xs ink3">{line.row.by.clone()}{channel.map(|name| [", ", name].concat())}{line.row.level.map(|level| level_chip(level, true))}{number}</p>
                {why}
                {rule}
                {beside(&line.beside)}
            </div>
        </li>
    }
    .into_any()
}
