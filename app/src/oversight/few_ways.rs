//! `/policy/customers`: who has fewer than two things to prove themselves with. Numbers and no names; reading them is in the record.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use domain::{
    agent::{Overseer, Staff},
    text::CustomerNumber,
};

use super::view::{Few, FewWays};
use crate::{
    backend::{ports, signed_in},
    desk::parts::number,
    layout::{Here, StaffSheet, Trouble, TroublePage},
};

const LEAD: &str = "Whoever loses the only thing they have cannot be helped on the same day. A phone counts once with the passkeys on it; what is \
    suspended, locked or does not count yet is left out, and so are frozen accounts. That you read these numbers is in the record.";

/// A page of them.
#[component]
pub fn FewWaysPage() -> impl IntoView {
    let oversight = ports().oversight;
    let after = use_query_map().with_untracked(|query| query.get("after").and_then(|text| text.parse::<CustomerNumber>().ok()));
    let overseer = match signed_in().and_then(|staff: Staff| Ok(Overseer::try_from(staff)?)) {
        Ok(overseer) => overseer,
        Err(error) => return view! { <TroublePage error /> }.into_any(),
    };
    let staff = overseer.staff().clone();
    view! {
        <StaffSheet staff here=Here::Policy heading="Customers with fewer than two ways" lead=LEAD>
            <Suspense>
                {Suspend::new(async move {
                    match oversight.few_ways(&overseer, after).await {
                        Ok(page) => drawn(page),
                        Err(error) => view! { <Trouble error /> }.into_any(),
                    }
                })}
            </Suspense>
        </StaffSheet>
    }
    .into_any()
}

fn drawn(FewWays { none, one, customers, next }: FewWays) -> AnyView {
    let next = next.map(|last| {
        let href = ["/policy/customers?after=", &last].concat();
        view! { <p><a class="btn" href=href>"Next"</a></p> }
    });
    view! {
        <p><b>{none.to_string()}</b>" with nothing they can use, "<b>{one.to_string()}</b>" with one thing."</p>
        <table class="table" aria-label="Customers with fewer than two ways">
            <thead><tr><th scope="col">"Customer number"</th><th scope="col">"Can use"</th></tr></thead>
            <tbody>{customers.into_iter().map(row).collect_view()}</tbody>
        </table>
        {next}
    }
    .into_any()
}

fn row(Few { number: customer, one }: Few) -> impl IntoView {
    view! { <tr><th scope="row">{number(&customer)}</th><td>{if one { "One thing" } else { "Nothing" }}</td></tr> }
}
