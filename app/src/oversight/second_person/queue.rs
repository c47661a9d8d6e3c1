//! The queue on the floor.

use leptos::prelude::*;

use domain::agent::Supervisor;

use super::{Approves, Approving, row::row, view::Queue};
use crate::{
    backend::ports,
    layout::Trouble,
    ui::{Tone, note},
};

/// "Second person": what waits, in a live part of the floor, and what answers it with a passkey.
#[component]
pub fn SecondPersonQueue(
    /// Who reads.
    supervisor: Supervisor,
) -> impl IntoView {
    let port = ports().second_persons;
    view! {
        <section class="stack stack--sm" aria-labelledby="second-h">
            <div class="live" id="second-person" data-live>
                <Suspense>
                    {Suspend::new(async move {
                        match port.queue(&supervisor).await {
                            Ok(queue) => drawn(queue),
                            Err(error) => view! { <Trouble error /> }.into_any(),
                        }
                    })}
                </Suspense>
            </div>
            <Approving of=Approves::Action />
        </section>
    }
}

fn drawn(Queue { now, waits, has_passkey }: Queue) -> AnyView {
    let count = waits.len();
    let tag = (count > 0).then(|| view! { <span class="tag tag--accent">{[&count.to_string(), " waiting"].concat()}</span> });
    let any_yours = waits.iter().any(|one| one.not_yours.is_none());
    let no_passkey = (any_yours && !has_passkey).then(|| {
        let body = view! { "Approving takes one of your own on this device. "<a href="/account">"Add one under My sign-ins"</a>", then come back. Denying works without." };
        note(Tone::Warn, "passkey", "You have no passkey here yet".to_owned(), body.into_any(), false)
    });
    let no_script = (any_yours && has_passkey).then(|| {
        view! {
            <noscript>
                <div class="note note--warn"><p>"A passkey takes a script. Switch JavaScript on to approve; denying works without."</p></div>
            </noscript>
        }
    });
    let list = if count == 0 {
        view! { <p class="ink3">"Nothing waits. What one agent may not do alone stands here within a second."</p> }.into_any()
    } else {
        let rows: Vec<_> = waits.iter().map(|one| row(one, has_passkey, now)).collect();
        view! { <ul class="approvals">{rows}</ul> }.into_any()
    };
    view! {
        <div class="row row--wrap"><h2 class="h-sec" id="second-h">"Second person"</h2>{tag}<a class="end xs" href="/floor/pairs">"Who approves whom"</a></div>
        {no_passkey}
        {no_script}
        {list}
    }
    .into_any()
}
