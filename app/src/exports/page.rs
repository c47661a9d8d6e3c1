//! `/audit/exports`: what waits and what can be taken, and below it what became of the others.

use leptos::prelude::*;

use domain::agent::LogReader;

use super::{card::card, view::ExportsView};
use crate::{
    backend::{Answer, ports, signed_in},
    desk::redraw::Redraw,
    exports::view::Stands,
    layout::{FormError, Here, StaffSheet, Trouble, TroublePage},
    oversight::second_person::{Approves, Approving},
    ui::{Tone, note},
};

const LEAD: &str = "Entries of the log leave only when a second person who may read it agrees, with their own passkey.";

/// Who looks, with the right to.
fn reader() -> Answer<LogReader> {
    Ok(LogReader::try_from(signed_in()?)?)
}

/// The exports.
#[component]
pub fn ExportsPage() -> impl IntoView {
    let exports = ports().exports;
    let reader = match reader() {
        Ok(reader) => reader,
        Err(error) => return view! { <TroublePage error /> }.into_any(),
    };
    let staff = reader.staff().clone();
    view! {
        <StaffSheet staff here=Here::Log heading="Exports" lead=LEAD stream="/live/exports">
            <FormError />
            <div class="live stack" id="exports" data-live>
                <Suspense>
                    {Suspend::new(async move {
                        match exports.page(&reader).await {
                            Ok(page) => drawn(&page),
                            Err(error) => view! { <Trouble error /> }.into_any(),
                        }
                    })}
                </Suspense>
            </div>
            <Approving of=Approves::Export />
            <Redraw />
        </StaffSheet>
    }
    .into_any()
}

fn drawn(page: &ExportsView) -> AnyView {
    let to_answer = page.open.iter().any(|row| !row.yours && row.stands == Stands::Waiting);
    let no_passkey = (to_answer && !page.has_passkey).then(|| {
        let body = view! { "Approving takes one of your own on this device. "<a href="/account">"Add one under My sign-ins"</a>", then come back. Denying works without." };
        note(Tone::Warn, "passkey", "You have no passkey here yet".to_owned(), body.into_any(), false)
    });
    let no_script = (to_answer && page.has_passkey).then(|| {
        view! {
            <noscript>
                <div class="note note--warn"><p>"A passkey takes a script. Switch JavaScript on to approve; everything else here works without."</p></div>
            </noscript>
        }
    });
    let cards = |rows: &[super::view::ExportRow]| rows.iter().map(|row| card(row, page.has_passkey, page.now)).collect::<Vec<_>>();
    let open = if page.open.is_empty() {
        view! { <p class="ink3">"Nothing waits. To export, search "<a href="/audit">"the audit log"</a>" and press Export above what it finds."</p> }.into_any()
    } else {
        view! { <ul class="approvals">{cards(&page.open)}</ul> }.into_any()
    };
    let over = (!page.over.is_empty()).then(|| {
        view! {
            <section class="stack stack--sm" aria-labelledby="over-h">
                <h2 class="h-sec" id="over-h">"Over, within thirty days"</h2>
                <ul class="approvals">{cards(&page.over)}</ul>
            </section>
        }
    });
    view! {
        {no_passkey}
        {no_script}
        <section class="stack stack--sm" aria-labelledby="open-h"><h2 class="h-sec" id="open-h">"Waiting, and ready to take"</h2>{open}</section>
        {over}
    }
    .into_any()
}
