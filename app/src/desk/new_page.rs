//! `/desk/new`: the form that opens a session. One plain form; finding a customer first is an island in it.

use leptos::prelude::*;

use domain::{
    action::ActionKind,
    agent::Staff,
    channel::{Channel, StartedBy},
};

use super::{
    find::FindCustomer,
    page::{at_the_desk, trouble},
    rail::{channel_icon, rail},
    typed::Typed,
    view::{RailItem, Topic},
};
use crate::{
    backend::{ports, typed},
    layout::{FormError, Here, StaffShell, TroublePage},
    ui::{icon, level},
};

/// The page.
#[component]
pub fn NewSessionPage() -> impl IntoView {
    let (desk, phone, who) = (ports().desk, ports().phone, at_the_desk());
    let organisation = phone.organisation().0;
    let topics = desk.topics();
    let (typed, problem) = (typed(), view! { <FormError /> }.into_any());
    let drawn = async move {
        match who {
            Ok((staff, agent)) => match desk.rail(&agent).await {
                Ok(items) => page(staff, &items, &organisation, &typed, &topics, problem),
                Err(error) => trouble(staff, "New session", error),
            },
            Err(error) => view! { <TroublePage error /> }.into_any(),
        }
    };
    view! { <Suspense>{Suspend::new(drawn)}</Suspense> }
}

fn page(staff: Staff, items: &[RailItem], organisation: &str, typed: &Typed, topics: &[Topic], problem: AnyView) -> AnyView {
    let first_name = staff.first_name().to_owned();
    let seen = ["One session per contact. The customer sees it in their ", organisation, " app from the start."].concat();
    let (rail, aside) = (rail(items, None, None), aside(organisation, &first_name));
    let (how, what) = (how(typed), what(typed, topics));
    let (kind, value) = (typed.get("kind").to_owned(), typed.get("value").to_owned());
    view! {
        <StaffShell staff here=Here::Desk title="New session">
            {rail}
            <main class="sheet" id="main">
                <form class="work" method="post" action="/api/desk/open" aria-labelledby="new-h" data-main>
                    <header class="sesshead">
                        <div class="grow"><h1 id="new-h">"New session"</h1><p class="ink3">{seen}</p></div>
                        <a class="btn btn--ghost" href="/desk" aria-keyshortcuts="Escape">"Close "<kbd>"Esc"</kbd></a>
                    </header>
                    <hr />
                    {problem}
                    {how}
                    <FindCustomer typed_kind=kind typed_value=value />
                    {what}
                    <div class="row">
                        <button type="submit" class="btn btn--primary btn--lg">"Open session "<kbd>"⌘"</kbd><kbd>"↵"</kbd></button>
                        <a class="btn btn--ghost btn--lg" href="/desk">"Cancel"</a>
                    </div>
                </form>
                {aside}
            </main>
        </StaffShell>
    }
    .into_any()
}

fn how(typed: &Typed) -> AnyView {
    let chosen = Channel::from_key(typed.get("channel"));
    let by_us = typed.get("started_by") == StartedBy::Us.key();
    let tile = |(place, channel): (usize, Channel)| {
        let rule = channel.rule();
        view! {
            <label class="tile">
                <input type="radio" name="channel" value=rule.key required checked=chosen.map_or(place == 0, |chosen| chosen == channel) />
                {icon(channel_icon(channel), "i i--lg")}{rule.name}
            </label>
        }
    };
    view! {
        <fieldset class="field">
            <legend class="label">"1. How did they reach you?"</legend>
            <div class="tiles">{Channel::all().enumerate().map(tile).collect_view()}</div>
            <div class="row row--wrap">
                <span class="label" id="ini">"Who started it?"</span>
                <div class="seg" role="radiogroup" aria-labelledby="ini">
                    <label><input type="radio" name="started_by" value="customer" required checked=!by_us />"They contacted us"</label>
                    <label><input type="radio" name="started_by" value="us" checked=by_us />"We contacted them"</label>
                </div>
                <span class="hint">"The customer is shown this. If we started it, credentials and payouts stay closed."</span>
            </div>
        </fieldset>
    }
    .into_any()
}

fn what(typed: &Typed, topics: &[Topic]) -> AnyView {
    let (chosen, case) = (ActionKind::from_key(typed.get("reason")), typed.get("case").to_owned());
    let option = |topic: &Topic| {
        let kind = topic.action;
        let name = [kind.name(), ", needs ", level::name(topic.needs)].concat();
        view! { <option value=kind.key() selected=chosen == Some(kind)>{name}</option> }
    };
    view! {
        <div class="two">
            <div class="field">
                <label for="reason">"3. What is it about?"</label>
                <select class="input" id="reason" name="reason" aria-describedby="reason-h">{topics.iter().map(option).collect_view()}</select>
                <span class="hint" id="reason-h">"Sets the goal of the session. Other actions stay possible."</span>
            </div>
            <div class="field">
                <label for="case">"Case, if any"</label>
                <input class="input" id="case" name="case" value=case placeholder="ACM-" maxlength="32" autocomplete="off" />
            </div>
        </div>
    }
    .into_any()
}

fn aside(organisation: &str, first_name: &str) -> AnyView {
    let step =
        |n: &'static str, words: &'static str| view! { <li class="row row--top"><span class="tag">{n}</span><span>{words}</span></li> };
    let talking = ["You are talking to ", first_name, " from ", organisation, ": genuine"].concat();
    view! {
        <aside class="side" aria-label="About look-ups">
            <section class="stack stack--sm">
                <h2 class="h-sec">"Look-ups"</h2>
                <p class="hint">"Each look-up is written down with your name. After 60 in an hour the next is refused."</p>
            </section>
            <section class="stack stack--sm">
                <h2 class="h-sec">"What happens next"</h2>
                <ol class="stack stack--sm ink2">
                    {step("1", "The session opens at Unverified. Data stays masked.")}
                    {step("2", "The customer’s app shows your name, the channel and the reason.")}
                    {step("3", "You fill in what is to change. The customer approves exactly that.")}
                </ol>
            </section>
            <section>
                <div class="sec__head"><h2>"What the customer will see"</h2></div>
                <div class="theirs">{icon("shieldok", "i i--lg")}<p><b>{talking}</b>"The channel, since when, and what it is about."</p></div>
            </section>
        </aside>
    }
    .into_any()
}
