//! The button that signs in with a passkey.

use leptos::{prelude::*, task::spawn_local};

use super::{
    Trouble, home_of,
    server_fns::{finish_sign_in, start_sign_in},
};
use crate::{browser::passkey, ui::icon};

/// Asks for a passkey, signs in with it, and goes where the person's work begins. As the server draws it, it says that it cannot
/// be pressed yet: before its script is there, a press would be lost without a word.
#[island]
pub fn PasskeyButton() -> impl IntoView {
    let awake = RwSignal::new(false);
    Effect::new(move |_| awake.set(true));
    let busy = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let press = move |_| {
        // A second press while the browser asks would take the first one's ceremony away.
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            match sign_in().await {
                Ok(home) => go(home),
                Err(why) => {
                    trouble.set(Some(why));
                    busy.set(false);
                }
            }
        });
    };
    let label = move || if trouble.with(Option::is_some) { "Try another passkey" } else { "Sign in with a passkey" };
    let unready = move || (busy.get() || !awake.get()).then_some("true");
    view! {
        {move || trouble.get().map(Trouble::note)}
        <button type="button" class="btn btn--primary btn--touch" autofocus aria-disabled=unready on:click=press>
            {icon("passkey", "i i--lg")}
            {label}
        </button>
    }
}

async fn sign_in() -> Result<&'static str, Trouble> {
    let options = start_sign_in().await?;
    let credential = passkey::get(&options).await?;
    let staff = finish_sign_in(credential).await?;
    Ok(home_of(&staff))
}

/// Leaves for `path`; the page that was left cannot be gone back to, since it has nothing more to say.
fn go(path: &str) {
    let _ = window().location().replace(path);
}
