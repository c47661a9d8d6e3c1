//! The versions of the policy, newest first.

use leptos::prelude::*;

use super::view::{Stands, VersionRow};
use crate::ui::time::date_hm;

/// The list.
pub fn versions(rows: &[VersionRow]) -> AnyView {
    let rows: Vec<_> = rows.iter().map(row).collect();
    view! {
        <section aria-labelledby="v-h">
            <div class="sec__head"><h2 id="v-h" class="h-sec">"Versions"</h2></div>
            <ul class="stack">{rows}</ul>
        </section>
    }
    .into_any()
}

/// Where a version stands, as a tag.
pub fn tag(stands: Stands) -> AnyView {
    let (class, words) = match stands {
        Stands::Proposed => ("tag tag--accent", "Waits for a second person"),
        Stands::InForce => ("tag tag--good", "In force"),
        Stands::Replaced => ("tag", "Replaced"),
        Stands::Rejected => ("tag", "Not approved"),
        Stands::Withdrawn => ("tag", "Withdrawn"),
    };
    view! { <span class=class>{words}</span> }.into_any()
}

fn row(row: &VersionRow) -> AnyView {
    let name = ["v", &row.number.to_string()].concat();
    let by = [row.author.as_str(), ", ", &date_hm(row.proposed_at, 0), " UTC"].concat();
    let decided = row.decided.as_ref().map(|(at, who)| ["Decided by ", who, ", ", &date_hm(*at, 0), " UTC"].concat());
    view! {
        <li>
            <p class="row"><a href=["/policy/", &row.number.to_string()].concat()><b>{name}</b></a>{tag(row.stands)}</p>
            <p>{row.reason.clone()}</p>
            <p class="xs ink3">{by}</p>
            {decided.map(|words| view! { <p class="xs ink3">{words}</p> })}
        </li>
    }
    .into_any()
}
