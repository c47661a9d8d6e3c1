//! The list of keys, opened by `?` or its button. The list is a popover, so it opens without a script too.

use leptos::prelude::*;

use crate::ui::icon;

/// Each key with what it does, as the list shows them.
const KEYS: [(&str, &str); 10] = [
    ("P", "Fill in, or ask by push"),
    ("N", "New session"),
    ("A", "Actions"),
    ("R", "Record"),
    ("/", "Find a customer"),
    ("!", "Suspected attack"),
    ("Esc", "Withdraw, back"),
    ("?", "This list"),
    ("⌘ ↵", "Ask the customer"),
    ("Ctrl ↵", "The same"),
];

/// The button and the list; it also starts the keys.
#[island]
pub fn KeysHelp() -> impl IntoView {
    let on = RwSignal::new(true);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        use crate::browser::keys;
        keys::start();
        on.set(keys::on());
    });
    let switched = move |event| {
        let now = event_target_checked(&event);
        on.set(now);
        #[cfg(feature = "hydrate")]
        crate::browser::keys::switch(now);
    };
    let row = |(key, does): (&'static str, &'static str)| view! { <dt><kbd>{key}</kbd></dt><dd>{does}</dd> };
    view! {
        <button type="button" class="btn btn--ghost btn--icon" aria-label="Help and shortcuts" aria-keyshortcuts="?" popovertarget="keys">
            {icon("help", "i")}
        </button>
        <div class="dialog" id="keys" popover="auto" role="dialog" aria-labelledby="keys-h">
            <h2 class="h-sec" id="keys-h">"Shortcuts"</h2>
            <dl class="keys">{KEYS.map(row).collect_view()}</dl>
            <label class="row"><input type="checkbox" prop:checked=on checked on:change=switched />"Single-key shortcuts on"</label>
        </div>
    }
}
