//! What a supervisor does with an alert: take it up, and say what it turned out to be.

use leptos::prelude::*;

use domain::alert::AlertOutcome;

use super::view::AlertRow;
use crate::desk::parts::hidden;

/// The forms; none for one that is closed.
pub fn forms(alert: &AlertRow) -> AnyView {
    if alert.closed.is_some() {
        return ().into_any();
    }
    let take = alert.acknowledged.is_none().then(|| {
        view! {
            <form method="post" action="/api/oversight/acknowledge" class="stack stack--sm">
                {hidden("alert", alert.id.to_string())}
                <p class="ink2">"So that nobody does the same twice, say that you are at it."</p>
                <div><button type="submit" class="btn">"Acknowledge"</button></div>
            </form>
        }
    });
    view! { <section class="stack" aria-label="What to do">{take}{end(alert)}</section> }.into_any()
}

fn end(alert: &AlertRow) -> AnyView {
    let (action, press) =
        if alert.because.stops() { ("/api/oversight/end-freeze", "End the freeze") } else { ("/api/oversight/close", "Close the alert") };
    let outcomes: Vec<_> = AlertOutcome::ALL
        .into_iter()
        .map(|outcome| {
            view! { <label class="row"><input type="radio" name="outcome" value=outcome.key() required />{outcome.name()}</label> }
        })
        .collect();
    view! {
        <form method="post" action=action class="card stack">
            {hidden("alert", alert.id.to_string())}
            <fieldset><legend class="label">"What was it?"</legend><div class="stack stack--sm">{outcomes}</div></fieldset>
            <div class="field">
                <label for="note">"Note"</label>
                <input class="input" id="note" name="note" maxlength="80" autocomplete="off" aria-describedby="note-h" />
                <span class="hint" id="note-h">"If there is more to say: one line, and no customer’s name or number."</span>
            </div>
            <div><button type="submit" class="btn btn--primary">{press}</button></div>
        </form>
    }
    .into_any()
}
