//! Whether the log is whole, above what was found in it.

use leptos::prelude::*;

use domain::time::Timestamp;

use super::{
    parts::grouped,
    view::{LogState, LogView},
};
use crate::ui::{Tone, icon, note, time::whole};

/// The banner; nothing while nobody can say.
pub fn integrity(page: &LogView) -> Option<AnyView> {
    page.state.as_ref().map(|state| banner(state, page.now))
}

fn banner(state: &LogState, now: Timestamp) -> AnyView {
    if let Some(trouble) = state.trouble.clone() {
        return note(Tone::Bad, "alert", "The log is not whole".to_owned(), trouble, true);
    }
    let head = format!("Log intact: {} entries, signed checkpoint {} s ago", grouped(state.entries), whole(state.signed_at, now));
    let agree = state.witnesses.map(|(agree, all)| format!("{agree} of {all} outside witnesses agree. "));
    view! {
        <div class="integrity" role="status">
            {icon("shieldok", "i")}
            <p class="grow"><b>{head}</b><br /><span class="xs">{agree}"New entries join a checkpoint within a second. Tree head "<code>{state.head.clone()}</code></span></p>
        </div>
    }
    .into_any()
}
