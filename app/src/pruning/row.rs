//! One pruning in the list: what, why, by whom; and the two answers while it waits.

use leptos::prelude::*;

use super::view::{PruningRow, Stands};
use crate::{
    oversight::second_person::answers::approve,
    ui::{icon, time::in_full},
};

/// A pruning.
pub fn row(one: &PruningRow, has_passkey: bool) -> AnyView {
    let id = one.id.to_string();
    let title = format!("Entries {} to {}", one.first, one.last);
    let head = ["what-", &id].concat();
    let (class, word) = match one.stands {
        Stands::Waiting => ("tag tag--accent", "Waits for a second person".to_owned()),
        Stands::Expired => ("tag", "Not approved in time".to_owned()),
        Stands::Refused => ("tag", "Not approved".to_owned()),
        Stands::GoesOn(done) => ("tag tag--warn", format!("Goes on: {} gone", done.saturating_sub(one.first))),
        Stands::Done => ("tag tag--good", "Pruned".to_owned()),
    };
    let asked = ["Asked for by ", &one.asked_by, " on ", &in_full(one.asked_at), "."].concat();
    let decided = one.decided.as_ref().map(|(who, at)| {
        let what = if one.stands == Stands::Refused { " Ended by " } else { " Approved by " };
        [what, who, " on ", &in_full(*at), "."].concat()
    });
    let until = (one.stands == Stands::Waiting).then(|| [" It can be approved until ", &in_full(one.until), "."].concat());
    let lines: Vec<_> = one.lines.iter().map(|text| view! { <li>{text.clone()}</li> }).collect();
    let answers = (one.stands == Stands::Waiting).then(|| answers(one, &title, has_passkey));
    view! {
        <li class="approval" aria-labelledby=head.clone()>
            <div class="row row--wrap"><b class="md" id=head.clone()>{title.clone()}</b><span class=class>{word}</span></div>
            <p class="ink2">{asked}{decided}{until}</p>
            <ul class="stack stack--sm xs ink3">{lines}</ul>
            {answers}
        </li>
    }
    .into_any()
}

/// Approve, which the script shows once it can do it; and the form that ends it.
fn answers(one: &PruningRow, title: &str, has_passkey: bool) -> AnyView {
    let id = one.id.to_string();
    let approve = (one.not_yours.is_none() && has_passkey).then(|| approve(&id, title, "btn btn--bad"));
    let why = one.not_yours.clone().map(|why| view! { <p class="row row--top ink2">{icon("lock", "i")}<span>{why}</span></p> });
    let words = if one.asked_by_reader { "Take it back" } else { "Do not approve" };
    let refuse = one.may_refuse.then(|| {
        view! {
            <form method="post" action="/api/pruning/refuse">
                <input type="hidden" name="pruning" value=id.clone() />
                <button type="submit" class="btn" aria-label=[words, ": ", title].concat()>{words}</button>
            </form>
        }
    });
    view! { {why}<div class="approval__answers">{approve}{refuse}</div> }.into_any()
}
