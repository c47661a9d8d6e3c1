//! `/access/staff`: everybody who is active.

use leptos::prelude::*;

use super::{overseer, view::PersonRow, words::count};
use crate::{
    account::role_name,
    backend::ports,
    layout::{Here, StaffSheet, Trouble, TroublePage},
    ui::time::date_hm,
};

const LEAD: &str =
    "Everybody who is active: what they may do, and where they are signed in. Open one to end their sign-ins or to change their rights.";

/// The people.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let access = ports().access;
    let overseer = match overseer() {
        Ok(overseer) => overseer,
        Err(error) => return view! { <TroublePage error /> }.into_any(),
    };
    let staff = overseer.staff().clone();
    view! {
        <StaffSheet staff here=Here::Access heading="People" lead=LEAD>
            <Suspense>
                {Suspend::new(async move {
                    match access.people(&overseer).await {
                        Ok(people) => table(&people),
                        Err(error) => view! { <Trouble error /> }.into_any(),
                    }
                })}
            </Suspense>
            <p><a href="/access">"Back to the review"</a></p>
        </StaffSheet>
    }
    .into_any()
}

/// Roles in words.
pub fn roles(row: &PersonRow) -> String {
    let names: Vec<_> = row.staff.roles.iter().map(|role| role_name(*role)).collect();
    if names.is_empty() { "Nothing any more".to_owned() } else { names.join(", ") }
}

fn table(people: &[PersonRow]) -> AnyView {
    let row = |person: &PersonRow| {
        let href = ["/access/staff/", &person.staff.id.to_string()].concat();
        let last = person.last_sign_in.map_or_else(|| "Never".to_owned(), |at| date_hm(at, 0));
        let open = if person.sign_ins == 0 { "No".to_owned() } else { count(person.sign_ins, "browser", "browsers") };
        view! {
            <tr>
                <th scope="row"><a href=href>{person.staff.name.to_string()}</a></th>
                <td>{person.staff.number}</td>
                <td>{roles(person)}</td>
                <td>{open}</td>
                <td>{last}</td>
            </tr>
        }
    };
    view! {
        <div class="scroll" role="region" aria-label="People" tabindex="0">
            <table class="table table--tall">
                <thead>
                    <tr>
                        <th scope="col">"Name"</th>
                        <th scope="col">"Number"</th>
                        <th scope="col">"May"</th>
                        <th scope="col">"Signed in now"</th>
                        <th scope="col">"Last sign-in (UTC)"</th>
                    </tr>
                </thead>
                <tbody>{people.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
