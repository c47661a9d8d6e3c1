//! `/kiosks`: which screens are kiosks, and making another one.

use leptos::prelude::*;

use domain::agent::{Administrator, Staff};

use super::view::KioskRow;
use crate::{
    backend::{ports, signed_in, typed},
    desk::typed::Typed,
    layout::{FormError, Here, StaffSheet, Trouble, TroublePage},
    ui::icon,
};

const LEAD: &str = "Screens at your counters, in front of customers. A kiosk shows what a customer scans or types while they talk to an agent, and nothing \
    of theirs for longer than a minute that nobody touches it.";

/// Kiosks.
#[component]
pub fn KiosksPage() -> impl IntoView {
    let kiosks = ports().kiosks;
    let typed = typed();
    let administrator = match signed_in().and_then(|staff: Staff| Ok(Administrator::try_from(staff)?)) {
        Ok(administrator) => administrator,
        Err(error) => return view! { <TroublePage error /> }.into_any(),
    };
    let staff = administrator.staff().clone();
    view! {
        <StaffSheet staff here=Here::Kiosks heading="Kiosks" lead=LEAD>
            <FormError />
            <Suspense>
                {Suspend::new(async move {
                    match kiosks.all(&administrator).await {
                        Ok(all) => list(all),
                        Err(error) => view! { <Trouble error /> }.into_any(),
                    }
                })}
            </Suspense>
            {form(&typed)}
        </StaffSheet>
    }
    .into_any()
}

fn list(all: Vec<KioskRow>) -> AnyView {
    if all.is_empty() {
        return view! {
            <div class="empty">
                {icon("kiosk", "i")}
                <h2>"No kiosk yet"</h2>
                <p>"Open "<b>"/kiosk"</b>" of this address on the screen at the counter. It shows a code to type here."</p>
            </div>
        }
        .into_any();
    }
    view! { <ul class="stack stack--sm" aria-label="Kiosks">{all.into_iter().map(row).collect_view()}</ul> }.into_any()
}

fn row(kiosk: KioskRow) -> impl IntoView {
    let standing = match (kiosk.heard, kiosk.asking) {
        (false, _) => "Not heard of in the last two minutes. Is it on, and on the network?",
        (true, true) => "A customer is asked something there now",
        (true, false) => "Ready",
    };
    let label = ["Retire ", &kiosk.name].concat();
    view! {
        <li class="card row row--top">
            {icon("kiosk", "i i--lg")}
            <p class="grow"><b>{kiosk.name}</b><br /><span class="xs ink3">{standing}</span></p>
            <form method="post" action="/api/kiosks/retire">
                <input type="hidden" name="kiosk" value=kiosk.id.to_string() />
                <button type="submit" class="btn btn--sm" aria-label=label>"Retire"</button>
            </form>
        </li>
    }
}

fn form(typed: &Typed) -> AnyView {
    let (code, name) = (typed.get("code").to_owned(), typed.get("name").to_owned());
    view! {
        <section class="stack" aria-labelledby="add-h">
            <h2 id="add-h" class="h-sec">"Add a kiosk"</h2>
            <form class="stack invite" method="post" action="/api/kiosks/set-up">
                <div class="field">
                    <label for="kiosk-code">"Code on its screen"</label>
                    <input class="input num" id="kiosk-code" name="code" value=code required maxlength="12" autocomplete="off" autocapitalize="characters" spellcheck="false" aria-describedby="code-h" />
                    <span class="hint" id="code-h">"Open /kiosk on the screen and press the button there. Type only a code that you see in front of you."</span>
                </div>
                <div class="field">
                    <label for="kiosk-name">"Name"</label>
                    <input class="input" id="kiosk-name" name="name" value=name required maxlength="80" autocomplete="off" aria-describedby="name-h" />
                    <span class="hint" id="name-h">"What agents choose it by, such as “Counter 3”. It stands small on the kiosk’s own screen too."</span>
                </div>
                <div class="row"><button type="submit" class="btn btn--primary">{icon("plus", "i")}"Make it a kiosk"</button></div>
            </form>
        </section>
    }
    .into_any()
}
