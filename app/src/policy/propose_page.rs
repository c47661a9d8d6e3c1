//! `/policy/new`: the file in force, or that of another version, to be changed and proposed.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use domain::agent::{Administrator, Overseer, Staff};

use super::{draft_form::draft_form, view::DraftView};
use crate::{
    backend::{ports, signed_in, typed},
    desk::typed::Typed,
    error::ApiError,
    layout::{FormError, Here, StaffShell, Trouble, TroublePage},
};

/// The form.
#[component]
pub fn ProposePage() -> impl IntoView {
    let policies = ports().policies;
    let from = use_query_map().with_untracked(|query| query.get("from").and_then(|text| text.parse::<u32>().ok()));
    let typed = typed();
    let witness = signed_in().and_then(|staff: Staff| {
        let administrator = Administrator::try_from(staff.clone())?;
        Ok((Overseer::try_from(staff)?, administrator))
    });
    let (overseer, administrator) = match witness {
        Ok(both) => both,
        Err(error) => return not_theirs(error, &typed),
    };
    let staff = overseer.staff().clone();
    view! {
        <StaffShell staff here=Here::Policy title="Propose a policy" wide=true>
            <main class="sheet sheet--one" id="main">
                <div class="work">
                    <header class="sesshead"><div class="grow">
                        <h1>"Propose a change"</h1>
                        <p class="ink3">"Change the file, and say why. A second administrator approves it before it decides anything."</p>
                    </div></header>
                    <FormError />
                    <Suspense>
                        {Suspend::new(async move {
                            match policies.draft(&administrator, from).await {
                                Ok(draft) => draft_form(&draft, &typed),
                                Err(error) => view! { <Trouble error /> }.into_any(),
                            }
                        })}
                    </Suspense>
                </div>
            </main>
        </StaffShell>
    }
    .into_any()
}

/// Somebody whose sign-in ended while they wrote gets their own words back: signed in again in another tab, they can send them.
fn not_theirs(error: ApiError, typed: &Typed) -> AnyView {
    if typed.get("text").is_empty() {
        return view! { <TroublePage error /> }.into_any();
    }
    view! {
        <Title text="Not proposed · Countersign" />
        <main class="sheet sheet--one" id="main">
            <div class="work">
                <header class="sesshead"><div class="grow">
                    <h1>"Propose a change"</h1>
                    <p class="ink3">"Nothing you wrote is lost. "<a href="/sign-in" target="_blank">"Sign in in another tab"</a>", then propose it here."</p>
                </div></header>
                <FormError />
                {draft_form(&DraftView::default(), typed)}
            </div>
        </main>
    }
    .into_any()
}
