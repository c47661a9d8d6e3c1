//! The page on which an administrator invites staff.

use leptos::prelude::*;

use domain::agent::{Administrator, Staff};

use super::InviteForm;
use crate::{
    backend::signed_in,
    layout::{Here, StaffShell, TroublePage},
    ui::note::{Tone, note},
};

/// Inviting staff.
#[component]
pub fn StaffPage() -> impl IntoView {
    // The witness is asked for here too, so that the form is not even drawn for others.
    let witness = signed_in().and_then(|staff: Staff| Ok(Administrator::try_from(staff)?));
    match witness {
        Ok(administrator) => page(administrator.staff().clone()).into_any(),
        Err(error) => view! { <TroublePage error /> }.into_any(),
    }
}

fn page(staff: Staff) -> impl IntoView {
    let scriptless = note(
        Tone::Plain,
        "alert",
        "This form needs JavaScript".to_owned(),
        "The link it makes is a secret, so it is shown here and put into no address.".to_owned(),
        false,
    );
    view! {
        <StaffShell staff here=Here::Staff title="Staff" wide=true>
            <main class="sheet sheet--one" id="main">
                <div class="work">
                    <header class="sesshead"><div class="grow">
                        <h1>"Invite a colleague"</h1>
                        <p class="ink3">"They open the link once, register a passkey, and are signed in. There are no passwords."</p>
                    </div></header>
                    <noscript>{scriptless}</noscript>
                    <InviteForm />
                </div>
            </main>
        </StaffShell>
    }
}
