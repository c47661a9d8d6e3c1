//! `/policy/new`: the file in force, to be changed and proposed.

use leptos::prelude::*;

use domain::agent::{Administrator, Overseer, Staff};

use crate::{
    backend::{ports, signed_in},
    layout::{FormError, Here, StaffShell, Trouble, TroublePage},
};

/// The form.
#[component]
pub fn ProposePage() -> impl IntoView {
    let policies = ports().policies;
    let witness = signed_in().and_then(|staff: Staff| {
        let administrator = Administrator::try_from(staff.clone())?;
        Ok((Overseer::try_from(staff)?, administrator))
    });
    let (overseer, administrator) = match witness {
        Ok(both) => both,
        Err(error) => return view! { <TroublePage error /> }.into_any(),
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
                            match policies.draft(&administrator).await {
                                Ok(text) => form(&text),
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

fn form(text: &str) -> AnyView {
    // Leptos does not escape what stands in a textarea, so it is done here.
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    view! {
        <form class="stack" method="post" action="/api/policy/propose">
            <div class="field">
                <label for="text">"The policy"</label>
                <textarea class="input code-area" id="text" name="text" rows="28" spellcheck="false" required aria-describedby="text-h" inner_html=escaped></textarea>
                <span class="hint" id="text-h">"It is checked when you propose it. What is wrong is said line by line, and nothing you wrote is lost."</span>
            </div>
            <div class="field">
                <label for="reason">"Why"</label>
                <input class="input" id="reason" name="reason" required maxlength="80" autocomplete="off" aria-describedby="reason-h" />
                <span class="hint" id="reason-h">"The second administrator reads this first."</span>
            </div>
            <div class="row">
                <button type="submit" class="btn btn--primary btn--lg">"Propose it"</button>
                <a class="btn btn--ghost btn--lg" href="/policy">"Cancel"</a>
            </div>
        </form>
    }
    .into_any()
}
