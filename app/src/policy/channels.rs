//! "How far a channel can go", and for whom.

use leptos::prelude::*;

use domain::policy::{Need, Policy, coverage::Reach};

use super::matrix::matrix;
use crate::ui::level_chip;

/// Ceilings, and what people reach who lack something.
pub fn channels(policy: &Policy, coverage: &[Reach]) -> AnyView {
    let names: Vec<_> = policy.channels().map(|(_, row)| view! { <th scope="col">{row.name.clone()}</th> }.into_any()).collect();
    let ceilings: Vec<_> = policy.channels().map(|(_, row)| view! { <td>{level_chip(row.ceiling, true)}</td> }.into_any()).collect();
    let rows = [
        reached(policy, coverage, None, "Everybody reaches"),
        reached(policy, coverage, Some(Need::Smartphone), "Without a smartphone"),
        reached(policy, coverage, Some(Need::Hearing), "Without hearing"),
        reached(policy, coverage, Some(Need::Speech), "Without speech"),
        reached(policy, coverage, Some(Need::Sight), "Without sight"),
    ];
    let head = view! { <th scope="col">"Channel"</th>{names} }.into_any();
    let rows = view! { <tr><th scope="row">"Ceiling"</th>{ceilings}</tr>{rows} }.into_any();
    let hint = "The ceiling cuts every session on it. Below it: what people can reach there with what is offered.";
    matrix("c-h", "How far a channel can go", hint, head, rows)
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
