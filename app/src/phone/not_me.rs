//! `/me/not-me/{token}`: where "This was not me" in a notice leads that has nothing to put back. Looking changes nothing; its one
//! button stops everything. Needs no script.

use domain::refusal::Refusal;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::{put_back::run_out, view::NotMePage as Link};
use crate::{
    backend::ports,
    error::ApiError,
    layout::{CustomerShell, FormError, Told, TroublePage, behind_link, outcome, row},
    ui::{icon, time},
};

/// The page behind the link of a notice.
#[component]
pub fn NotMePage() -> impl IntoView {
    let phone = ports().phone;
    let token = use_params_map().with_untracked(|params| params.get("token")).unwrap_or_default();
    let (organisation, hotline) = phone.organisation();
    let problem = view! { <FormError /> }.into_any();
    let load = async move {
        let page = match phone.not_me_page(&token).await {
            Ok(Link { pressed_at: Some(at), .. }) => done(&time::hms(at, 0), &hotline),
            Ok(link) => view! { {problem}{ask(&link, token)} }.into_any(),
            Err(ApiError::Refused(Refusal::LinkUsed)) => {
                run_out(&hotline, "Its time is over. What we told you of counts now, but we can still help.")
            }
            Err(error) => return view! { <TroublePage error /> }.into_any(),
        };
        view! { <CustomerShell organisation title="Was this you?">{page}</CustomerShell> }.into_any()
    };
    behind_link(Told::ToOurs, load)
}

fn ask(link: &Link, token: String) -> AnyView {
    let told = ["We told you on ", &time::date_hm(link.told_at, 0), " UTC"].concat();
    view! {
        <section class="stack" aria-labelledby="nm-h">
            <div class="stack stack--sm">
                <h1 id="nm-h" tabindex="-1">"Was this you?"</h1>
                <p class="ink2">"You opened this from a message we sent you."</p>
            </div>
            <ul class="group">{row("key", link.about.clone(), told)}</ul>
            <h2>"If it was not you"</h2>
            <ul class="group">
                {row("freeze", "Your account is frozen".to_owned(), "Nobody can act in it, with any phone, passkey or PIN".to_owned())}
                {row("phone", "Then we speak to you".to_owned(), "And take away what is not yours, before it is opened again".to_owned())}
            </ul>
        </section>
        <form class="foot" method="post" action="/api/phone/not-me">
            <input type="hidden" name="token" value=token />
            <button type="submit" class="btn btn--bad btn--solid btn--touch">{icon("freeze", "i i--lg")}"This was not me: stop everything"</button>
            <p class="fine mid ink3">"It was you? Then there is nothing to do."</p>
        </form>
    }
    .into_any()
}

fn done(at: &str, hotline: &str) -> AnyView {
    let text = ["Done at ", at, " UTC. Nobody can use the account now."].concat();
    let rows = vec![
        row("users", "Our security has it".to_owned(), ["To open it again, call ", hotline].concat()),
        row("key", "Could someone have your phone, or read your mail?".to_owned(), "Tell us when you call".to_owned()),
    ];
    outcome("outcome outcome--stop", "shieldok", "Stopped. Your account is frozen", text, rows)
}
