//! `/policy`: what is in force, in tables that can be read aloud.

use leptos::prelude::*;

use domain::agent::{LogReader, Overseer, Role, Staff};

use super::{actions, channels, list, methods, view::PolicyView};
use crate::{
    backend::{ports, signed_in},
    layout::{FormError, Here, StaffShell, Trouble, TroublePage},
    ui::{Tone, note},
};

/// The policy in force.
#[component]
pub fn PolicyPage() -> impl IntoView {
    let policies = ports().policies;
    let witness = signed_in().and_then(|staff: Staff| Ok(Overseer::try_from(staff)?));
    let overseer = match witness {
        Ok(overseer) => overseer,
        Err(error) => return view! { <TroublePage error /> }.into_any(),
    };
    let staff = overseer.staff().clone();
    let may_propose = staff.is(Role::Administrator);
    let may_look = LogReader::try_from(staff.clone()).is_ok();
    view! {
        <StaffShell staff here=Here::Policy title="Assurance policy" wide=true>
            <Suspense>
                {Suspend::new(async move {
                    match policies.page(&overseer).await {
                        Ok(page) => drawn(&page, may_propose, may_look),
                        Err(error) => view! { <main class="sheet sheet--one" id="main"><Trouble error /></main> }.into_any(),
                    }
                })}
            </Suspense>
        </StaffShell>
    }
    .into_any()
}

fn drawn(page: &PolicyView, may_propose: bool, may_look: bool) -> AnyView {
    let policy = &page.policy;
    let since = page.versions.iter().find(|row| row.number == page.version).map(|row| row.reason.clone()).unwrap_or_default();
    let demo = page.demo.then(|| {
        let body = "In demo data a method counts as soon as it is enrolled. Elsewhere what stands under “Counts from” holds.".to_owned();
        note(Tone::Plain, "alert", "This is demo data".to_owned(), body, false)
    });
    let trouble = page.trouble.clone().map(|why| {
        let body = format!("In short: {why}. v{} goes on deciding here. Whoever runs the server should look at the log.", page.version);
        note(Tone::Warn, "alert", "The database says otherwise".to_owned(), body, true)
    });
    view! {
        <main class="sheet sheet--wide policy" id="main">
            <div class="pane">
                <header class="pagehead">
                    <div class="grow"><h1 class="h-page">"Assurance policy"</h1><p class="ink3">{format!("{}, v{} is in force. {since}.", policy.name, page.version)}</p></div>
                    <a class="btn" href="/policy/customers">"Customers with fewer than two ways"</a>
                    {may_look.then(|| view! { <a class="btn" href="/audit/outside">"Done outside of a policy"</a> })}
                    {may_propose.then(|| view! { <a class="btn" href="/policy/new">"Propose a change"</a> })}
                </header>
                <FormError />
                {trouble}
                {demo}
                {methods::methods(policy)}
                {methods::rules(policy)}
                {channels::channels(policy, &page.coverage)}
                {actions::actions(policy)}
                {actions::signals(policy)}
            </div>
            <aside class="side" aria-label="Versions">
                {list::versions(&page.versions)}
                <section><p class="xs"><a href="/audit/pruning">"Pruning the log"</a></p></section>
            </aside>
        </main>
    }
    .into_any()
}
