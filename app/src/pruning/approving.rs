//! What approves a pruning with a passkey: an island beside the list, which hears the buttons in it.

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
    /// Approved.
    Done,
    /// No passkey was used.
    None(NoAnswer),
    /// The server's answer.
    Server(ApiError),
}

impl Said {
    fn note(self) -> AnyView {
        let (tone, name, head, body) = match self {
            Self::Done => {
                (Tone::Good, "check", "Approved", "The entries go within the next minutes. Both names are in the log.".to_owned())
            }
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

/// Hears the buttons that say `data-pruning`, and says what came of a press.
#[island]
pub fn PruningApproving() -> impl IntoView {
    let said = RwSignal::new(None::<Said>);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| hear::start(said));
    view! { <div id="pruning-said">{move || said.get().map(Said::note)}</div> }
}

#[cfg(feature = "hydrate")]
mod hear {
    use std::cell::Cell;

    use leptos::{prelude::*, task::spawn_local};

    use domain::ids::PruningId;

    use super::Said;
    use crate::{
        browser::{passkey, pressed},
        pruning::server_fns::{approve_pruning, start_pruning},
    };

    thread_local! {
        /// A second press while the browser asks would take the first one's ceremony away.
        static BUSY: Cell<bool> = const { Cell::new(false) };
    }

    pub fn start(said: RwSignal<Option<Said>>) {
        pressed::hear("data-pruning", move |pruning| {
            let Ok(pruning) = pruning.parse() else { return };
            if BUSY.replace(true) {
                return;
            }
            said.set(None);
            spawn_local(async move {
                said.set(Some(approve(pruning).await));
                BUSY.set(false);
            });
        });
    }

    async fn approve(pruning: PruningId) -> Said {
        let options = match start_pruning(pruning).await {
            Ok(options) => options,
            Err(error) => return Said::Server(error),
        };
        let credential = match passkey::get(&options).await {
            Ok(credential) => credential,
            Err(none) => return Said::None(none),
        };
        match approve_pruning(pruning, credential).await {
            Ok(()) => Said::Done,
            Err(error) => Said::Server(error),
        }
    }
}
