//! `/audit/pruning`.

use domain::agent::{Administrator, Overseer};
use leptos::prelude::*;

use super::{
    row::row,
    view::{PruningView, Stands},
};
use crate::{
    backend::{ports, signed_in},
    layout::{FormError, Here, StaffSheet, Trouble, TroublePage},
    log::grouped,
    oversight::second_person::{Approves, Approving},
    ui::{Tone, icon, note, time::in_full},
};

const LEAD: &str = "The log’s oldest entries can be destroyed when they were kept for long enough. Their hashes stay, so every receipt and \
    every proof is as true as before. It takes two people, and both names stand in the log for as long as it is kept.";

/// The page.
#[component]
pub fn PruningPage() -> impl IntoView {
    let port = ports().prunings;
    let reader = match signed_in().and_then(|staff| Ok(Overseer::try_from(staff)?)) {
        Ok(reader) => reader,
        Err(error) => return view! { <TroublePage error /> }.into_any(),
    };
    let staff = reader.staff().clone();
    view! {
        <StaffSheet staff here=Here::Log heading="Pruning the log" lead=LEAD>
            <FormError />
            <Suspense>
                {Suspend::new(async move {
                    match port.page(&reader).await {
                        Ok(page) => drawn(&page),
                        Err(error) => view! { <Trouble error /> }.into_any(),
                    }
                })}
            </Suspense>
            <Approving of=Approves::Pruning />
        </StaffSheet>
    }
    .into_any()
}

fn drawn(page: &PruningView) -> AnyView {
    let waits = page.rows.iter().find(|one| one.stands == Stands::Waiting);
    let yours = waits.is_some_and(|one| one.not_yours.is_none());
    let no_passkey = (yours && !page.has_passkey).then(|| {
        let body = view! { "Approving takes one of your own on this device. "<a href="/account">"Add one under My sign-ins"</a>", then come back." };
        note(Tone::Warn, "passkey", "You have no passkey here yet".to_owned(), body.into_any(), false)
    });
    let no_script = (yours && page.has_passkey).then(|| {
        view! {
            <noscript>
                <div class="note note--warn"><p>"A passkey takes a script. Switch JavaScript on to approve; saying no works without."</p></div>
            </noscript>
        }
    });
    let sums = if page.first == 0 {
        ["Of ", &grouped(page.entries), " entries none was pruned."].concat()
    } else {
        ["Of ", &grouped(page.entries), " entries the first ", &grouped(page.first), " were pruned."].concat()
    };
    let kept = format!("An entry is kept for {} days: those from before {} can be pruned.", page.days, in_full(page.before));
    let list = if page.rows.is_empty() {
        view! { <div class="empty">{icon("shieldok", "i")}<h2>"Nothing was pruned"</h2><p>"What is asked for, and what was pruned, stands here."</p></div> }.into_any()
    } else {
        let rows: Vec<_> = page.rows.iter().map(|one| row(one, page.has_passkey)).collect();
        view! { <ul class="approvals">{rows}</ul> }.into_any()
    };
    view! {
        <p class="ink2">{sums}" "{kept}</p>
        {no_passkey}
        {no_script}
        {list}
        {ask(page)}
    }
    .into_any()
}

fn ask(page: &PruningView) -> Option<AnyView> {
    Administrator::try_from(page.reader.clone()).ok()?;
    if page.rows.iter().any(|one| matches!(one.stands, Stands::Waiting | Stands::GoesOn(_))) {
        return None;
    }
    let latest: String = page.before.to_string().chars().take(10).collect();
    Some(
        view! {
            <form class="stack stack--sm invite" method="post" action="/api/pruning/ask">
                <h2 class="h-sec">"Ask for a pruning"</h2>
                <div class="field">
                    <label for="before">"Entries from before"</label>
                    <input class="input" id="before" name="before" type="date" required max=latest.clone() value=latest aria-describedby="before-h" />
                    <span class="hint" id="before-h">"In whole parts of 256. It ends before the first entry that somebody may still need."</span>
                </div>
                <div class="field">
                    <label for="reason">"Why"</label>
                    <input class="input" id="reason" name="reason" required maxlength="80" autocomplete="off" aria-describedby="reason-h" />
                    <span class="hint" id="reason-h">"It stands in the log for good: name nobody in it. Another administrator, or a supervisor, has to approve it."</span>
                </div>
                <div class="row"><button type="submit" class="btn">"Ask for it"</button></div>
            </form>
        }
        .into_any(),
    )
}
