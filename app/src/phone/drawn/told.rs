//! Being told of a request while the page is closed.

use leptos::prelude::*;

use crate::{phone::api::Home, ui::icon};

/// Whether this phone is, and the way to turn it round; nothing where no browser is told of anything.
pub fn told(home: &Home) -> AnyView {
    let Some(web_push) = &home.web_push else { return ().into_any() };
    let inside = if web_push.on {
        view! {
            <p class="grow"><b>"On this phone"</b>"You are told that we ask you something, never what"</p>
            <button type="button" class="btn btn--lg" data-press="not-told" data-of="" aria-label="Turn off notifications">"Turn off"</button>
        }
        .into_any()
    } else {
        // Whether this browser can is known to it alone, so both are drawn and the script shows the right one.
        view! {
            <p class="grow">
                <b>"Off on this phone"</b>
                <span data-told="yes" hidden>"We can tell you when we ask you something, even while this page is closed"</span>
                <span data-told="no">"Keep this page open while you talk to us. On an iPhone, add it to your home screen first"</span>
            </p>
            <button
                type="button"
                class="btn btn--lg"
                data-press="told"
                data-of=web_push.key.clone()
                data-told="yes"
                aria-label="Turn on notifications"
                hidden
            >
                "Turn on"
            </button>
        }
        .into_any()
    };
    view! {
        <section class="stack stack--sm" aria-labelledby="n-h">
            <h2 id="n-h">"Notifications"</h2>
            <ul class="group"><li>{icon("push", "i i--lg")}{inside}</li></ul>
        </section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use domain::notification::WORDS;

    #[test]
    fn the_service_worker_says_what_every_notification_says() {
        let worker = include_str!("../../../public/me/sw.js");
        assert!(worker.contains(&["const WORDS = \"", WORDS, "\";\n"].concat()));
    }
}
