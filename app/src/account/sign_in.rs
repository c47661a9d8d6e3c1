//! The sign-in page. A passkey needs a script; the demo's staff can be entered as without one.

use leptos::prelude::*;
use leptos_meta::Title;

use domain::agent::{Role, Staff};

use super::{PasskeyButton, view};
use crate::{
    backend::ports,
    layout::{FormError, TroublePage},
    ui::{
        icon,
        note::{Tone, note},
    },
};

/// Signing in.
#[component]
pub fn SignInPage() -> impl IntoView {
    let accounts = ports().accounts;
    // Read while the page is put together: later its address is no longer at hand.
    let error = view! { <FormError /> }.into_any();
    view! {
        <Suspense>
            {Suspend::new(async move {
                match accounts.sign_in_page().await {
                    Ok(page) => card(page, error),
                    Err(error) => view! { <TroublePage error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

fn card(page: view::SignInPage, error: AnyView) -> AnyView {
    let lead = [&page.organisation, " customer care. Agents sign in with a passkey; there is no password to steal."].concat();
    let scriptless = note(
        Tone::Plain,
        "passkey",
        "A passkey needs JavaScript".to_owned(),
        "Switch it on for this site, then load the page again.".to_owned(),
        false,
    );
    view! {
        <Title text="Sign in · Countersign" />
        <main class="gate" id="main">
            <div class="card stack stack--lg">
                <span class="brand"><span class="brand__mark">{icon("mark", "i")}</span>"Countersign"</span>
                <div class="stack stack--sm">
                    <h1>"Sign in to the desk"</h1>
                    <p class="ink2 md">{lead}</p>
                </div>
                {page.ended_by.map(ended)}
                {error}
                <div class="stack stack--sm">
                    <PasskeyButton />
                    <noscript>{scriptless}</noscript>
                </div>
                {demo(page.demo_staff)}
                <hr />
                <ul class="stack stack--sm ink2">
                    <li class="row row--top">
                        {icon("clock", "i")}
                        <span>"You stay signed in for one shift, at most 12 hours, and 15 minutes without use."</span>
                    </li>
                </ul>
            </div>
            <p class="ink3 xs">"New here, or lost your passkey? Ask an administrator for a one-time link."</p>
        </main>
    }
    .into_any()
}

/// Why this browser is out. Not what for: whoever sits here may not be who signed in.
fn ended(by: Role) -> AnyView {
    let head =
        if by == Role::Administrator { "Your sign-in was ended by an administrator" } else { "Your sign-in was ended by a supervisor" };
    let body = "Your open sessions stay, and a colleague can take them over. Sign in again, or ask your supervisor why.".to_owned();
    note(Tone::Warn, "lock", head.to_owned(), body, true)
}

/// One plain form for each, so that each works without a script.
fn demo(staff: Vec<Staff>) -> Option<impl IntoView> {
    let button = |member: Staff| {
        view! {
            <form method="post" action="/api/account/enter-as">
                <input type="hidden" name="staff" value=member.id.to_string() />
                <button type="submit" class="btn btn--touch">
                    {icon("user", "i i--lg")}
                    {["Enter as ", member.first_name()].concat()}
                </button>
            </form>
        }
    };
    (!staff.is_empty()).then(|| {
        view! {
            <section class="stack stack--sm" aria-labelledby="demo-h">
                <h2 class="h-sec" id="demo-h">"Demo: enter without a passkey"</h2>
                {staff.into_iter().map(button).collect_view()}
            </section>
        }
    })
}
