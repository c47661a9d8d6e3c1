//! One request in the queue: what, for whom, why, on whose proof; and the two answers.

use leptos::prelude::*;

use domain::time::Timestamp;

use super::view::{Proved, Waits};
use crate::{
    desk::parts::hidden,
    ui::{
        icon, level, level_chip,
        tick::{self, Kind},
    },
};

/// A request.
pub fn row(one: &Waits, has_passkey: bool, now: Timestamp) -> AnyView {
    let id = one.id.to_string();
    let title = [one.action.name(), ", ", &one.value].concat();
    let who = [&one.asked_by, " for "].concat();
    let place = [", ", &one.channel.rule().name.to_lowercase(), ". "].concat();
    let case = one.case.as_ref().map(|case| ["Case ", case, ". "].concat());
    let consent = if one.consented { "The customer approved exactly this. " } else { "The policy asks the customer nothing for this. " };
    let only = "You approve this and nothing else.";
    let short = (one.level < one.needs).then(|| {
        let words = ["The session is ", level::name(one.level), " now and this needs ", level::name(one.needs), "."].concat();
        view! { <p class="xs warn">{words}</p> }
    });
    let story = ["/audit/session/", &one.session.to_string()].concat();
    let proved: Vec<_> = one.proved.iter().map(|piece| proof(piece, now)).collect();
    let answers = match one.not_yours {
        Some(why) => view! { <p class="row row--top ink2">{icon("lock", "i")}<span>{why.in_words()}</span></p> }.into_any(),
        None => answers(&id, &title, has_passkey),
    };
    view! {
        <li class="approval" aria-labelledby=["what-", &id].concat()>
            <div class="row row--wrap">
                <b class="md" id=["what-", &id].concat()>{title.clone()}</b>
                {level_chip(one.level, false)}
                <span class="ink3 xs end">"Asked "{tick::inline(Kind::Since, one.asked_at, now)}" ago, "{tick::inline(Kind::Left, one.until, now)}" left"</span>
            </div>
            <p class="ink2">{who}<span class="mask">{one.customer.clone()}</span>{place}{[&one.because, ", rule "].concat()}<code>{one.rule.clone()}</code>". "{case}{consent}{only}</p>
            {short}
            <p class="row row--wrap xs">{proved}<a href=story>"See the whole session"</a></p>
            {answers}
        </li>
    }
    .into_any()
}

fn proof(piece: &Proved, now: Timestamp) -> AnyView {
    let name = [piece.method.name(), if piece.user_verified { ", person verified " } else { " " }].concat();
    view! { <span class="tag tag--good">{icon("check", "i")}{name}{tick::inline(Kind::Hm, piece.at, now)}</span> }.into_any()
}

/// Approve, which the script shows once it can do it; and Deny, which is a form.
fn answers(id: &str, title: &str, has_passkey: bool) -> AnyView {
    let approve = has_passkey.then(|| {
        view! {
            <button type="button" class="btn btn--primary" data-second=id.to_owned() data-press=["approve-", id].concat() data-script hidden aria-label=["Approve: ", title].concat()>
                {icon("passkey", "i")}"Approve"
            </button>
        }
    });
    let why = ["why-", id].concat();
    view! {
        <div class="approval__answers">
            {approve}
            <details class="deny" id=["deny-", id].concat()>
                <summary class="btn btn--bad" aria-label=["Deny: ", title].concat()>"Deny"</summary>
                <form method="post" action="/api/second-person/deny" class="stack stack--sm">
                    {hidden("request", id.to_owned())}
                    <div class="field">
                        <label for=why.clone()>"Why not"</label>
                        <input class="input" id=why.clone() name="reason" required maxlength="80" autocomplete="off" aria-describedby=["h-", &why].concat() />
                        <span class="hint" id=["h-", &why].concat()>"The agent reads it, and it is kept. Nothing is changed."</span>
                    </div>
                    <div class="row"><button type="submit" class="btn btn--bad">"Deny it"</button></div>
                </form>
            </details>
        </div>
    }
    .into_any()
}
