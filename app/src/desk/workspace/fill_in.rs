//! Step 1 of an action: its form, what the customer will be asked, and what happens then. News draws nothing of it again
//! but whether the customer can be asked, because what is typed must stay.

use leptos::prelude::*;

use domain::{
    action::ActionKind,
    assurance::Method,
    channel::StartedBy,
    customer::{ContactBy, Field},
};

use super::{actions::why, live, no_way::no_way, page::Page, raise::method_icon, steps::action_head};
use crate::{
    desk::{
        gate::{Decision, Way},
        parts::{hidden, seen},
        typed::Typed,
        view::Workspace,
    },
    ui::{Tone, icon, level_chip, note},
};

/// The form of an action, or why there is none. It begins with what was typed before, if this page's form was refused, or
/// else with `kept`.
pub fn fill_in(page: &Page<'_>, action: ActionKind, kept: &Typed) -> AnyView {
    let truth = page.truth;
    let typed = page.typed.or(kept);
    let row = truth.row(action);
    let asks = !row.is_some_and(|row| matches!(row.decision, Decision::Allow));
    let title = action_head(truth.session.id, "panel-h", action.name().to_owned(), row.map(|row| row.needs), u8::from(asks));
    if let Some(row) = row.filter(|row| matches!(row.decision, Decision::Refuse { .. })) {
        let not_open = note(Tone::Warn, "lock", [action.name(), " is not open right now"].concat(), why(row), false);
        return view! { <section class="stack">{title}{not_open}</section> }.into_any();
    }
    let endpoint = match action {
        ActionKind::ChangeEmail => "/api/desk/change-email",
        ActionKind::Refund => "/api/desk/refund",
        ActionKind::UpdateContactPreferences => "/api/desk/preferences",
    };
    let fields = match action {
        ActionKind::ChangeEmail => change_email(truth, typed),
        ActionKind::Refund => refund(typed),
        ActionKind::UpdateContactPreferences => preferences(typed),
    };
    // What comes first changes nothing and is asked for elsewhere; what the phone would show is then of no interest yet.
    let first = asks.then(|| proof_first(truth, action)).flatten();
    let (asks_phone, can_ask) = (asks && first.is_none(), !asks || way_of(truth, action).is_some());
    let cancel = ["/desk/", &truth.session.id.to_string()].concat();
    view! {
        <form class="stack" id="again" method="post" action=endpoint aria-labelledby="panel-h" data-main>
            {hidden("session", truth.session.id.to_string())}
            {hidden("key", page.key.to_owned())}
            {title}
            <div class="two">
                <div class="stack">{fields}{asks.then(|| live("ask-by", first.map_or_else(|| ask_by(truth, action), first_by)))}</div>
                <div class="stack">
                    {asks_phone.then(|| asked(truth, action, page.agent, typed.get("to")))}
                    {then(action, asks_phone)}
                    {asks_phone.then(what_you_ask)}
                    <div class="row">
                        {live("go", go(asks, can_ask))}
                        <a class="btn btn--ghost btn--lg" href=cancel aria-keyshortcuts="Escape">"Cancel"</a>
                    </div>
                </div>
            </div>
        </form>
    }
    .into_any()
}

/// The way by which the customer is asked for `action` unless they choose another: on a phone, else by passkey.
pub fn way_of(truth: &Workspace, action: ActionKind) -> Option<&Way> {
    on_phone(truth, action).or_else(|| by_passkey(truth, action))
}

fn on_phone(truth: &Workspace, action: ActionKind) -> Option<&Way> {
    ways_of(truth, action).iter().find(|way| way.device.is_some())
}

fn by_passkey(truth: &Workspace, action: ActionKind) -> Option<&Way> {
    ways_of(truth, action).iter().find(|way| way.method == Method::Passkey)
}

/// What the customer proves before `action` is tried, where nothing of theirs that consents would do.
fn proof_first(truth: &Workspace, action: ActionKind) -> Option<&Way> {
    ways_of(truth, action).first().filter(|_| way_of(truth, action).is_none())
}

fn ways_of(truth: &Workspace, action: ActionKind) -> &[Way] {
    match truth.row(action).map(|row| &row.decision) {
        Some(Decision::StepUp { ways, .. }) => ways,
        _ => &[],
    }
}

/// Asks for that first. It leaves the form, in which nothing could be sent yet.
fn first_by(way: &Way) -> AnyView {
    let head = [way.method.name(), " first"].concat();
    let text = ["They prove it by ", way.method.name(), ", on their ", &way.on, ". Nothing changes by it; then this opens."].concat();
    let ask = ["Ask for the ", way.method.name()].concat();
    view! {
        <div id="no-way" class="stack stack--sm">
            {note(Tone::Plain, method_icon(way), head, text, false)}
            <div class="row">
                <button type="submit" class="btn btn--primary" formaction="/api/desk/raise" formnovalidate name="method" value=way.method.key()>{ask}</button>
            </div>
        </div>
    }
    .into_any()
}

/// The id of the first field of an action's form.
pub const fn first_field(action: ActionKind) -> &'static str {
    match action {
        ActionKind::ChangeEmail => "to",
        ActionKind::Refund => "amount",
        ActionKind::UpdateContactPreferences => ContactBy::ALL[0].key(),
    }
}

/// The form's button; when nobody can be asked it stays where it is, does nothing, and says why.
fn go(asks: bool, can_ask: bool) -> AnyView {
    let words = if asks { "Ask the customer to approve " } else { "Change it now " };
    let keys = view! { <kbd>"⌘"</kbd><kbd>"↵"</kbd> };
    if can_ask {
        view! { <button type="submit" class="btn btn--primary btn--lg" id="ask">{words}{keys}</button> }.into_any()
    } else {
        view! { <button type="button" class="btn btn--primary btn--lg" id="ask" aria-disabled="true" aria-describedby="no-way">{words}{keys}</button> }
            .into_any()
    }
}

fn change_email(truth: &Workspace, typed: &Typed) -> AnyView {
    let value = typed.get("to").to_owned();
    let now = truth.record.iter().find(|field| field.field == Field::Email).map(|field| seen(&field.seen));
    view! {
        <div class="field"><span class="label">"Email now"</span><span class="row">{now}<span class="xs ink3">"The customer sees it in full, you do not need to"</span></span></div>
        <div class="field">
            <label for="to">"New email"</label>
            <input class="input" id="to" name="to" type="email" value=value required maxlength="254" autocomplete="off" aria-describedby="to-h" data-echo="echo" />
            <span class="hint" id="to-h">"Read it back, letter by letter."</span>
        </div>
    }
    .into_any()
}

fn refund(typed: &Typed) -> AnyView {
    let (amount, reason) = (typed.get("amount").to_owned(), typed.get("reason").to_owned());
    view! {
        <div class="field">
            <label for="amount">"Amount in euros"</label>
            <input class="input" id="amount" name="amount" inputmode="decimal" value=amount required maxlength="10" autocomplete="off" aria-describedby="amount-h" />
            <span class="hint" id="amount-h">"Such as 45.50. A large one may need a second person besides."</span>
        </div>
        <div class="field">
            <label for="reason">"What for"</label>
            <input class="input" id="reason" name="reason" value=reason required maxlength="80" autocomplete="off" aria-describedby="reason-h" />
            <span class="hint" id="reason-h">"The customer reads exactly this, such as: charged twice in March."</span>
        </div>
    }
    .into_any()
}

fn preferences(typed: &Typed) -> AnyView {
    let chosen = ContactBy::from_key(typed.get("news_by"));
    let choice = |way: ContactBy| {
        view! {
            <div>
                <input type="radio" name="news_by" id=way.key() value=way.key() required checked=chosen == Some(way) />
                <label class="grow" for=way.key()><b>{way.name()}</b></label>
            </div>
        }
        .into_any()
    };
    let choices: Vec<_> = ContactBy::ALL.into_iter().map(choice).collect();
    view! { <fieldset class="field"><legend class="label">"How they want to hear news from us"</legend><div class="group">{choices}</div></fieldset> }.into_any()
}

fn ask_by(truth: &Workspace, action: ActionKind) -> AnyView {
    let Some(first) = way_of(truth, action) else { return no_way(truth, truth.row(action).map_or(truth.assurance.goal, |row| row.needs)) };
    let ways: Vec<&Way> = [on_phone(truth, action), by_passkey(truth, action)].into_iter().flatten().collect();
    if let [only] = ways[..] {
        return view! {
            <div class="field">
                <span class="label">"Ask by"</span>
                <div class="group"><div>{icon(method_icon(only), "i")}<span class="grow">{asked_by(only)}</span>{level_chip(only.reaches, true)}</div></div>
            </div>
        }
        .into_any();
    }
    let choice = |way: &Way| {
        let (key, id) = (way.method.key(), ["by-", way.method.key()].concat());
        view! {
            <div>
                <input type="radio" name="by" id=id.clone() value=key checked=way.method == first.method />
                <label class="grow" for=id>{asked_by(way)}</label>
                {level_chip(way.reaches, true)}
            </div>
        }
        .into_any()
    };
    let choices: Vec<_> = ways.into_iter().map(choice).collect();
    view! { <fieldset class="field"><legend class="label">"Ask by"</legend><div class="group">{choices}</div></fieldset> }.into_any()
}

/// A way as the form offers it: what it is, and how long it takes.
fn asked_by(way: &Way) -> AnyView {
    let name = if way.method == Method::Passkey { "Passkey, by a link or a code".to_owned() } else { ["Push to ", &way.on].concat() };
    view! { <b>{name}</b><br /><span class="hint">{["About ", &way.seconds.to_string(), " s"].concat()}</span> }.into_any()
}

fn asked(truth: &Workspace, action: ActionKind, agent: &str, typed: &str) -> AnyView {
    let session = &truth.session;
    let app = [session.organisation.as_str(), " app"].concat();
    let head = match session.started_by {
        StartedBy::Customer => ["Did you contact ", &session.organisation, "?"].concat(),
        StartedBy::Us => [session.organisation.as_str(), " is calling you"].concat(),
    };
    let who = [agent, " from ", &session.organisation, " Care asks: "].concat();
    let what = match action {
        ActionKind::ChangeEmail => {
            let new = if typed.is_empty() { "the new address" } else { typed }.to_owned();
            view! { "change your email address, the old one in full, to "<b id="echo">{new}</b>"." }.into_any()
        }
        ActionKind::Refund => "pay you back the amount, for the reason you fill in.".into_any(),
        ActionKind::UpdateContactPreferences => "change how you hear from us.".into_any(),
    };
    view! {
        <section class="stack stack--sm" aria-labelledby="ask-h">
            <h3 id="ask-h">"What the customer will be asked"</h3>
            <div class="msg">
                <header>{icon("inapp", "i")}<span>{app}</span></header>
                <b class="md">{head}</b>
                <p class="ink2">{who}{what}</p>
                <p class="hint">"Three answers: approve with six digits, “No, this isn’t me”, “Someone told me to approve this”."</p>
            </div>
        </section>
    }
    .into_any()
}

fn then(action: ActionKind, asks: bool) -> AnyView {
    let line =
        |name: &'static str, words: &'static str| view! { <li class="row row--top">{icon(name, "i")}<span>{words}</span></li> }.into_any();
    let told = (action == ActionKind::ChangeEmail).then(|| {
        view! {
            {line("mail", "Every earlier address is told.")}
            {line("undo", "The customer can put it back, from any of them.")}
        }
    });
    let (title, first) = if asks {
        ("What happens when they approve", line("check", "It runs as approved. You do not press again."))
    } else {
        ("What happens then", line("check", "It counts at once. The customer sees it in the app."))
    };
    view! {
        <section class="stack stack--sm" aria-labelledby="then-h">
            <h3 id="then-h">{title}</h3>
            <ul class="stack stack--sm ink2">{first}{told}</ul>
        </section>
    }
    .into_any()
}

fn what_you_ask() -> AnyView {
    view! { <div class="note">{icon("lock", "i")}<p><b>"What you ask is what runs."</b>" Changing it voids the approval."</p></div> }
        .into_any()
}
