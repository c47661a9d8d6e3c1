//! One request in the queue: what, for whom, why, on whose proof; and the two answers.

use leptos::prelude::*;

use domain::time::Timestamp;

use super::{
    answers::answers,
    view::{Proved, Waits},
};
use crate::ui::{
    icon, level, level_chip,
    tick::{self, Kind},
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
        None => answers(&id, &title, has_passkey, "/api/second-person/deny", "The agent reads it, and it is kept. Nothing is changed."),
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
