//! What came of something, as one big answer with what follows from it.

use leptos::prelude::*;

use super::{
    House,
    parts::{button, live, row},
};
use crate::{
    phone::{
        screen::{End, Over},
        words,
    },
    ui::icon,
};

const PRIMARY: &str = "btn btn--primary btn--touch";
const PLAIN: &str = "btn btn--touch";
const BAD: &str = "btn btn--bad btn--touch";

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
    /// What follows from it.
    pub rows: Vec<AnyView>,
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
            <ul class="group">{words.rows}</ul>
        </section>
        <div class="foot">{buttons}</div>
    }
    .into_any()
}

/// What came of a request. It may still change: what was approved can run later.
pub fn over(house: House<'_>, over: &Over) -> AnyView {
    let drawn = match over.end {
        End::Approved { done, undo } => approved(over, done, undo.map(|run| run.to_string())),
        End::NotMe => not_me(house),
        End::ToldTo => told_to(house),
        End::RunOut => run_out(over),
    };
    live("end", drawn)
}

/// "No, this isn't me", or "That's not right".
pub fn not_me(house: House<'_>) -> AnyView {
    let words = Words {
        class: "outcome outcome--stop",
        icon: "shieldok",
        head: "Stopped. Nothing was changed".to_owned(),
        text: "You told us that this was not you. No agent can see or change anything now.".to_owned(),
        rows: vec![
            row("freeze", "Your account is frozen", "Until you tell us it is fine again"),
            row("users", [house.organisation, " security looks at it"].concat(), "Tapped it by mistake? Nothing is lost"),
            row("phone", "Someone on the phone? Hang up", ["Call ", house.hotline, " if you need us"].concat()),
        ],
    };
    draw(words, vec![button(PRIMARY, "Check my recent changes", "go", "/me")])
}

fn told_to(house: House<'_>) -> AnyView {
    let words = Words {
        class: "outcome outcome--bad",
        icon: "phone",
        head: "Hang up now. Nothing was changed".to_owned(),
        text: ["Whoever told you to approve this is not from ", house.organisation, ", whatever they say. Telling us was right."].concat(),
        rows: vec![
            row("freeze", "Your account is frozen", "No agent and no caller can open or change it"),
            row("phone", "They will call again", "Do not answer. We never call about this"),
            row(
                "help",
                "Gave them a password, code or money?",
                ["Call ", house.hotline, " and tell us: it changes what we do first"].concat(),
            ),
        ],
    };
    draw(words, vec![button(PRIMARY, "Check my recent changes", "go", "/me")])
}

fn run_out(over: &Over) -> AnyView {
    let prompt = &over.prompt;
    let words = Words {
        class: "outcome outcome--wait",
        icon: "clock",
        head: "This request has run out of time".to_owned(),
        text: ["Nothing was changed. If you are still talking to ", &prompt.first_name, ", ask for a new one."].concat(),
        rows: vec![
            row("user", ["Asked by ", &prompt.who].concat(), prompt.what.first().cloned().unwrap_or_default()),
            row("help", "Not talking to anyone?", "Then someone may be using your details. Tell us."),
        ],
    };
    draw(words, vec![button(PRIMARY, "I’m still talking to them", "go", "/me"), button(BAD, "No, this wasn’t me", "not-mine", "")])
}

fn approved(over: &Over, done: bool, undo: Option<String>) -> AnyView {
    let prompt = &over.prompt;
    let first = &prompt.first_name;
    let (head, text) = if words::changes_nothing(prompt) {
        (["You showed ", first, " that it is you"].concat(), "Nothing changed by this. You can put your phone down.".to_owned())
    } else if done {
        ("You approved this change".to_owned(), "Exactly this, and nothing else. You can put your phone down.".to_owned())
    } else {
        let text = [first, " may need one more thing before it is done. Exactly this will be done, and nothing else."].concat();
        ("You approved this change".to_owned(), text)
    };
    let (what, rest) = prompt.what.split_first().map(|(what, rest)| (what.clone(), rest.join(", "))).unwrap_or_default();
    let back = || row("undo", "You can put it back", "Here, under recent changes, or from the message we sent you");
    let asked = row("user", [&prompt.who, ", ", &prompt.who_detail].concat(), prompt.contact.clone());
    let rows = [Some(row("check", what, rest)), undo.is_some().then(back), Some(asked)];
    let words = Words { class: "outcome", icon: "check", head, text, rows: rows.into_iter().flatten().collect() };
    let stop = undo.map(|run| button(BAD, "Stop and put it back", "put-back", run));
    draw(words, [Some(button(PLAIN, "Done", "go", "/me")), stop].into_iter().flatten().collect())
}

/// A change was put back.
pub fn undone(house: House<'_>) -> AnyView {
    let words = Words {
        class: "outcome",
        icon: "undo",
        head: "Put back. Your account is frozen".to_owned(),
        text: "It is as it was before.".to_owned(),
        rows: vec![
            row("freeze", "Nobody can use the account", "Agents cannot act on it"),
            row("phone", "To open it again", ["Call ", house.hotline].concat()),
        ],
    };
    draw(words, vec![button(PLAIN, "Done", "go", "/me")])
}

/// The binding code was used or has run out. The phone shows it by itself: no address leads here.
pub fn code_used(house: House<'_>) -> AnyView {
    let words = Words {
        class: "outcome outcome--wait",
        icon: "clock",
        head: "This code has run out".to_owned(),
        text: "A code works once, for 10 minutes. Nothing was added. Ask for a new one.".to_owned(),
        rows: vec![
            row("device", "Where it comes from", "You are given it where you asked to add this phone"),
            row("help", "Did someone give you this code?", ["Then they tried to get into your account. Call ", house.hotline].concat()),
        ],
    };
    draw(words, vec![button(PRIMARY, "Type a new code", "go", "/me/add")])
}
