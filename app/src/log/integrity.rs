//! Whether the log is whole, above what was found in it.

use leptos::prelude::*;

use domain::time::Timestamp;

use super::{
    parts::grouped,
    view::{Collection, LogState, LogView},
};
use crate::ui::{
    Tone, icon, note,
    time::{date_hm, whole},
};

/// The banner; nothing while nobody can say.
pub fn integrity(page: &LogView) -> Option<AnyView> {
    page.state.as_ref().map(|state| {
        let copies = state.collection.as_ref().and_then(copies);
        view! { {banner(state, page.now)}{copies} }.into_any()
    })
}

fn banner(state: &LogState, now: Timestamp) -> AnyView {
    if let Some(trouble) = state.trouble.clone() {
        return note(Tone::Bad, "alert", "The log is not whole".to_owned(), trouble, true);
    }
    let head = format!("Log intact: {} entries, signed checkpoint {} s ago", grouped(state.entries), whole(state.signed_at, now));
    let copies = match state.collection {
        Some(Collection::Fine { copies: 1 }) => Some("A copy elsewhere is whole. ".to_owned()),
        Some(Collection::Fine { copies }) => Some(format!("{copies} copies elsewhere are whole. ")),
        _ => None,
    };
    let agree = state.witnesses.map(|(agree, all)| format!("{agree} of {all} outside witnesses agree. "));
    view! {
        <div class="integrity" role="status">
            {icon("shieldok", "i")}
            <p class="grow"><b>{head}</b><br /><span class="xs">{agree}{copies}"New entries join a checkpoint within a second. Tree head "<code>{state.head.clone()}</code></span></p>
        </div>
    }
    .into_any()
}

/// What is wrong with the copies elsewhere; nothing while they are whole.
fn copies(collection: &Collection) -> Option<AnyView> {
    let (tone, head, text) = match collection {
        Collection::Fine { .. } => return None,
        Collection::Behind { whom, entries, since } => {
            let since = [", since ", &date_hm(*since, 0), " UTC"].concat();
            let head = match entries {
                Some(0) => ["The collector has not answered", &since].concat(),
                Some(1) => ["1 entry is not yet at the collector", &since].concat(),
                Some(entries) => [&grouped(*entries), " entries are not yet at the collector", &since].concat(),
                None => ["It is not known what the collector has", &since].concat(),
            };
            (Tone::Warn, head, [whom, ". The log itself is not touched by this: tell whoever runs this installation."].concat())
        }
        Collection::Trouble { what } => (
            Tone::Bad,
            "A copy of the log elsewhere is not what this log is".to_owned(),
            [what, ". Tell whoever runs this installation at once."].concat(),
        ),
    };
    Some(note(tone, "alert", head, text, true))
}
