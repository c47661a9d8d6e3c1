//! The page on which an administrator invites staff.

use leptos::prelude::*;

use domain::agent::{Administrator, Staff};

use super::InviteForm;
use crate::{
    backend::signed_in,
    layout::{Here, StaffSheet, TroublePage},
    ui::note::{Tone, note},
};

const LEAD: &str = "They open the link once, register a passkey, and are signed in. There are no passwords.";

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
        <StaffSheet staff here=Here::Staff heading="Invite a colleague" lead=LEAD>
            <noscript>{scriptless}</noscript>
            <InviteForm />
        </StaffSheet>
    }
}
