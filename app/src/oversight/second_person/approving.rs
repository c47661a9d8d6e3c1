//! What answers a request with a passkey: one island beside the queue, which hears the buttons in it. The queue itself is drawn again at
//! each event, and an island in there would be lost by that.

use leptos::prelude::*;

use crate::{
    browser::passkey::NoAnswer,
    error::ApiError,
    ui::note::{Tone, note},
};

/// What came of a press.
#[cfg_attr(not(feature = "hydrate"), expect(dead_code, reason = "only in a browser is anything pressed"))]
#[derive(Clone, Debug, PartialEq, Eq)]
enum Said {
    /// Approved, and it ran.
    Done,
    /// No passkey was used.
    None(NoAnswer),
    /// The server's answer.
    Server(ApiError),
}

impl Said {
    fn note(self) -> AnyView {
        let (tone, name, head, body) = match self {
            Self::Done => (Tone::Good, "check", "Approved", "It ran exactly as it was asked, and both names are in the record.".to_owned()),
            Self::None(NoAnswer::Cancelled) => {
                (Tone::Plain, "passkey", "No passkey was used", "Nothing was approved. Try again when you are ready.".to_owned())
            }
            Self::None(NoAnswer::Unsupported) => (
                Tone::Warn,
                "alert",
                "This browser has no passkeys",
                "Nothing was approved. Use a current version of any well-known browser.".to_owned(),
            ),
            Self::Server(error) => (Tone::Warn, "alert", "That was not approved", error.to_string()),
        };
        note(tone, name, head.to_owned(), body, true)
    }
}

/// Hears the buttons that say `data-second`, and says what came of a press.
#[island]
pub fn Approving() -> impl IntoView {
    let said = RwSignal::new(None::<Said>);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| hear::start(said));
    view! { <div id="second-said">{move || said.get().map(Said::note)}</div> }
}

#[cfg(feature = "hydrate")]
mod hear {
    use std::cell::Cell;

    use leptos::{prelude::*, task::spawn_local};

    use domain::ids::SecondPersonId;

    use super::Said;
    use crate::{
        browser::{passkey, pressed},
        oversight::second_person::server_fns::{finish_approval, start_approval},
    };

    thread_local! {
        /// A second press while the browser asks would take the first one's ceremony away.
        static BUSY: Cell<bool> = const { Cell::new(false) };
    }

    pub fn start(said: RwSignal<Option<Said>>) {
        pressed::hear("data-second", move |request| {
            let Ok(request) = request.parse() else { return };
            if BUSY.replace(true) {
                return;
            }
            said.set(None);
            spawn_local(async move {
                said.set(Some(approve(request).await));
                BUSY.set(false);
            });
        });
    }

    async fn approve(request: SecondPersonId) -> Said {
        let options = match start_approval(request).await {
            Ok(options) => options,
            Err(error) => return Said::Server(error),
        };
        let credential = match passkey::get(&options).await {
            Ok(credential) => credential,
            Err(none) => return Said::None(none),
        };
        match finish_approval(request, credential).await {
            Ok(()) => Said::Done,
            Err(error) => Said::Server(error),
        }
    }
}
