//! The form in which a policy is written.

use leptos::prelude::*;

use super::view::DraftView;
use crate::desk::typed::Typed;

/// Begins with what was typed before it was refused, or else with the draft.
pub fn draft_form(draft: &DraftView, typed: &Typed) -> AnyView {
    let text = if typed.get("text").is_empty() { draft.text.as_str() } else { typed.get("text") };
    // Leptos does not escape what stands in a textarea, so it is done here; and HTML drops the first line break in it.
    let escaped = ["\n", &text.replace('&', "&amp;").replace('<', "&lt;")].concat();
    // A refused form is a change of the version that is in force now, whatever was when it was begun: it said so.
    let base = if draft.base == 0 { typed.get("base").to_owned() } else { draft.base.to_string() };
    let reason = typed.get("reason").to_owned();
    view! {
        <form class="stack" method="post" action="/api/policy/propose">
            <input type="hidden" name="base" value=base />
            <div class="field">
                <label for="text">"The policy"</label>
                <textarea class="input code-area" id="text" name="text" rows="28" spellcheck="false" required aria-describedby="text-h" inner_html=escaped></textarea>
                <span class="hint" id="text-h">"It is checked when you propose it. What is wrong is said line by line, and nothing you wrote is lost."</span>
            </div>
            <div class="field">
                <label for="reason">"Why"</label>
                <input class="input" id="reason" name="reason" value=reason required maxlength="80" autocomplete="off" aria-describedby="reason-h" />
                <span class="hint" id="reason-h">"The second administrator reads this first."</span>
            </div>
            <div class="row">
                <button type="submit" class="btn btn--primary btn--lg">"Propose it"</button>
                <a class="btn btn--ghost btn--lg" href="/policy">"Cancel"</a>
            </div>
        </form>
    }
    .into_any()
}
