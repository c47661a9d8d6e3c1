//! Asking to take what was found away: a form that says what for, and the way to what was asked for.

use leptos::prelude::*;

use domain::audit_search::Search;

use super::{address::at, view::LogView};
use crate::{
    desk::parts::{count, hidden},
    ui::icon,
};

/// The form, behind its button, and the list of exports beside it.
pub fn export(page: &LogView) -> AnyView {
    let all = at("", &Search { before: None, ..page.search.clone() });
    let search = all.trim_start_matches('?').to_owned();
    let waiting = (page.exports_waiting > 0)
        .then(|| view! { <span class="tag tag--accent">{count(page.exports_waiting, "waits for you", "wait for you")}</span> });
    view! {
        <a class="btn btn--sm" href="/audit/exports">"Exports "{waiting}</a>
        <details class="menu export">
            <summary class="btn btn--sm">{icon("download", "i")}"Export"</summary>
            <form class="card stack stack--sm" method="post" action="/api/exports/ask">
                {hidden("search", search)}
                <div class="field">
                    <label for="reason">"What for"</label>
                    <input class="input" id="reason" name="reason" required maxlength="80" autocomplete="off" aria-describedby="reason-h" />
                    <span class="hint" id="reason-h">"Another supervisor or auditor reads it, and has to approve with their passkey. It stands in the log, beside your name."</span>
                </div>
                <p class="hint">"What is found now, and nothing newer; the newest 10\u{202f}000 entries at most."</p>
                <div class="row">
                    <button type="submit" class="btn btn--primary" name="format" value="csv">"Ask for CSV"</button>
                    <button type="submit" class="btn" name="format" value="jsonl">"Ask for JSON Lines"</button>
                </div>
            </form>
        </details>
    }
    .into_any()
}
