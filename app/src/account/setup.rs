//! A one-time link, from looking at it to having a passkey.

use leptos::{prelude::*, task::spawn_local};

use domain::{
    agent::{Role, Staff},
    refusal::Refusal,
};

use super::{
    Trouble, home_of, role_name,
    server_fns::{finish_registration, invitation, start_registration},
    view::Invited,
};
use crate::{browser::passkey, error::ApiError, ui::icon};

/// Where somebody stands on the way in.
#[derive(Clone)]
enum Stage {
    Looking,
    Invited(Invited),
    Over,
    Unknown(ApiError),
    Done(Staff, bool),
}

/// Reads the link's token out of the address, which no server was sent, and does the rest.
#[island]
pub fn Setup() -> impl IntoView {
    let stage = RwSignal::new(Stage::Looking);
    let trouble = RwSignal::new(None::<Trouble>);
    let busy = RwSignal::new(false);
    Effect::new(move |_| {
        spawn_local(async move {
            stage.set(match invitation(token()).await {
                Ok(invited) => Stage::Invited(invited),
                Err(ApiError::Refused(Refusal::LinkUsed)) => Stage::Over,
                Err(error) => Stage::Unknown(error),
            });
        });
    });
    let register = Callback::new(move |first: bool| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            match registered().await {
                Ok(staff) => stage.set(Stage::Done(staff, first)),
                Err(Trouble::Server(ApiError::Refused(Refusal::LinkUsed))) => stage.set(Stage::Over),
                Err(why) => trouble.set(Some(why)),
            }
            busy.set(false);
        });
    });
    view! {
        <div class="stack stack--lg" aria-live="polite">
            {move || match stage.get() {
                Stage::Looking => looking(),
                Stage::Invited(invited) => invited_view(&invited, trouble, busy, register),
                Stage::Over => over(),
                Stage::Unknown(error) => Trouble::Server(error).note(),
                Stage::Done(staff, first) => done(&staff, first),
            }}
        </div>
    }
}

/// What stands after `#`.
fn token() -> String {
    window().location().hash().unwrap_or_default().trim_start_matches('#').to_owned()
}

async fn registered() -> Result<Staff, Trouble> {
    let options = start_registration(token()).await?;
    let credential = passkey::create(&options).await?;
    Ok(finish_registration(token(), credential).await?)
}

fn looking() -> AnyView {
    view! {
        <div class="stack stack--sm">
            <h1>"Set up Countersign"</h1>
            <p class="ink2 md">"Looking at your link…"</p>
        </div>
    }
    .into_any()
}

fn invited_view(invited: &Invited, trouble: RwSignal<Option<Trouble>>, busy: RwSignal<bool>, register: Callback<bool>) -> AnyView {
    let first = invited.first;
    let (head, lead) = if first {
        ("Set up Countersign".to_owned(), "This link works once. Register your passkey, and you are the first administrator.".to_owned())
    } else {
        let lead = ["This link works once. Register your passkey, and you can sign in. Your role: ", role_name(invited.role), "."].concat();
        (["Welcome, ", &invited.name].concat(), lead)
    };
    let host = window().location().host().unwrap_or_default();
    view! {
        <div class="stack stack--sm">
            <h1>{head}</h1>
            <p class="ink2 md">{lead}</p>
        </div>
        {move || trouble.get().map(Trouble::note)}
        <div class="stack stack--sm">
            <button
                type="button"
                class="btn btn--primary btn--touch"
                aria-disabled=move || busy.get().then_some("true")
                on:click=move |_| register.run(first)
            >
                {icon("passkey", "i i--lg")}
                "Register your passkey"
            </button>
        </div>
        <hr />
        <ul class="stack stack--sm ink2">
            <li class="row row--top">
                {icon("device", "i")}
                <span>"The address bar says "<b class="nowrap">{host}</b>". The passkey works on this address only."</span>
            </li>
            <li class="row row--top">{icon("key", "i")}<span>"No password exists, and no default account."</span></li>
            <li class="row row--top">{icon("list", "i")}<span>"This becomes an entry of the audit log."</span></li>
        </ul>
    }
    .into_any()
}

fn done(staff: &Staff, first: bool) -> AnyView {
    let head = if first { "You are the first administrator".to_owned() } else { ["Welcome, ", staff.first_name()].concat() };
    let lead = ["Signed in as ", staff.name.as_str(), ". The one-time link no longer works, here or anywhere."].concat();
    let next = if staff.is(Role::Administrator) { "Invite your colleagues" } else { "Go on" };
    view! {
        <div class="stack stack--sm">
            <h1 tabindex="-1">{head}</h1>
            <p class="ink2 md">{lead}</p>
        </div>
        <a class="btn btn--primary btn--touch" href=home_of(staff)>{next}</a>
    }
    .into_any()
}

fn over() -> AnyView {
    view! {
        <div class="stack stack--sm" role="alert">
            <h1 tabindex="-1">"This link no longer works"</h1>
            <p class="ink2 md">"It has been used, or its time is over."</p>
        </div>
        <ul class="stack stack--sm ink2">
            <li class="row row--top">{icon("door", "i")}<span>"Registered already? Sign in with that passkey."</span></li>
            <li class="row row--top">{icon("refresh", "i")}<span>"Not yet? Ask an administrator for a new link. While there is none, the server prints one when it starts."</span></li>
            <li class="row row--top">{icon("alert", "i")}<span>"Was it not you who used it? Tell your security team now."</span></li>
        </ul>
        <a class="btn btn--primary btn--touch" href="/sign-in">"Go to sign-in"</a>
    }
    .into_any()
}
