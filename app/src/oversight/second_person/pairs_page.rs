//! `/floor/pairs`: who approves whose requests in turn. It is found here and not prevented; reading it is in the record.

use leptos::prelude::*;

use domain::agent::LogReader;

use super::view::{PairRow, Pairs, WayRow};
use crate::{
    backend::{ports, signed_in},
    layout::{Here, StaffSheet, Trouble, TroublePage},
    ui::{icon, time::date_hm},
};

const LEAD: &str = "Second persons who approved each other’s requests in the last 90 days. Marked: three times or more each way, and mostly by the \
    same two. Two who agree cannot be stopped by this; look at what they approved. That you read this is in the record.";

/// The report.
#[component]
pub fn PairsPage() -> impl IntoView {
    let port = ports().second_persons;
    let reader = match signed_in().and_then(|staff| Ok(LogReader::try_from(staff)?)) {
        Ok(reader) => reader,
        Err(error) => return view! { <TroublePage error /> }.into_any(),
    };
    let staff = reader.staff().clone();
    view! {
        <StaffSheet staff here=Here::Floor heading="Who approves whom" lead=LEAD>
            <Suspense>
                {Suspend::new(async move {
                    match port.pairs(&reader).await {
                        Ok(pairs) => drawn(pairs),
                        Err(error) => view! { <Trouble error /> }.into_any(),
                    }
                })}
            </Suspense>
        </StaffSheet>
    }
    .into_any()
}

fn drawn(Pairs { approvals, since, rows }: Pairs) -> AnyView {
    let looked = [&approvals.to_string(), " approvals since ", &date_hm(since, 0), " UTC."].concat();
    if rows.is_empty() {
        return view! {
            <p class="ink2">{looked}</p>
            <div class="empty">{icon("shieldok", "i")}<h2>"Nobody approved in turn"</h2><p>"Two people who approve each other’s requests stand here."</p></div>
        }
        .into_any();
    }
    view! {
        <p class="ink2">{looked}</p>
        <div class="scrollx" tabindex="0" role="region" aria-label="Pairs">
            <table class="table table--tall" aria-label="Who approves whom in turn">
                <thead>
                    <tr><th scope="col">"Asked"</th><th scope="col">"Approved by the other"</th><th scope="col">"Asked"</th><th scope="col">"Approved by the other"</th><th scope="col">"Look at it"</th></tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(PairRow { ways: [one, other], flagged }: PairRow) -> AnyView {
    let share = |way: &WayRow| [&way.by_the_other.to_string(), " of ", &way.of.to_string()].concat();
    let (first, second) = (share(&one), share(&other));
    let mark = if flagged {
        view! { <span class="tag tag--warn">{icon("alert", "i")}"Mostly each other"</span> }.into_any()
    } else {
        view! { <span class="ink3">"No"</span> }.into_any()
    };
    view! { <tr><th scope="row">{one.asked_by}</th><td>{first}</td><td>{other.asked_by}</td><td>{second}</td><td>{mark}</td></tr> }
        .into_any()
}
