//! `/me`: the phone's page as the server draws it. Without a script it can be read; answering needs the phone's key.

use leptos::prelude::*;
use leptos_meta::{Link, Meta};

use super::app::PhoneApp;
use crate::{
    backend::ports,
    layout::{CustomerShell, TroublePage},
};

/// The customer's home.
#[component]
pub fn HomePage() -> impl IntoView {
    let phone = ports().phone;
    let (organisation, hotline) = phone.organisation();
    let load = async move {
        match phone.home().await {
            Ok(initial) => {
                let call = hotline.clone();
                view! {
                    <CustomerShell organisation=organisation.clone() title="Security">
                        <noscript>
                            <div class="note note--warn">
                                <p>"Answering needs JavaScript: this phone signs its answers. Without it you can read here how things are, or call "{call}"."</p>
                            </div>
                        </noscript>
                        <PhoneApp initial organisation hotline />
                    </CustomerShell>
                }
                .into_any()
            }
            Err(error) => view! { <TroublePage error /> }.into_any(),
        }
    };
    view! {
        <Link rel="manifest" href="/pkg/manifest.webmanifest" />
        <Link rel="apple-touch-icon" href="/pkg/phone-192.png" />
        <Meta name="theme-color" content="#f4f4f6" />
        <Suspense>{Suspend::new(load)}</Suspense>
    }
}
