//! `/access/staff/{staff}`: one person's sign-ins and rights, and what the reader may do about them.

use domain::{agent::Reviewer, refusal::Refusal, time::Timestamp};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::{overseer, people_page::roles, rights, view::PersonView};
use crate::{
    backend::ports,
    layout::{FormError, Here, StaffShell, Trouble, TroublePage},
    ui::{
        icon,
        note::{Tone, note},
        time::date_hm,
    },
};

/// One person.
#[component]
pub fn PersonPage() -> impl IntoView {
    let access = ports().access;
    let id = use_params_map().with_untracked(|params| params.get("staff")).unwrap_or_default().parse();
    let overseer = match overseer() {
        Ok(overseer) => overseer,
        Err(error) => return view! { <TroublePage error /> }.into_any(),
    };
    let Ok(id) = id else {
        return view! { <TroublePage error=Refusal::NotFound.into() /> }.into_any();
    };
    let error = view! { <FormError /> }.into_any();
    let staff = overseer.staff().clone();
    view! {
        <StaffShell staff here=Here::Access title="Person" wide=true>
            <main class="sheet sheet--one" id="main">
                <div class="work">
                    <Suspense>
                        {Suspend::new(async move {
                            match access.person(&overseer, id).await {
                                Ok(person) => drawn(&person, error),
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

fn drawn(person: &PersonView, error: AnyView) -> AnyView {
    let staff = &person.row.staff;
    let lead = ["No. ", &staff.number.to_string(), ". ", &roles(&person.row), "."].concat();
    view! {
        <header class="sesshead">
            <div class="grow"><h1>{staff.name.to_string()}</h1><p class="ink3">{lead}</p></div>
            <a class="btn btn--ghost" href="/access/staff">"People"</a>
        </header>
        {error}
        {sign_ins(person)}
        {rights::rights(person)}
    }
    .into_any()
}

fn sign_ins(person: &PersonView) -> AnyView {
    let row = |(browser, since, used): &(String, Timestamp, Timestamp)| {
        view! { <tr><th scope="row">{browser.clone()}</th><td>{date_hm(*since, 0)}</td><td>{date_hm(*used, 0)}</td></tr> }
    };
    let table = if person.sign_ins.is_empty() {
        view! { <p class="ink2">"Signed in nowhere."</p> }.into_any()
    } else {
        view! {
            <div class="scroll" role="region" aria-label="Sign-ins" tabindex="0">
                <table class="table table--tall">
                    <thead><tr><th scope="col">"Browser"</th><th scope="col">"Since (UTC)"</th><th scope="col">"Last used"</th></tr></thead>
                    <tbody>{person.sign_ins.iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    view! { <section class="stack stack--sm" aria-labelledby="signins-h"><h2 class="h-sec" id="signins-h">"Sign-ins"</h2>{table}{end(person)}</section> }
        .into_any()
}

fn end(person: &PersonView) -> AnyView {
    let reviewer = Reviewer::try_from(person.reader.clone()).is_ok();
    match &person.may_not_end {
        _ if !reviewer || person.sign_ins.is_empty() => ().into_any(),
        Some(why) => note(Tone::Plain, "lock", "Not yours to end".to_owned(), why.clone(), false),
        None => view! {
            <form class="stack stack--sm invite" method="post" action="/api/access/end-sign-ins">
                <input type="hidden" name="staff" value=person.row.staff.id.to_string() />
                <div class="field">
                    <label for="end-reason">"Why"</label>
                    <input class="input" id="end-reason" name="reason" required maxlength="80" autocomplete="off" aria-describedby="end-h" />
                    <span class="hint" id="end-h">
                        "It stands in the audit log. Their pages stop within a second; their open sessions stay, and a colleague can take them over. With their passkey they can sign in again."
                    </span>
                </div>
                <div class="row"><button type="submit" class="btn btn--bad">{icon("door", "i")}"End all their sign-ins"</button></div>
            </form>
        }
        .into_any(),
    }
}
