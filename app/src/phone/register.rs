//! `/me/register/{token}`: where an invitation to make a passkey leads, in any browser of the customer's. Looking changes nothing.
//!
//! Making one needs the small script `app/public/pkg/register.js`, which asks the browser for it and sends what it says to
//! `server/src/http/register.rs`. A browser in which staff are signed in makes none (A14).

use domain::refusal::Refusal;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::view::RegisterPage as Open;
use crate::{
    backend::{ports, signed_in},
    error::ApiError,
    layout::{CustomerShell, Told, TroublePage, behind_link, outcome, row},
    ui::{
        Tone, icon, note,
        tick::{self, Kind},
    },
};

/// The page behind an invitation.
#[component]
pub fn RegisterPage() -> impl IntoView {
    let phone = ports().phone;
    let token = use_params_map().with_untracked(|params| params.get("token")).unwrap_or_default();
    let staff = signed_in().is_ok();
    let (organisation, hotline) = phone.organisation();
    let load = async move {
        let (title, page) = match phone.register_page(&token).await {
            _ if staff => ("For the customer", not_here()),
            Ok(open) => ("Make a passkey", ask(&organisation, &hotline, open, token)),
            Err(ApiError::Refused(Refusal::LinkUsed)) => ("This link has run out", run_out(&hotline)),
            Err(ApiError::Refused(Refusal::Frozen)) => ("Your account is frozen", frozen(&hotline)),
            Err(error) => return view! { <TroublePage error /> }.into_any(),
        };
        view! { <CustomerShell organisation title>{page}</CustomerShell> }.into_any()
    };
    behind_link(Told::Origin, load)
}

fn ask(organisation: &str, hotline: &str, open: Open, token: String) -> AnyView {
    let seconds = (open.expires_at.micros() - open.now.micros()) / 1_000_000;
    let head = ["Make a passkey for ", organisation].concat();
    let call = ["Then close this page and call ", hotline, ". Nothing happens by looking"].concat();
    view! {
        <div class="stack" id="ask">
            <span class="ttl barend" role="timer">
                <span><span id="left" data-left=seconds.to_string()>{tick::inline(Kind::Left, open.expires_at, open.now)}</span>" left"</span>
            </span>
            <div class="stack stack--sm">
                <h1 tabindex="-1">{head}</h1>
                <p class="ink2">"It shows that it is you when you talk to us: from this device, or from a security key. Nobody can trick it out of you."</p>
            </div>
            <noscript>{note(Tone::Warn, "alert", "This browser runs no scripts", "A passkey needs them. Open this link in another browser.", false)}</noscript>
            // Until the script is here, sending it does nothing (WHATWG HTML section 4.10.22.3, step 3).
            <form class="stack" id="register" method="dialog" autocomplete="off" data-token=token>
                <div class="field">
                    <label for="name">"Name for this device"</label>
                    <input class="input" id="name" type="text" maxlength="80" required autocomplete="off" aria-describedby="name-h" />
                    <span class="hint" id="name-h">"So that you know it again in your list, such as “Laptop at home”."</span>
                </div>
                <p class="note note--warn" id="trouble" role="alert" hidden>{icon("alert", "i")}<span></span></p>
                <button type="submit" class="btn btn--primary btn--touch" id="make" disabled>{icon("passkey", "i i--lg")}"Make a passkey"</button>
            </form>
            <ul class="group">
                {row("mail", "We tell all your addresses".to_owned(), "With a link that stops everything, should it not be you".to_owned())}
                {row("help", "Did you not ask for this?".to_owned(), call)}
            </ul>
        </div>
        <div id="done" hidden>{made()}</div>
    }
    .into_any()
}

/// Shown by the script.
fn made() -> AnyView {
    let text = "You can close this page. When we ask for a passkey, open our link on this device.".to_owned();
    let rows = vec![
        row("device", "It is in the list on your phone".to_owned(), "With when it begins to count. You can remove it there".to_owned()),
        row("mail", "We told all your addresses".to_owned(), "With a link that stops everything, should it not be you".to_owned()),
    ];
    outcome("outcome", "check", "Your passkey is made", text, rows)
}

/// Used, too old, replaced by a newer one, or never there: whoever asks hears the same.
fn run_out(hotline: &str) -> AnyView {
    let text = "It works once, for ten minutes, and only the newest one. Nothing was changed now.".to_owned();
    let rows = vec![
        row("check", "Did you make your passkey with it?".to_owned(), "Then all is well: it is in the list on your phone".to_owned()),
        row(
            "passkey",
            "Do you still want one here?".to_owned(),
            "Get a new link where you got this one, such as on your phone under “Ways to prove it’s you”".to_owned(),
        ),
        row("phone", "Did you not ask for this?".to_owned(), ["Call ", hotline].concat()),
    ];
    outcome("outcome outcome--wait", "clock", "This link has run out", text, rows)
}

fn frozen(hotline: &str) -> AnyView {
    let text = "No passkey can be made until you tell us it is fine. Nothing was changed.".to_owned();
    let call = row("phone", ["Call ", hotline].concat(), "To open it again".to_owned());
    outcome("outcome outcome--stop", "freeze", "Your account is frozen", text, vec![call])
}

/// For a browser in which staff are signed in.
fn not_here() -> AnyView {
    let text = "A member of staff is signed in to this browser, so no passkey can be made in it.".to_owned();
    let open =
        row("device", "Open the link on a device of your own".to_owned(), "The customer makes their passkey, nobody else".to_owned());
    outcome("outcome outcome--wait", "lock", "This page is for the customer alone", text, vec![open])
}
