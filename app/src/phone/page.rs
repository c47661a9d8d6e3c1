//! `/me` and what lies under it: the phone's page. Without a script it can be read; answering needs the phone's key.

use leptos::prelude::*;
use leptos_meta::{Link, Meta};
use leptos_router::hooks::use_location;

use super::{
    drawn::{self, House},
    place::Place,
};
use crate::{
    backend::ports,
    layout::{CustomerShell, FormError, TroublePage},
};

/// The customer's page, at each of its addresses ([`Place`]).
#[component]
pub fn PhonePage() -> impl IntoView {
    let phone = ports().phone;
    let (organisation, hotline) = phone.organisation();
    let place = Place::at(&use_location().pathname.get_untracked());
    let problem = view! { <FormError /> }.into_any();
    let load = async move {
        match phone.page(place).await {
            Ok(truth) => {
                let screen = drawn::screen(House { organisation: &organisation, hotline: &hotline }, &truth, place);
                view! {
                    <CustomerShell organisation title="Security">
                        <noscript>
                            <div class="note note--warn">
                                <p>"Answering needs JavaScript: this phone signs its answers. Without it you can read here how things are, or call "{hotline}"."</p>
                            </div>
                        </noscript>
                        {problem}
                        {screen}
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
