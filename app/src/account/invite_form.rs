//! The form that makes a one-time link. The link is a secret: it is shown here, once, and stands in no address.

use leptos::{
    ev::SubmitEvent,
    html::{Input, Select},
    prelude::*,
    task::spawn_local,
};

use domain::{agent::Role, refusal::Refusal, text::ShownText};

use super::{Trouble, role_name, server_fns::invite};
use crate::{error::ApiError, ui::icon};

/// Asks for a name and a role, and shows the link.
#[island]
pub fn InviteForm() -> impl IntoView {
    let name = RwSignal::new(String::new());
    let role = RwSignal::new(Role::Agent);
    let busy = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let made = RwSignal::new(None::<(String, String)>);
    // What was typed before this woke up is kept; afterwards the field follows the signal.
    let (input, select) = (NodeRef::<Input>::new(), NodeRef::<Select>::new());
    // Until then a press would send nothing anywhere and take what was typed with it.
    let awake = RwSignal::new(false);
    Effect::new(move |_| awake.set(true));
    Effect::new(move |adopted: Option<bool>| {
        // Read on every run, or this would not run again when it changes.
        let now = name.get();
        let (Some(input), Some(select)) = (input.get(), select.get()) else { return false };
        if adopted == Some(true) {
            input.set_value(&now);
        } else {
            name.set(input.value());
            role.set(Role::from_key(&select.value()).unwrap_or(Role::Agent));
        }
        true
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        trouble.set(None);
        made.set(None);
        spawn_local(async move {
            match invited(&name.get_untracked(), role.get_untracked()).await {
                Ok(link) => {
                    made.set(Some((name.get_untracked(), link)));
                    name.set(String::new());
                }
                Err(error) => trouble.set(Some(error.into())),
            }
            busy.set(false);
        });
    };
    let chosen = move |event| role.set(Role::from_key(&event_target_value(&event)).unwrap_or(Role::Agent));
    let choice = |role: Role| view! { <option value=role.key()>{role_name(role)}</option> };
    view! {
        <form class="stack invite" on:submit=submit>
            <div class="field">
                <label for="invite-name">"Full name"</label>
                <input class="input" id="invite-name" autocomplete="off" required maxlength="80" node_ref=input on:input=move |event| name.set(event_target_value(&event)) />
            </div>
            <div class="field">
                <label for="invite-role">"Role"</label>
                <select class="input" id="invite-role" node_ref=select on:change=chosen>{Role::ALL.map(choice).collect_view()}</select>
            </div>
            {move || trouble.get().map(Trouble::note)}
            <div class="row">
                <button type="submit" class="btn btn--primary" disabled=move || !awake.get() aria-disabled=move || busy.get().then_some("true")>
                    {icon("plus", "i")}
                    "Make a one-time link"
                </button>
            </div>
        </form>
        <div aria-live="polite">{move || made.get().map(|(name, link)| shown(&name, link))}</div>
    }
}

async fn invited(name: &str, role: Role) -> Result<String, ApiError> {
    let name: ShownText = name.parse().map_err(|refusal: Refusal| ApiError::Refused(refusal))?;
    invite(name, role).await
}

/// The link, to be selected and handed over; it is gone when the page is left.
fn shown(name: &str, link: String) -> AnyView {
    let head = ["One-time link for ", name].concat();
    view! {
        <div class="note note--good">
            {icon("link", "i")}
            <div class="grow stack stack--sm">
                <p><b>{head}</b><br />"Give it to them yourself. It is shown only now, works once, and ends in 24 hours."</p>
                <input class="input" readonly aria-label="One-time link" prop:value=link.clone() value=link />
            </div>
        </div>
    }
    .into_any()
}
