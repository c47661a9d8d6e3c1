//! The button with which somebody of a demo's staff, who came in without one, makes a passkey of their own.

use leptos::{prelude::*, task::spawn_local};

use super::{
    Trouble,
    server_fns::{finish_first_passkey, start_first_passkey},
};
use crate::{
    browser::passkey,
    ui::{
        icon,
        note::{Tone, note},
    },
};

/// Makes one. As the server draws it, it says that it cannot be pressed yet: before its script is there, a press would be lost.
#[island]
pub fn FirstPasskey() -> impl IntoView {
    let awake = RwSignal::new(false);
    Effect::new(move |_| awake.set(true));
    let (busy, done) = (RwSignal::new(false), RwSignal::new(false));
    let trouble = RwSignal::new(None::<Trouble>);
    let press = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            match made().await {
                Ok(()) => done.set(true),
                Err(why) => trouble.set(Some(why)),
            }
            busy.set(false);
        });
    };
    let unready = move || (busy.get() || !awake.get()).then_some("true");
    view! {
        <div class="stack stack--sm" aria-live="polite">
            {move || trouble.get().map(Trouble::note)}
            {move || {
                if done.get() {
                    let body = "You can approve with it, and sign in with it.".to_owned();
                    note(Tone::Good, "check", "You have a passkey now".to_owned(), body, false)
                } else {
                    view! {
                        <div class="row">
                            <button type="button" class="btn" aria-disabled=unready on:click=press>{icon("passkey", "i")}"Add a passkey"</button>
                        </div>
                    }
                    .into_any()
                }
            }}
        </div>
    }
}

async fn made() -> Result<(), Trouble> {
    let options = start_first_passkey().await?;
    let credential = passkey::create(&options).await?;
    Ok(finish_first_passkey(credential).await?)
}
