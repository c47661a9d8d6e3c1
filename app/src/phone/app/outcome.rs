//! What came of something, as one big answer with what follows from it.

use domain::{ids::RunId, time::Timestamp};
use leptos::prelude::*;

use super::{
    House, button,
    state::{Ending, Phone, Screen},
};
use crate::{
    browser::device,
    phone::{
        api::{AnswerResult, PromptView},
        words,
    },
    ui::icon,
};

/// The words of an outcome.
pub struct Words {
    /// Its tone.
    pub class: &'static str,
    /// Its icon.
    pub icon: &'static str,
    /// Its heading.
    pub head: String,
    /// What happened, and what is safe.
    pub text: String,
    /// What follows from it: icon, heading, body.
    pub rows: Vec<(&'static str, String, String)>,
}

/// Draws it, with its buttons underneath.
pub fn draw(words: Words, buttons: Vec<AnyView>) -> AnyView {
    view! {
        <section class="stack stack--lg">
            <div class=words.class role="status">
                {icon(words.icon, "i")}
                <h1 tabindex="-1">{words.head}</h1>
                <p class="ink2">{words.text}</p>
            </div>
            <ul class="group">{words.rows.into_iter().map(|(name, head, body)| row(name, head, body, None)).collect::<Vec<_>>()}</ul>
        </section>
        <div class="foot">{buttons}</div>
    }
    .into_any()
}

/// A row of a group: an icon, a heading and what is to be said of it.
pub fn row(name: &'static str, head: String, body: String, more: Option<AnyView>) -> AnyView {
    view! { <li>{icon(name, "i i--lg")}<p class="grow"><b>{head}</b>{body}</p>{more}</li> }.into_any()
}

fn rows<const N: usize>(rows: [(&'static str, &str, String); N]) -> Vec<(&'static str, String, String)> {
    rows.map(|(name, head, body)| (name, head.to_owned(), body)).into()
}

/// Draws what came of it.
pub fn outcome(phone: Phone, house: House, ending: Ending) -> AnyView {
    let hotline = house.hotline.get_value();
    let organisation = house.organisation.get_value();
    let home = move |class, label: &str| button(class, label.to_owned(), move || phone.show(Screen::Home));
    let (primary, plain) = ("btn btn--primary btn--touch", "btn btn--touch");
    match ending {
        Ending::Approved(prompt, result) => approved(phone, &prompt, &result),
        Ending::RunOut(prompt) => draw(
            run_out(prompt),
            vec![
                home(primary, "I’m still talking to them"),
                button("btn btn--bad btn--touch", "No, this wasn’t me".to_owned(), move || not_mine(phone)),
            ],
        ),
        Ending::NotMe => draw(
            Words {
                class: "outcome outcome--stop",
                icon: "shieldok",
                head: "Stopped. Nothing was changed".to_owned(),
                text: "You told us that this was not you. No agent can see or change anything now.".to_owned(),
                rows: rows([
                    ("freeze", "Your account is frozen", "Until you tell us it is fine again".to_owned()),
                    ("users", &[&organisation, " security looks at it"].concat(), "Tapped it by mistake? Nothing is lost".to_owned()),
                    ("phone", "Someone on the phone? Hang up", ["Call ", &hotline, " if you need us"].concat()),
                ]),
            },
            vec![home(primary, "Check my recent changes")],
        ),
        Ending::ToldTo => draw(
            Words {
                class: "outcome outcome--bad",
                icon: "phone",
                head: "Hang up now. Nothing was changed".to_owned(),
                text: ["Whoever told you to approve this is not from ", &organisation, ", whatever they say. Telling us was right."]
                    .concat(),
                rows: rows([
                    ("freeze", "Your account is frozen", "No agent and no caller can open or change it".to_owned()),
                    ("phone", "They will call again", "Do not answer. We never call about this".to_owned()),
                    (
                        "help",
                        "Gave them a password, code or money?",
                        ["Call ", &hotline, " and tell us: it changes what we do first"].concat(),
                    ),
                ]),
            },
            vec![home(primary, "Check my recent changes")],
        ),
        Ending::PutBack => draw(
            Words {
                class: "outcome",
                icon: "undo",
                head: "Put back. Your account is frozen".to_owned(),
                text: "It is as it was before.".to_owned(),
                rows: rows([
                    ("freeze", "Nobody can use the account", "Agents cannot act on it".to_owned()),
                    ("phone", "To open it again", ["Call ", &hotline].concat()),
                ]),
            },
            vec![home(plain, "Done")],
        ),
        Ending::CodeUsed => draw(
            Words {
                class: "outcome outcome--wait",
                icon: "clock",
                head: "This code has run out".to_owned(),
                text: "A code works once, for 10 minutes. Nothing was added. Ask for a new one.".to_owned(),
                rows: rows([
                    ("device", "Where it comes from", "You are given it where you asked to add this phone".to_owned()),
                    ("help", "Did someone give you this code?", ["Then they tried to get into your account. Call ", &hotline].concat()),
                ]),
            },
            vec![button(primary, "Type a new code".to_owned(), move || phone.show(Screen::Enrol))],
        ),
    }
}

fn run_out(prompt: PromptView) -> Words {
    let first = prompt.prompt.first_name;
    Words {
        class: "outcome outcome--wait",
        icon: "clock",
        head: "This request has run out of time".to_owned(),
        text: ["Nothing was changed. If you are still talking to ", &first, ", ask for a new one."].concat(),
        rows: vec![
            ("user", ["Asked by ", &prompt.prompt.who].concat(), prompt.prompt.what.into_iter().next().unwrap_or_default()),
            ("help", "Not talking to anyone?".to_owned(), "Then someone may be using your details. Tell us.".to_owned()),
        ],
    }
}

fn approved(phone: Phone, prompt: &PromptView, result: &AnswerResult) -> AnyView {
    let first = &prompt.prompt.first_name;
    let done = matches!(result, AnswerResult::Done { .. });
    let (head, text) = if words::changes_nothing(&prompt.prompt) {
        (["You showed ", first, " that it is you"].concat(), "Nothing changed by this. You can put your phone down.".to_owned())
    } else if done {
        ("You approved this change".to_owned(), "Exactly this, and nothing else. You can put your phone down.".to_owned())
    } else {
        (
            "You approved this change".to_owned(),
            [first, " may need one more thing before it is done. Exactly this will be done, and nothing else."].concat(),
        )
    };
    let mut lines = prompt.prompt.what.iter();
    let what = lines.next().cloned().unwrap_or_default();
    let rest: Vec<&str> = lines.map(String::as_str).collect();
    let mut rows = vec![
        ("check", what, rest.join(", ")),
        ("user", [&prompt.prompt.who, ", ", &prompt.prompt.who_detail].concat(), prompt.prompt.contact.clone()),
    ];
    let mut buttons = vec![button("btn btn--touch", "Done".to_owned(), move || phone.show(Screen::Home))];
    if done && !words::changes_nothing(&prompt.prompt) {
        rows.insert(
            1,
            ("undo", "You can put it back".to_owned(), "Here, under recent changes, or from the message we sent you".to_owned()),
        );
        buttons.push(stop(phone, prompt.asked_at));
    }
    draw(Words { class: "outcome", icon: "check", head, text, rows }, buttons)
}

/// "Stop and put it back", once the server has told of the change, and if it can be no other.
fn stop(phone: Phone, asked_at: Timestamp) -> AnyView {
    let run = Memo::new(move |_| {
        phone.home.with(|home| {
            let changes = home.as_ref().map(|home| home.recent_changes.as_slice()).unwrap_or_default();
            let mut made = changes.iter().filter(|change| change.approved && change.put_back_at.is_none() && change.at >= asked_at);
            made.next().map(|change| change.run).filter(|_| made.next().is_none())
        })
    });
    let shown =
        move || run.get().map(|run| button("btn btn--bad btn--touch", "Stop and put it back".to_owned(), move || put_back(phone, run)));
    shown.into_any()
}

/// Puts a change back, which freezes the account.
pub fn put_back(phone: Phone, run: RunId) {
    phone.act(async move {
        device::press(&["/device/v1/changes/", &run.to_string(), "/put-back"].concat()).await?;
        phone.show(Screen::Ended(Ending::PutBack));
        Ok(())
    });
}

/// "That's not right", "Someone says they are": freezes at once, without another question.
pub fn not_mine(phone: Phone) {
    phone.act(async move {
        device::press("/device/v1/contact/not-mine").await?;
        phone.show(Screen::Ended(Ending::NotMe));
        Ok(())
    });
}
