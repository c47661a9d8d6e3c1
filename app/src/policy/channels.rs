//! "How far a channel can go", and for whom.

use leptos::prelude::*;

use domain::policy::{Need, Policy, coverage::Reach};

use crate::ui::level_chip;

/// Ceilings, and what people reach who lack something.
pub fn channels(policy: &Policy, coverage: &[Reach]) -> AnyView {
    let heads: Vec<_> = policy.channels().map(|(_, row)| view! { <th scope="col">{row.name.clone()}</th> }.into_any()).collect();
    let ceilings: Vec<_> = policy.channels().map(|(_, row)| view! { <td>{level_chip(row.ceiling, true)}</td> }.into_any()).collect();
    let rows = [
        reached(policy, coverage, None, "Everybody reaches"),
        reached(policy, coverage, Some(Need::Smartphone), "Without a smartphone"),
        reached(policy, coverage, Some(Need::Hearing), "Without hearing"),
        reached(policy, coverage, Some(Need::Speech), "Without speech"),
        reached(policy, coverage, Some(Need::Sight), "Without sight"),
    ];
    view! {
        <section aria-labelledby="c-h">
            <div class="panehead plain"><h2 id="c-h" class="h-sec">"How far a channel can go"</h2><span class="ink3 xs">"The ceiling cuts every session on it. Below it: what people can reach there with what is offered."</span></div>
            <div class="scrollx" tabindex="0" role="group" aria-labelledby="c-h">
                <table class="table matrix">
                    <thead><tr><th scope="col">"Channel"</th>{heads}</tr></thead>
                    <tbody><tr><th scope="row">"Ceiling"</th>{ceilings}</tr>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

fn reached(policy: &Policy, coverage: &[Reach], without: Option<Need>, name: &'static str) -> AnyView {
    let cell = |key: &str| {
        let reach = coverage.iter().find(|reach| reach.channel == key && reach.without == without);
        let excepted = reach.and_then(|reach| reach.exception.clone()).map(|why| view! { <span class="xs ink3">" "{why}</span> });
        reach.map(|reach| view! { {level_chip(reach.level, true)}{excepted} })
    };
    let cells: Vec<_> = policy.channels().map(|(_, row)| view! { <td>{cell(&row.key)}</td> }.into_any()).collect();
    view! { <tr><th scope="row">{name}</th>{cells}</tr> }.into_any()
}
