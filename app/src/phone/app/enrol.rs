//! Binding this phone: the code, and what follows from it.

use leptos::prelude::*;

use super::{
    House, button,
    code_entry::{CodeEntry, code_entry},
    focus,
    outcome::{Words, draw, row},
    say,
    state::{Ending, Phone, Screen},
    ways,
};
use crate::{
    browser::device::{self, Key, Problem},
    phone::{
        api::{Enrol, Enrolled},
        words,
    },
    ui::icon,
};

/// Asks for the code.
pub fn code(phone: Phone, house: House) -> AnyView {
    let code = RwSignal::new(String::new());
    let error = RwSignal::new(None);
    let name = RwSignal::new(String::new());
    Effect::new(move |_| {
        name.set(device::name());
        let brought = device::take_code();
        if !brought.is_empty() {
            code.set(words::binding_code(&brought));
        }
    });
    let ready = move || code.with(|code| code.len() == 8);
    let entry = CodeEntry {
        id: "binding",
        label: Signal::stored("Binding code".to_owned()),
        length: 8,
        digits: false,
        keep: words::binding_code,
        value: code,
        error,
        hint: "You are given it where you asked to add this phone. Never in a message, never from a caller.".into_any(),
    };
    let kept_name = move || {
        name.with(|name| {
            if name.is_empty() {
                "A name for this phone, and today’s date".to_owned()
            } else {
                ["The name “", name, "”, and today’s date"].concat()
            }
        })
    };
    let (organisation, hotline) = (house.organisation.get_value(), house.hotline.get_value());
    view! {
        <section class="stack" aria-labelledby="en-h">
            <div class="stack stack--sm">
                <h1 id="en-h" tabindex="-1">"Make this phone your proof"</h1>
                <p class="ink2">"When you contact "{organisation}", we ask here. You see what it is about, and you decide."</p>
            </div>
            <form
                class="stack"
                id="en-f"
                novalidate
                on:submit=move |event| {
                    event.prevent_default();
                    if ready() {
                        enrol(phone, code.get_untracked(), name.get_untracked(), error);
                    } else {
                        say("Type all eight characters first");
                        focus("#binding");
                    }
                }
            >
                {code_entry(entry)}
            </form>
            <h2>"What we keep"</h2>
            <ul class="group">
                {row("key", "A public key of this phone".to_owned(), "It checks your answers, it cannot make them".to_owned(), None)}
                <li>{icon("push", "i i--lg")}<p class="grow"><b>{kept_name}</b>"So that you can tell it from others"</p></li>
                {row("x", "Not your face, finger or unlock code".to_owned(), "They never leave this phone".to_owned(), None)}
            </ul>
        </section>
        <div class="foot">
            <button type="submit" form="en-f" class="btn btn--primary btn--touch" aria-disabled=move || (!ready() || phone.busy.get()).then_some("true")>
                {icon("fingerprint", "i i--lg")}"Make this phone my proof"
            </button>
            <p class="fine mid ink3">"Asked to do this by a caller? Stop, hang up, and call "<span class="nowrap">{hotline}</span></p>
        </div>
    }
    .into_any()
}

fn enrol(phone: Phone, code: String, name: String, error: RwSignal<Option<String>>) {
    error.set(None);
    phone.act(async move {
        match bind(code, name).await {
            Ok(enrolled) => {
                phone.show(Screen::Enrolled(enrolled));
                phone.connect();
                Ok(())
            }
            Err(problem) if problem.code == "link-used" => {
                phone.show(Screen::Ended(Ending::CodeUsed));
                Ok(())
            }
            Err(problem) if matches!(problem.code.as_str(), "bad-input" | "not-found") => {
                error.set(Some(problem.detail));
                focus("#binding");
                Ok(())
            }
            Err(problem) => Err(problem),
        }
    });
}

/// Makes the key and binds it. A phone that cannot verify its person offers a second key in place of that, as a demo
/// phone does; where the code is not for that, it goes without.
async fn bind(binding_code: String, name: String) -> Result<Enrolled, Problem> {
    const URL: &str = "/device/v1/enrol";
    let public_key = device::public_key(Key::Device).await?;
    let unlock_key = if device::can_verify().await { None } else { device::public_key(Key::Unlock).await.ok() };
    let mut wish = Enrol { binding_code, name, public_key, unlock_key };
    match device::post(URL, &wish).await {
        Err(problem) if problem.code == "bad-input" && wish.unlock_key.take().is_some() => device::post(URL, &wish).await,
        answer => answer,
    }
}

/// The phone was bound just now.
pub fn done(phone: Phone, enrolled: &Enrolled) -> AnyView {
    let (now, zone) = (phone.now.get_untracked(), phone.zone.get());
    let counts = if enrolled.counts_from > now {
        let from = words::when(enrolled.counts_from, now, zone);
        ("hourglass", ["It counts from ", &from].concat(), "A day’s wait, so a thief cannot add a phone and use it at once".to_owned())
    } else {
        ("check", "It counts at once".to_owned(), "You can show us that it is you from now on".to_owned())
    };
    let ask = ["The question “Did you contact ", &enrolled.organisation, "?” and six digits, only while you talk to us"].concat();
    let words = Words {
        class: "outcome",
        icon: "check",
        head: "This phone is now your proof".to_owned(),
        text: [&enrolled.name, ", added just now. Keep the screen lock on: unlocking makes your answers stronger."].concat(),
        rows: vec![counts, ("shieldok", "What to expect".to_owned(), ask)],
    };
    let home = move || phone.show(Screen::Home);
    let buttons = view! {
        {move || phone.can_verify.get().then(|| button("btn btn--primary btn--touch", "Add a passkey on this phone".to_owned(), move || ways::add(phone, home)))}
        {button("btn btn--touch", "Done".to_owned(), home)}
    };
    draw(words, vec![buttons.into_any()])
}
