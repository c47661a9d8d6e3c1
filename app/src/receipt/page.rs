//! The pages at which a receipt is read and printed.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use domain::refusal::Refusal;

use super::{
    paper::{Bar, in_a_moment, paper},
    view::{About, Receipted},
};
use crate::{
    backend::{Answer, ports},
    layout::TroublePage,
    log::reader,
};

/// `/me/receipt/change/{run}`: the customer's receipt of their approval of a change.
#[component]
pub fn TheirReceiptPage() -> impl IntoView {
    theirs(param("run").and_then(|text| text.parse().ok()).map(About::Change))
}

/// `/me/receipt/contact/{session}`: the customer's receipt of that a contact with them was opened.
#[component]
pub fn TheirContactReceiptPage() -> impl IntoView {
    theirs(param("session").and_then(|text| text.parse().ok()).map(About::Contact))
}

fn theirs(about: Option<About>) -> AnyView {
    let phone = ports().phone;
    let organisation = phone.organisation().0;
    let load = async move {
        let answer = match about {
            Some(about) => phone.receipt(about).await,
            None => Err(Refusal::NotFound.into()),
        };
        let bar = Bar { back: "/me".to_owned(), called: "Your security", file: "/me/receipt" };
        drawn(answer, bar, &organisation)
    };
    view! { <Suspense>{Suspend::new(load)}</Suspense> }.into_any()
}

/// `/audit/entry/{number}/receipt`: the same for who reads the log.
#[component]
pub fn ReaderReceiptPage() -> impl IntoView {
    let (log, organisation) = (ports().log, ports().phone.organisation().0);
    let number = param("number").and_then(|text| text.parse::<u64>().ok());
    let reader = match reader() {
        Ok(reader) => reader,
        Err(error) => return view! { <TroublePage error /> }.into_any(),
    };
    let load = async move {
        let answer = match number {
            Some(number) => log.receipt(&reader, number).await,
            None => Err(Refusal::NotFound.into()),
        };
        let back = ["/audit/entry/", &number.unwrap_or_default().to_string()].concat();
        drawn(answer, Bar { back, called: "The entry", file: "/audit/receipt" }, &organisation)
    };
    view! { <Suspense>{Suspend::new(load)}</Suspense> }.into_any()
}

fn param(name: &'static str) -> Option<String> {
    use_params_map().with_untracked(|params| params.get(name))
}

fn drawn(answer: Answer<Receipted>, bar: Bar, organisation: &str) -> AnyView {
    match answer {
        Ok(Receipted::Ready(receipt)) => paper(&receipt, bar),
        Ok(Receipted::InAMoment) => in_a_moment(organisation, bar),
        Err(error) => view! { <TroublePage error /> }.into_any(),
    }
}
