//! A person's own sign-ins: where they are signed in, and how to end it.

use leptos::prelude::*;

use domain::agent::Staff;

use super::{FirstPasskey, view::OwnSignIn};
use crate::{
    backend::{ports, signed_in},
    layout::{FormError, Here, StaffSheet, Trouble, TroublePage},
    ui::{icon, time::date_hm},
};

const LEAD: &str = "Where you are signed in now. One you do not know? End them all, then tell your supervisor.";

/// One's own sign-ins.
#[component]
pub fn OwnSignInsPage() -> impl IntoView {
    let accounts = ports().accounts;
    let staff = match signed_in() {
        Ok(staff) => staff,
        Err(error) => return view! { <TroublePage error /> }.into_any(),
    };
    let whose = staff.clone();
    let rows = view! {
        <Suspense>
            {Suspend::new(async move {
                let read = async { Ok((accounts.own_sign_ins(&whose).await?, accounts.may_make_passkey(&whose).await?)) };
                match read.await {
                    Ok((own, may_make)) => view! { {table(own)}{may_make.then(first_passkey)} }.into_any(),
                    Err(error) => view! { <Trouble error /> }.into_any(),
                }
            })}
        </Suspense>
    };
    page(staff, rows.into_any()).into_any()
}

fn page(staff: Staff, rows: AnyView) -> impl IntoView {
    view! {
        <StaffSheet staff here=Here::Account heading="My sign-ins" lead=LEAD>
            <FormError />
            {rows}
            <div class="row">
                <form method="post" action="/api/account/sign-out">
                    <button type="submit" class="btn">{icon("door", "i")}"Sign out here"</button>
                </form>
                <form method="post" action="/api/account/sign-out-everywhere">
                    <button type="submit" class="btn btn--bad">{icon("door", "i")}"Sign out everywhere"</button>
                </form>
            </div>
        </StaffSheet>
    }
}

/// In a demo, for somebody who came in without a passkey.
fn first_passkey() -> AnyView {
    view! {
        <section class="stack stack--sm" aria-labelledby="passkey-h">
            <h2 id="passkey-h" class="h-sec">"Passkey"</h2>
            <p class="ink2">"You came into this demo without one. Approving as a second person takes a passkey of your own, and a script."</p>
            <FirstPasskey />
        </section>
    }
    .into_any()
}

fn table(own: Vec<OwnSignIn>) -> AnyView {
    let row = |one: OwnSignIn| {
        view! {
            <tr aria-current=one.this_one.then_some("true")>
                <th scope="row">{one.browser}{one.this_one.then(|| view! { " "<span class="tag">"This one"</span> })}</th>
                <td>{date_hm(one.since, 0)}</td>
                <td>{date_hm(one.last_used, 0)}</td>
                <td>{date_hm(one.ends_at, 0)}</td>
            </tr>
        }
    };
    view! {
        <div class="scroll" role="region" aria-label="My sign-ins" tabindex="0">
            <table class="table table--tall">
                <thead>
                    <tr>
                        <th scope="col">"Browser"</th>
                        <th scope="col">"Since (UTC)"</th>
                        <th scope="col">"Last used"</th>
                        <th scope="col">"Ends at the latest"</th>
                    </tr>
                </thead>
                <tbody>{own.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
