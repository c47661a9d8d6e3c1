//! What answers a colleague's request with a passkey: one island beside the list of them, which hears the buttons in it. The list itself is drawn
//! again at each event, and an island in there would be lost by that.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    browser::passkey::NoAnswer,
    error::ApiError,
    ui::note::{Tone, note},
};

/// What is approved on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Approves {
    /// An action, as a second person.
    Action,
    /// Taking entries of the log away.
    Export,
    /// Pruning the log.
    Pruning,
}

impl Approves {
    /// What is said when it was approved.
    const fn done(self) -> &'static str {
        match self {
            Self::Action => "It ran exactly as it was asked, and both names are in the record.",
            Self::Export => "Whoever asked can take exactly these entries, for a day. Both names are in the record.",
            Self::Pruning => "The entries go within the next minutes. Both names are in the log.",
        }
    }
}

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
    fn note(self, of: Approves) -> AnyView {
        let (tone, name, head, body) = match self {
            Self::Done => (Tone::Good, "check", "Approved", of.done().to_owned()),
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

/// Hears the buttons that say `data-approve`, and says what came of a press.
#[island]
pub fn Approving(
    /// What that is.
    of: Approves,
) -> impl IntoView {
    let said = RwSignal::new(None::<Said>);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| hear::start(of, said));
    view! { <div id="second-said">{move || said.get().map(|said| said.note(of))}</div> }
}

#[cfg(feature = "hydrate")]
mod hear {
    use std::{cell::Cell, str::FromStr};

    use leptos::{prelude::*, task::spawn_local};

    use domain::refusal::Refusal;

    use super::{Approves, Said};
    use crate::{
        browser::{passkey, pressed, redraw::show_scripted},
        error::ApiError,
        exports::server_fns::{finish_export_approval, start_export_approval},
        oversight::second_person::server_fns::{finish_approval, start_approval},
        pruning::server_fns::{approve_pruning, start_pruning},
    };

    thread_local! {
        /// A second press while the browser asks would take the first one's ceremony away.
        static BUSY: Cell<bool> = const { Cell::new(false) };
    }

    pub fn start(of: Approves, said: RwSignal<Option<Said>>) {
        show_scripted();
        pressed::hear("data-approve", move |request| {
            if BUSY.replace(true) {
                return;
            }
            said.set(None);
            spawn_local(async move {
                said.set(Some(approve(of, &request).await));
                BUSY.set(false);
            });
        });
    }

    async fn approve(of: Approves, request: &str) -> Said {
        let options = match begun(of, request).await {
            Ok(options) => options,
            Err(error) => return Said::Server(error),
        };
        let credential = match passkey::get(&options).await {
            Ok(credential) => credential,
            Err(none) => return Said::None(none),
        };
        match answered(of, request, credential).await {
            Ok(()) => Said::Done,
            Err(error) => Said::Server(error),
        }
    }

    /// Nobody's button says what is no id.
    fn id<T: FromStr>(text: &str) -> Result<T, ApiError> {
        text.parse().map_err(|_| ApiError::Refused(Refusal::NotFound))
    }

    async fn begun(of: Approves, request: &str) -> Result<String, ApiError> {
        match of {
            Approves::Action => start_approval(id(request)?).await,
            Approves::Export => start_export_approval(id(request)?).await,
            Approves::Pruning => start_pruning(id(request)?).await,
        }
    }

    async fn answered(of: Approves, request: &str, credential: String) -> Result<(), ApiError> {
        match of {
            Approves::Action => finish_approval(id(request)?, credential).await,
            Approves::Export => finish_export_approval(id(request)?, credential).await,
            Approves::Pruning => approve_pruning(id(request)?, credential).await,
        }
    }
}
