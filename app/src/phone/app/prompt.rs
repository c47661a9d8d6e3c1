//! A request: who asks, for what, the six digits, and three answers of one size.

use domain::challenge::{Answer, UserVerification};
use leptos::{html::Dialog, prelude::*, task::spawn_local};

use super::{
    House, button,
    code_entry::{CodeEntry, code_entry},
    focus,
    give::give,
    say,
    state::{Ending, Phone},
    unlock::unlock,
};
use crate::{
    browser::device::Problem,
    phone::{
        answer::verification,
        api::{AnswerResult, PromptView},
        words,
    },
    ui::{icon, time},
};

/// One request on the page.
#[derive(Clone, Copy)]
struct Asked {
    phone: Phone,
    prompt: StoredValue<PromptView>,
    digits: RwSignal<String>,
    error: RwSignal<Option<String>>,
    /// Whether the phone cannot show who holds it, or the customer goes on without.
    without: RwSignal<bool>,
    sheet: NodeRef<Dialog>,
}

/// Draws it.
pub fn prompt(phone: Phone, house: House, view: &PromptView) -> AnyView {
    let asked = Asked {
        phone,
        digits: RwSignal::new(String::new()),
        error: RwSignal::new(None),
        without: RwSignal::new(false),
        sheet: NodeRef::new(),
        prompt: StoredValue::new(view.clone()),
    };
    let ready = move || asked.digits.with(|digits| digits.len() == 6);
    Effect::new(move |was: Option<bool>| {
        let is = ready();
        if is && was == Some(false) {
            say("Six digits typed. Approve is ready");
        }
        is
    });
    let label = {
        let label = words::ask_for_digits(&view.prompt.first_name, view.channel);
        Signal::derive(move || if asked.error.with(Option::is_some) { "Type the six digits again".to_owned() } else { label.clone() })
    };
    let first = view.prompt.first_name.clone();
    let entry = CodeEntry {
        id: "digits",
        label,
        length: 6,
        digits: true,
        keep: words::digits,
        value: asked.digits,
        error: asked.error,
        hint: view! { "Someone called "<b>"you"</b>" with digits? That is not "{first}"." }.into_any(),
    };
    view! {
        {timer(phone, view)}
        <h1 tabindex="-1">{view.prompt.question.clone()}</h1>
        {card(phone, house, view)}
        <form
            class="stack"
            aria-label="Your answer"
            novalidate
            on:submit=move |event| {
                event.prevent_default();
                asked.approve();
            }
        >
            {code_entry(entry)}
            <div class="stack">
                {move || asked.hint()}
                <button type="submit" class="btn btn--primary btn--touch" aria-disabled=move || (!ready() || phone.busy.get()).then_some("true")>
                    {move || match asked.way() {
                        UserVerification::Passkey => view! { {icon("fingerprint", "i i--lg")}"Approve with passkey" }.into_any(),
                        UserVerification::None | UserVerification::Unlock => "Approve".into_any(),
                    }}
                </button>
                {button("btn btn--bad btn--touch", "No, this isn’t me".to_owned(), move || asked.stop(Answer::Deny))}
                {button("btn btn--bad btn--touch", "Someone told me to approve this".to_owned(), move || asked.stop(Answer::Report))}
                <p class="fine mid ink3">"The last two stop everything at once. No harm if you tap one by mistake."</p>
            </div>
        </form>
        {unlock(asked.sheet, move || asked.send(UserVerification::Unlock))}
    }
    .into_any()
}

/// How long it can be answered. Read aloud at 60 and 10 seconds only.
fn timer(phone: Phone, view: &PromptView) -> AnyView {
    let (from, until) = (view.asked_at, view.expires_at);
    Effect::new(move |_| match time::whole(phone.now.get(), until) {
        60 => say("60 seconds left"),
        10 => say("10 seconds left"),
        _ => {}
    });
    let ring = move || [&time::percent_left(from, until, phone.now.get()).to_string(), " 100"].concat();
    view! {
        <span class="ttl barend" role="timer">
            <svg class="ring" viewBox="0 0 16 16" aria-hidden="true">
                <circle cx="8" cy="8" r="6"></circle>
                <circle cx="8" cy="8" r="6" pathLength="100" stroke-dasharray=ring></circle>
            </svg>
            {move || [&time::short(phone.now.get(), until), " left"].concat()}
        </span>
    }
    .into_any()
}

/// Who asks, for what, when, and who contacted whom. Exactly the words that are signed, and the time.
fn card(phone: Phone, house: House, view: &PromptView) -> AnyView {
    let prompt = view.prompt.clone();
    let asked_at = view.asked_at;
    let how = match view.channel.rule().key {
        "phone" => "Call",
        "chat" => "Chat",
        _ => "How",
    };
    let what: Vec<AnyView> = prompt
        .what
        .into_iter()
        .enumerate()
        .map(|(n, line)| match (n, line.strip_prefix("to ")) {
            (0, _) => view! { <b>{line}</b> }.into_any(),
            (_, Some(value)) => view! { <br />"to "<b>{value.to_owned()}</b> }.into_any(),
            (_, None) => view! { <br />{line} }.into_any(),
        })
        .collect();
    view! {
        <section class="who" aria-label="Who asks, and for what">
            <div class="who__top">
                <span class="avatar avatar--lg" aria-hidden="true">{words::initials(&prompt.who)}</span>
                <p class="grow"><b class="lead">{prompt.who}</b><br /><span class="ink3">{prompt.who_detail}</span></p>
                <span class="tag tag--good">{icon("shieldok", "i")}{house.organisation.get_value()}" staff"</span>
            </div>
            <dl>
                <dt>"What"</dt><dd>{what}</dd>
                <dt>"When"</dt><dd>"Now, "{move || time::hm(asked_at, phone.zone.get())}</dd>
                <dt>{how}</dt><dd>{prompt.contact}</dd>
            </dl>
        </section>
    }
    .into_any()
}

impl Asked {
    /// How this phone will show who holds it.
    fn way(self) -> UserVerification {
        let needed = self.prompt.with_value(|prompt| prompt.needs_user_verification) && !self.without.get();
        self.phone.home.with(|home| {
            home.as_ref().map_or(UserVerification::None, |home| verification(needed, home.device.has_passkey, home.device.has_unlock_key))
        })
    }

    /// Said when the phone cannot show who holds it although that was asked for.
    fn hint(self) -> Option<AnyView> {
        let (needed, first) = self.prompt.with_value(|prompt| (prompt.needs_user_verification, prompt.prompt.first_name.clone()));
        (needed && self.way() == UserVerification::None).then(|| {
            view! { <p class="fine ink2">"This phone cannot show that it is you who holds it. You can approve all the same; "{first}" may need one more thing."</p> }.into_any()
        })
    }

    fn approve(self) {
        if self.digits.with_untracked(|digits| digits.len() < 6) {
            say("Type all six digits first");
            return focus("#digits");
        }
        match (untrack(|| self.way()), self.sheet.get_untracked()) {
            (UserVerification::Unlock, Some(sheet)) => drop(sheet.show_modal()),
            (way, _) => self.send(way),
        }
    }

    /// No confirming step: what stops everything is one press away.
    fn stop(self, answer: Answer) {
        self.answer(answer, UserVerification::None);
    }

    fn send(self, verified: UserVerification) {
        self.answer(Answer::Approve, verified);
    }

    fn answer(self, answer: Answer, verified: UserVerification) {
        let Some(from) = self.phone.home.with_untracked(|home| home.as_ref().map(|home| home.device.id)) else { return };
        if self.phone.busy.get_untracked() {
            return;
        }
        self.phone.busy.set(true);
        self.phone.trouble.set(None);
        self.error.set(None);
        let (prompt, code) = (self.prompt.get_value(), self.digits.get_untracked());
        spawn_local(async move {
            let result = give(&prompt, from, answer, &code, verified).await;
            self.phone.busy.set(false);
            match result {
                Ok(AnswerResult::Denied) => self.phone.end(prompt.challenge, Ending::NotMe),
                Ok(AnswerResult::Reported) => self.phone.end(prompt.challenge, Ending::ToldTo),
                Ok(approved) => self.phone.end(prompt.challenge, Ending::Approved(prompt, approved)),
                Err(problem) => self.refused(prompt, problem, verified),
            }
        });
    }

    fn refused(self, prompt: PromptView, problem: Problem, verified: UserVerification) {
        match (problem.code.as_str(), problem.tries_left) {
            ("other-digits", Some(0)) | ("challenge-over", _) => self.phone.end(prompt.challenge, Ending::RunOut(prompt)),
            ("other-digits", tries) => {
                self.error.set(Some(words::other_digits(&prompt.prompt.first_name, tries.unwrap_or(1))));
                select("digits");
            }
            _ => {
                // A lost passkey must not shut the customer out: the next press goes without, and the agent sees that.
                self.without.set(verified == UserVerification::Passkey && problem.code != "offline");
                self.phone.trouble.set(Some(problem.detail));
            }
        }
    }
}

/// The field again, with what was typed selected.
fn select(id: &'static str) {
    use leptos::{wasm_bindgen::JsCast, web_sys::HtmlInputElement};
    let field = document().get_element_by_id(id).and_then(|found| found.dyn_into::<HtmlInputElement>().ok());
    if let Some(field) = field {
        drop(field.focus());
        field.select();
    }
}
