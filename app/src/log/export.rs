//! Taking what was found away: a form that says what for.

use leptos::prelude::*;

use domain::audit_search::Search;

use super::address::at;
use crate::ui::icon;

/// The form, behind its button.
pub fn export(search: &Search) -> AnyView {
    let all = Search { before: None, ..search.clone() };
    let (csv, jsonl) = (at("/audit/export.csv", &all), at("/audit/export.jsonl", &all));
    view! {
        <details class="menu export">
            <summary class="btn btn--sm">{icon("download", "i")}"Export"</summary>
            <form class="card stack stack--sm" method="post" action=csv>
                <div class="field">
                    <label for="reason">"What for"</label>
                    <input class="input" id="reason" name="reason" required maxlength="80" autocomplete="off" aria-describedby="reason-h" />
                    <span class="hint" id="reason-h">"It stands in the log, beside your name. The newest 10\u{202f}000 entries at most."</span>
                </div>
                <div class="row">
                    <button type="submit" class="btn btn--primary">"CSV"</button>
                    <button type="submit" class="btn" formaction=jsonl>"JSON Lines"</button>
                </div>
            </form>
        </details>
    }
    .into_any()
}
