//! `/floor/alerts/{id}`: one alert, where it leads, and what became of it. Auditors read it; supervisors act.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use domain::{
    agent::Role,
    ids::{AgentId, AlertId},
    refusal::Refusal,
};

use super::{
    alert_forms::forms,
    reader,
    view::AlertRow,
    words::{advice, detail, head, look, standing},
};
use crate::{
    backend::ports,
    desk::parts::number,
    layout::{FormError, Here, StaffShell, Trouble, TroublePage},
    log::parts::story_link,
    ui::icon,
};

/// One alert.
#[component]
pub fn AlertDetailPage() -> impl IntoView {
    let oversight = ports().oversight;
    let id = use_params_map().with_untracked(|params| params.get("alert").and_then(|text| text.parse::<AlertId>().ok()));
    let reader = match reader() {
        Ok(reader) => reader,
        Err(error) => return view! { <TroublePage error /> }.into_any(),
    };
    let Some(id) = id else {
        let error = Refusal::NotFound.into();
        return view! { <TroublePage error /> }.into_any();
    };
    let staff = reader.staff().clone();
    let acts = staff.is(Role::Supervisor);
    view! {
        <StaffShell staff here=Here::Floor title="Alert" wide=true>
            <main class="sheet sheet--one" id="main">
                <div class="work">
                    <FormError />
                    <Suspense>
                        {Suspend::new(async move {
                            match oversight.alert(&reader, id).await {
                                Ok(alert) => drawn(&alert, acts),
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

fn drawn(alert: &AlertRow, acts: bool) -> AnyView {
    let (class, name) = look(alert.because);
    let back = if acts { view! { <a class="btn btn--sm" href="/floor">"Floor"</a> }.into_any() } else { ().into_any() };
    let advice = alert.closed.is_none().then(|| view! { <p class="ink2 prose">{advice(alert.because)}</p> });
    view! {
        <header class="sesshead">
            <span class=class>{icon(name, "i")}</span>
            <div class="grow"><h1>{head(alert.because)}</h1><p class="ink3">{detail(alert)}</p></div>
            {back}
            <a class="btn btn--sm" href="/floor/alerts">"All alerts"</a>
        </header>
        <dl class="kv">{facts(alert)}</dl>
        {advice}
        {acts.then(|| forms(alert))}
    }
    .into_any()
}

fn facts(alert: &AlertRow) -> AnyView {
    let pair = |term: &'static str, value: AnyView| view! { <dt>{term}</dt><dd>{value}</dd> };
    let customer = alert.customer_number.as_ref().map(|digits| {
        let href = ["/audit?when=ever&q=", digits].concat();
        pair("Customer", view! { <a href=href>{number(digits)}</a> }.into_any())
    });
    let about = alert.about.as_ref().map(|(agent, name)| pair("Agent", what_they_did(*agent, name)));
    view! {
        {pair("State", standing(alert).into_any())}
        {alert.outcome.map(|outcome| pair("It was", outcome.name().into_any()))}
        {alert.note.clone().map(|note| pair("Note", note.into_any()))}
        {customer}
        {alert.session.map(|session| pair("Session", story_link(session)))}
        {about}
    }
    .into_any()
}

/// The way to what the log has of a member of staff.
fn what_they_did(agent: AgentId, name: &str) -> AnyView {
    let href = ["/audit?when=day&agent=", &agent.to_string()].concat();
    view! { <a href=href>{name.to_owned()}</a> }.into_any()
}
