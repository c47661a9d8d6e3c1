//! `/floor/numbers`: how long verifying takes and how it ends, over a day, a week or a month.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use domain::numbers::{Line, Numbers, Span};

use super::{
    figures::{figure, percent},
    reader,
};
use crate::{
    backend::ports,
    desk::parts::count,
    layout::{Here, StaffSheet, Trouble, TroublePage},
    ui::{Tone, icon, note},
};

const LEAD: &str = "From asked to approved, by the customer’s own hand. Shares are of requests that ended by themselves or by the customer; what an agent took back is not in them. Days are UTC.";

/// The numbers.
#[component]
pub fn NumbersPage() -> impl IntoView {
    let oversight = ports().oversight;
    let span = use_query_map().with_untracked(|query| Span::from_key(&query.get("span").unwrap_or_default()));
    let reader = match reader() {
        Ok(reader) => reader,
        Err(error) => return view! { <TroublePage error /> }.into_any(),
    };
    let staff = reader.staff().clone();
    view! {
        <StaffSheet staff here=Here::Floor heading="Numbers" lead=LEAD>
            <Suspense>
                {Suspend::new(async move {
                    match oversight.numbers(&reader, span).await {
                        Ok(numbers) => drawn(&numbers),
                        Err(error) => view! { <Trouble error /> }.into_any(),
                    }
                })}
            </Suspense>
        </StaffSheet>
    }
    .into_any()
}

fn drawn(numbers: &Numbers) -> AnyView {
    let spans: Vec<_> = Span::ALL
        .into_iter()
        .map(|span| {
            let (key, name) = span.words();
            let here = (span == numbers.span).then_some("true");
            view! { <a href=["/floor/numbers?span=", key].concat() aria-current=here>{name}</a> }
        })
        .collect();
    let file = |ending: &str| ["/export/numbers.", ending, "?span=", numbers.span.words().0].concat();
    let cut = numbers.cut.then(|| {
        let body = "Only the newest requests and decisions of this span are counted.";
        note(Tone::Plain, "scale", "There are more than are counted".to_owned(), body, false)
    });
    view! {
        <div class="row row--wrap">
            <nav class="seg" aria-label="Over which time">{spans}</nav>
            <a class="btn btn--sm end" href=file("csv") download>{icon("download", "i")}"CSV"</a>
            <a class="btn btn--sm" href=file("jsonl") download>{icon("download", "i")}"JSON Lines"</a>
        </div>
        {cut}
        {all(numbers)}
        {table("By method", "Method", numbers.methods.iter().map(|(method, line)| (method.name(), *line)).collect())}
        {table("By channel", "Channel", numbers.channels.iter().map(|(channel, line)| (channel.rule().name, *line)).collect())}
    }
    .into_any()
}

fn all(numbers: &Numbers) -> AnyView {
    let line = &numbers.all;
    let of = |part: u32| [&part.to_string(), " of ", &count(line.ended, "request", "requests")].concat().into_any();
    let ends = numbers.dead_ends;
    let slow = ["95% within ", &seconds(line.p95)].concat();
    view! {
        <div class="kpis kpis--even" role="group" aria-label="Over all">
            {figure("Seconds to verify, median", seconds(line.p50), slow.into_any())}
            {figure("Not approved", percent(line.failed()), of(line.ended - line.answered))}
            {figure("Said it was fraud", percent(line.fraud()), of(line.not_me + line.told_to))}
            {figure("Dead ends", ends.sessions.to_string(), ["Of ", &count(ends.of, "session", "sessions"), " with a decision"].concat().into_any())}
        </div>
    }
    .into_any()
}

/// `18.4 s`; a dash where nothing was approved.
fn seconds(millis: Option<u64>) -> String {
    millis.map_or_else(|| "–".to_owned(), |millis| format!("{}.{} s", millis / 1_000, millis / 100 % 10))
}

fn table(heading: &'static str, of: &'static str, lines: Vec<(&'static str, Line)>) -> AnyView {
    if lines.is_empty() {
        return view! { <section><h2 class="h-sec">{heading}</h2><p class="ink3">"No customer was asked anything in this time."</p></section> }.into_any();
    }
    view! {
        <section class="stack stack--sm">
            <h2 class="h-sec">{heading}</h2>
            <div class="scrollx" tabindex="0" role="region" aria-label=heading>
                <table class="table" aria-label=heading>
                    <thead>
                        <tr>
                            <th scope="col">{of}</th>
                            <th scope="col" class="num">"Requests"</th>
                            <th scope="col" class="num">"Median"</th>
                            <th scope="col" class="num">"95%"</th>
                            <th scope="col" class="num">"Not approved"</th>
                            <th scope="col" class="num">"Not me, or told to"</th>
                            <th scope="col" class="num">"Ran out"</th>
                            <th scope="col" class="num">"Too many wrong"</th>
                            <th scope="col" class="num">"Taken back"</th>
                        </tr>
                    </thead>
                    <tbody>{lines.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn row((name, line): (&'static str, Line)) -> impl IntoView {
    let share = |part: u32| [&percent(line.share(part)), " (", &part.to_string(), ")"].concat();
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="num">{line.ended.to_string()}</td>
            <td class="num">{seconds(line.p50)}</td>
            <td class="num">{seconds(line.p95)}</td>
            <td class="num">{share(line.ended - line.answered)}</td>
            <td class="num">{share(line.not_me + line.told_to)}</td>
            <td class="num">{share(line.ran_out)}</td>
            <td class="num">{share(line.wrong)}</td>
            <td class="num">{line.withdrawn.to_string()}</td>
        </tr>
    }
}
