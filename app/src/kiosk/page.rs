//! The screen's page. It is read from a step away, by somebody who sees it for the first time.

use leptos::prelude::*;
use leptos_meta::{Meta, Title};

use domain::{assurance::Method, time::Timestamp};

use super::view::{self, Shown};
use crate::{
    backend::ports,
    desk::workspace::{grouped, qr_code, spelled},
    layout::TroublePage,
    ui::icon,
};

/// `/kiosk`.
#[component]
pub fn KioskPage() -> impl IntoView {
    let (kiosks, phone) = (ports().kiosks, ports().phone);
    let (organisation, _) = phone.organisation();
    let load = async move {
        match kiosks.page().await {
            Ok(page) => whole(&organisation, page),
            Err(error) => view! { <TroublePage error /> }.into_any(),
        }
    };
    view! {
        <Meta name="robots" content="noindex" />
        <Suspense>{Suspend::new(load)}</Suspense>
    }
}

fn whole(organisation: &str, page: view::KioskPage) -> AnyView {
    let (state, foot, part) = match page {
        view::KioskPage::NotOne => ("none", None, begin()),
        view::KioskPage::Waits { code, .. } => ("waits", None, waits(&code)),
        view::KioskPage::Is { name, now, shown, .. } => ("is", Some(name), shows(organisation, shown, now)),
    };
    view! {
        <Title text=["Kiosk · ", organisation].concat() />
        <main class="kiosk" id="main" data-state=state>
            <p class="kiosk__brand">{organisation.to_owned()}</p>
            <div class="kiosk__screen" id="screen" aria-live="polite">{part}</div>
            <p class="kiosk__foot">{foot}</p>
            <template id="hidden">{hidden()}</template>
            <template id="away">{away()}</template>
        </main>
    }
    .into_any()
}

fn begin() -> AnyView {
    view! {
        <h1 tabindex="-1">"This screen is not a kiosk"</h1>
        <p class="lead">"A kiosk stands in front of customers and shows what they scan or type while they talk to a colleague. An administrator has to say that this screen is one."</p>
        <form method="post" action="/kiosk/v1/begin"><button type="submit" class="btn btn--primary btn--touch">"Make this screen a kiosk"</button></form>
    }
    .into_any()
}

fn waits(code: &str) -> AnyView {
    let (first, rest) = code.split_at(code.len().min(4));
    let spoken: String = code.chars().flat_map(|c| [c, ' ']).collect();
    view! {
        <h1 tabindex="-1">"Type this code where you are signed in"</h1>
        <p class="digits digits--eight" aria-hidden="true">{[first, " ", rest].concat()}</p>
        <p class="vh">{["Code: ", spoken.trim_end()].concat()}</p>
        <p class="lead">"An administrator types it in Countersign, under Kiosks. It works once, for ten minutes."</p>
    }
    .into_any()
}

fn shows(organisation: &str, shown: Shown, now: Timestamp) -> AnyView {
    match shown {
        Shown::Nothing => view! {
            <span class="kiosk__mark">{icon("kiosk", "i i--xl")}</span>
            <h1 tabindex="-1">{["Welcome to ", organisation].concat()}</h1>
            <p class="lead">"When our colleague asks who you are, this screen shows what to do. Never tell anybody a code or a PIN."</p>
        }
        .into_any(),
        Shown::Digits { digits, hide_at } => view! {
            <div class="kiosk__own" data-hide=left(now, hide_at)>
                <h1 tabindex="-1">"Type these six digits on your phone"</h1>
                <p class="digits" aria-hidden="true">{grouped(&digits)}</p>
                <p class="vh">{["Six digits: ", &spelled(&digits)].concat()}</p>
                <p class="lead">{["In the ", organisation, " app. Read there first who asks, and what exactly you agree to."].concat()}</p>
            </div>
        }
        .into_any(),
        Shown::Link { qr, method, hide_at } => {
            let then = match method {
                Method::Pin => "Then type your PIN there. We neither see nor hear it.",
                Method::Totp => "Then type the code of your authenticator app there.",
                _ => "Read there who asks, and what exactly you agree to. Then use your passkey.",
            };
            view! {
                <div class="kiosk__own" data-hide=left(now, hide_at)>
                    <h1 tabindex="-1">"Scan this with your phone"</h1>
                    {qr_code(&qr)}
                    <p class="lead">{then}</p>
                </div>
            }
            .into_any()
        }
        Shown::Hidden => hidden(),
        Shown::OnTheirDevice => view! {
            <span class="kiosk__mark">{icon("device", "i i--xl")}</span>
            <h1 tabindex="-1">"Go on, on your own device"</h1>
            <p class="lead">"Nothing of yours is on this screen."</p>
        }
        .into_any(),
        Shown::Thanks => view! {
            <span class="kiosk__mark">{icon("check", "i i--xl")}</span>
            <h1 tabindex="-1">"Thank you"</h1>
            <p class="lead">"Our colleague goes on from here. Nothing of yours is on this screen."</p>
        }
        .into_any(),
    }
}

/// Milliseconds until it is hidden. The screen counts them by itself.
fn left(now: Timestamp, hide_at: Timestamp) -> String {
    hide_at.millis().saturating_sub(now.millis()).max(0).to_string()
}

fn hidden() -> AnyView {
    view! {
        <span class="kiosk__mark">{icon("lock", "i i--xl")}</span>
        <h1 tabindex="-1">"Hidden, because nobody touched the screen"</h1>
        <form method="post" action="/kiosk/v1/show"><button type="submit" class="btn btn--primary btn--touch">"Show it again"</button></form>
    }
    .into_any()
}

fn away() -> AnyView {
    view! {
        <span class="kiosk__mark">{icon("offline", "i i--xl")}</span>
        <h1 tabindex="-1">"One moment, please"</h1>
        <p class="lead">"This screen cannot reach us. It goes on by itself as soon as it can."</p>
    }
    .into_any()
}
