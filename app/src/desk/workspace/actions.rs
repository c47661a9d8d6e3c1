//! What the agent may do now, or in words what is missing.

use leptos::prelude::*;

use domain::action::ActionKind;

use super::page::Page;
use crate::{
    desk::{gate::Decision, view::ActionRow},
    ui::{icon, level, level_chip},
};

/// "Actions".
pub fn actions(page: &Page<'_>) -> AnyView {
    let truth = page.truth;
    let open = truth.actions.iter().filter(|row| matches!(row.decision, Decision::Allow)).count();
    let session = truth.session.id.to_string();
    let summary = [&open.to_string(), " of ", &truth.actions.len().to_string(), " open at ", level::name(truth.assurance.level)].concat();
    let column = |title: &'static str, kinds: &'static [ActionKind]| {
        let rows: Vec<_> = truth.actions.iter().filter(|row| kinds.contains(&row.action)).map(|row| action(row, &session)).collect();
        view! { <div><h3>{title}</h3><ul>{rows}</ul></div> }.into_any()
    };
    view! {
        <section aria-labelledby="act-h">
            <div class="sec__head">
                <h2 id="act-h" tabindex="-1" aria-keyshortcuts="a">"Actions"</h2>
                <span class="ink3 xs">{summary}". Fill in a locked one first; the customer then approves exactly that."</span>
            </div>
            <div class="acts">
                {column("Contact details", &[ActionKind::ChangeEmail, ActionKind::UpdateContactPreferences])}
                {column("Money", &[ActionKind::Refund])}
            </div>
        </section>
    }
    .into_any()
}

fn action(row: &ActionRow, session: &str) -> AnyView {
    let href = ["/desk/", session, "/do/", row.action.key()].concat();
    let (class, name) = match row.decision {
        Decision::Allow => ("act act--open", "unlock"),
        _ => ("act act--locked", "lock"),
    };
    let end = match &row.decision {
        Decision::Allow => {
            let class = if row.is_reason { "btn btn--primary btn--sm" } else { "btn btn--sm" };
            view! { <a class=class href=href>"Start"</a> }.into_any()
        }
        Decision::StepUp { .. } => {
            view! { <span class="row">{level_chip(row.needs, true)}<a class="btn btn--sm" href=href>"Fill in"</a></span> }.into_any()
        }
        Decision::Refuse { .. } => view! { <span class="row">{level_chip(row.needs, true)}</span> }.into_any(),
    };
    view! {
        <li class=class>
            {icon(name, "i")}
            <span class="act__name">{row.action.name()}{row.is_reason.then(|| view! { <span class="tag tag--accent">"Reason for contact"</span> })}</span>
            <span class="act__why">{why(row)}</span>
            {end}
        </li>
    }
    .into_any()
}

/// What the gate answered, in words.
pub fn why(row: &ActionRow) -> String {
    match &row.decision {
        Decision::Allow => "Open now. The customer sees it in the app.".to_owned(),
        Decision::Refuse { reason } => reason.clone(),
        Decision::StepUp { missing, ways } => {
            let what = match missing.level {
                Some(level) if missing.stale => [level::name(level), " was proved too long ago for this. Missing: a fresh proof."].concat(),
                Some(level) => ["Missing: ", level::name(level), "."].concat(),
                None if missing.consent => "Level reached. Missing: their approval.".to_owned(),
                None => "Missing: a second person’s approval.".to_owned(),
            };
            match ways.first() {
                Some(way) => [&what, " ", way.method.name(), ", ~", &way.seconds.to_string(), " s."].concat(),
                None => [&what, " This customer has no way to that yet."].concat(),
            }
        }
    }
}
