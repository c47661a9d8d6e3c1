//! A request: who asks, for what, the six digits, and three answers of one size.

use domain::{
    challenge::{Prompt, UserVerification},
    channel::Channel,
    time::Timestamp,
};
use leptos::prelude::*;

use super::{
    House,
    code_entry::{CodeEntry, code_entry},
    parts::button,
};
use crate::{
    phone::{
        answer::verification,
        api::{Home, PromptView},
        words,
    },
    ui::{
        icon,
        tick::{self, Kind},
    },
};

/// Draws it. The form carries what an answer names besides the words; those are read from the screen.
pub fn prompt(house: House<'_>, home: &Home, view: &PromptView) -> AnyView {
    let first = view.prompt.first_name.clone();
    let way = verification(view.needs_user_verification, home.device.has_passkey, home.device.has_unlock_key);
    let approve = match way {
        UserVerification::Passkey => view! { {icon("fingerprint", "i i--lg")}"Approve with passkey" }.into_any(),
        UserVerification::None | UserVerification::Unlock => "Approve".into_any(),
    };
    let entry = CodeEntry {
        id: "digits",
        label: words::ask_for_digits(&first, view.channel),
        again: Some("Type the six digits again"),
        length: 6,
        digits: true,
        hint: view! { "Someone called "<b>"you"</b>" with digits? That is not "{first.clone()}"." }.into_any(),
    };
    view! {
        {timer(home, view)}
        <h1 tabindex="-1" data-said>{view.prompt.question.clone()}</h1>
        {said_card(house.organisation, &view.prompt, view.channel, view.asked_at, home.now)}
        // Until the script is here, sending it does nothing (WHATWG HTML section 4.10.22.3, step 3).
        <form
            class="stack"
            id="answer"
            method="dialog"
            aria-label="Your answer"
            novalidate
            data-challenge=view.challenge.to_string()
            data-session=view.session.to_string()
            data-hash=view.action_hash.clone()
            data-until=view.expires_at.micros().to_string()
            data-first=first.clone()
            data-way=key(way)
        >
            {code_entry(entry)}
            <div class="stack">
                {view.needs_user_verification.then(|| no_way(&first, way))}
                <button type="submit" id="send" class="btn btn--primary btn--touch" aria-disabled="true">{approve}</button>
                {button("btn btn--bad btn--touch", "No, this isn’t me", "deny", "")}
                {button("btn btn--bad btn--touch", "Someone told me to approve this", "report", "")}
                <p class="fine mid ink3">"The last two stop everything at once. No harm if you tap one by mistake."</p>
            </div>
        </form>
        {(way == UserVerification::Unlock).then(unlock)}
    }
    .into_any()
}

/// The word for a way in the page.
const fn key(way: UserVerification) -> &'static str {
    match way {
        UserVerification::None => "none",
        UserVerification::Passkey => "passkey",
        UserVerification::Unlock => "unlock",
    }
}

/// Said when the phone cannot show who holds it although that was asked for.
fn no_way(first: &str, way: UserVerification) -> AnyView {
    let has_way = way != UserVerification::None;
    let text = ["This phone cannot show that it is you who holds it. You can approve all the same; ", first, " may need one more thing."];
    view! { <p class="fine ink2" id="no-way" hidden=has_way>{text.concat()}</p> }.into_any()
}

/// How long it can be answered. Read aloud at 60 and 10 seconds only.
fn timer(home: &Home, view: &PromptView) -> AnyView {
    let (from, until, now) = (view.asked_at, view.expires_at, home.now);
    view! {
        <span class="ttl barend" role="timer">
            {tick::ring(from, until, now)}
            <span>{tick::inline(Kind::Left, until, now)}" left"</span>
        </span>
    }
    .into_any()
}

/// Who asks, for what, when, and who contacted whom. Exactly the words that are signed, and the time.
pub fn said_card(organisation: &str, prompt: &Prompt, channel: Channel, asked_at: Timestamp, now: Timestamp) -> AnyView {
    let how = match channel.rule().key {
        "phone" => "Call",
        "chat" => "Chat",
        _ => "How",
    };
    let what: Vec<AnyView> = prompt.what.iter().enumerate().map(|(n, line)| said(n, line)).collect();
    view! {
        <section class="who" aria-label="Who asks, and for what">
            <div class="who__top">
                <span class="avatar avatar--lg" aria-hidden="true">{words::initials(&prompt.who)}</span>
                <p class="grow">
                    <b class="lead" data-said>{prompt.who.clone()}</b><br /><span class="ink3" data-said>{prompt.who_detail.clone()}</span>
                </p>
                <span class="tag tag--good">{icon("shieldok", "i")}{organisation.to_owned()}" staff"</span>
            </div>
            <dl>
                <dt>"What"</dt><dd>{what}</dd>
                <dt>"When"</dt><dd>"Now, "{words::hm(asked_at, now)}</dd>
                <dt>{how}</dt><dd data-said>{prompt.contact.clone()}</dd>
            </dl>
        </section>
    }
    .into_any()
}

/// A line of what will change: its heading and its new value stand out.
fn said(n: usize, line: &str) -> AnyView {
    match (n, line.strip_prefix("to ")) {
        (0, _) => view! { <b data-said>{line.to_owned()}</b> }.into_any(),
        (_, Some(value)) => view! { <br /><span data-said>"to "<b>{value.to_owned()}</b></span> }.into_any(),
        (_, None) => view! { <br /><span data-said>{line.to_owned()}</span> }.into_any(),
    }
}

/// The unlock step of a demo phone: it stands for the face, finger or code that a real phone would ask for.
fn unlock() -> AnyView {
    view! {
        <dialog class="unlock" id="unlock" aria-labelledby="unlock-h">
            <div class="stack">
                <h2 id="unlock-h">"This demo phone pretends to unlock"</h2>
                <p class="ink2">"A real phone asks for your face, finger or unlock code here. They never leave it."</p>
                {button("btn btn--primary btn--touch", "Unlock", "unlock", "")}
                {button("btn btn--touch", "Not now", "not-now", "")}
            </div>
        </dialog>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phone::{
        answer::tests::prompt,
        api::{DeviceView, Home},
    };

    /// The text of every element that is marked, one line each, as the browser reads it.
    fn read(html: &str) -> String {
        let lines = html.split("data-said").skip(1).map(|rest| {
            let mut text = String::new();
            let mut depth = 1;
            for piece in rest.split_once('>').map(|(_, inside)| inside).unwrap_or_default().split_inclusive('>') {
                let (said, tag) = piece.split_once('<').unwrap_or((piece, ""));
                text.push_str(said);
                depth += match tag {
                    tag if tag.starts_with('/') => -1,
                    tag if tag.starts_with('!') || tag.ends_with("/>") || tag.starts_with("br") => 0,
                    _ => 1,
                };
                if depth == 0 {
                    break;
                }
            }
            text
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn b02_what_is_marked_on_the_screen_is_what_is_signed() {
        let now = Timestamp::from_micros(0);
        let id = uuid::Uuid::nil().into();
        let device = DeviceView {
            id,
            name: String::new(),
            since: now,
            counts_from: now,
            has_passkey: true,
            has_unlock_key: true,
            disabled: false,
            suspended_at: None,
        };
        let home = Home {
            now,
            organisation: "Acme".to_owned(),
            hotline: String::new(),
            device,
            other_phones: Vec::new(),
            other_devices: Vec::new(),
            contact: None,
            prompts: Vec::new(),
            recent_contacts: Vec::new(),
            recent_changes: Vec::new(),
            frozen_at: None,
            pin: None,
            totp: None,
            web_push: None,
            passkeys: Vec::new(),
        };
        let mut views = vec![prompt(), prompt()];
        views[1].prompt =
            Prompt { what: vec!["Show Ana that it is you".to_owned(), "Nothing changes by this".to_owned()], ..prompt().prompt };
        for view in views {
            let drawn = Owner::new().with(|| super::prompt(House { organisation: "Acme", hotline: "" }, &home, &view).to_html());
            assert_eq!(read(&drawn), view.prompt.text());
        }
    }
}
