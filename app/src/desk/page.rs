//! The pages of the desk: each says which part of a session is open, loads it, and hands it to the island.

use std::str::FromStr;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use domain::{
    action::ActionKind,
    agent::{Agent, Staff},
    customer::Seen,
    refusal::Refusal,
    session::SessionState,
};

use super::{
    rail::rail,
    redraw::Redraw,
    typed::Forms,
    view::{Place, RailItem, Workspace},
    workspace::sheet,
};
use crate::{
    backend::{Answer, form_key, ports, signed_in, typed},
    error::ApiError,
    layout::{FormError, Here, StaffShell, Trouble, TroublePage, form_error},
    ui::icon,
};

/// Who is signed in, with the witness that they may talk to customers.
pub(super) fn at_the_desk() -> Answer<(Staff, Agent)> {
    let staff = signed_in()?;
    Ok((staff.clone(), Agent::try_from(staff)?))
}

/// A part of the address as what it names.
fn param<T: FromStr>(name: &str) -> Answer<T> {
    let text = use_params_map().with_untracked(|params| params.get(name));
    text.and_then(|text| text.parse().ok()).ok_or_else(|| Refusal::NotFound.into())
}

/// `/desk`: leads to the session opened last, or says how to open one.
#[component]
pub fn DeskPage() -> impl IntoView {
    let (desk, who) = (ports().desk, at_the_desk());
    let drawn = async move {
        match who {
            Ok((staff, agent)) => match desk.rail(&agent).await {
                Ok(items) => desk_page(staff, &items),
                Err(error) => trouble(staff, "Desk", error),
            },
            Err(error) => view! { <TroublePage error /> }.into_any(),
        }
    };
    view! { <Suspense>{Suspend::new(drawn)}</Suspense> }
}

fn desk_page(staff: Staff, items: &[RailItem]) -> AnyView {
    let open = |item: &&RailItem| matches!(item.state, SessionState::Open);
    let frozen = |item: &&RailItem| matches!(item.state, SessionState::Frozen { .. });
    if let Some(item) = items.iter().rev().find(open).or_else(|| items.iter().rev().find(frozen)) {
        leptos_axum::redirect(&["/desk/", &item.session.to_string()].concat());
    }
    let rail = rail(items, None, None);
    view! {
        <StaffShell staff here=Here::Desk title="Desk">
            {rail}
            <main class="sheet sheet--one" id="main">
                <div class="work">
                    <FormError />
                    <div class="empty">
                        {icon("phone", "i")}
                        <h1 class="h-sec">"No open sessions"</h1>
                        <p>"Open one when a customer reaches you. It stays here until you end it."</p>
                        <a class="btn btn--primary" href="/desk/new">{icon("plus", "i")}"New session "<kbd>"N"</kbd></a>
                    </div>
                </div>
            </main>
        </StaffShell>
    }
    .into_any()
}

/// A frame with what came instead of the page.
pub(super) fn trouble(staff: Staff, title: &'static str, error: ApiError) -> AnyView {
    view! {
        <StaffShell staff here=Here::Desk title=title wide=true>
            <main class="sheet sheet--one" id="main"><div class="work"><Trouble error /></div></main>
        </StaffShell>
    }
    .into_any()
}

/// `/desk/{session}`.
#[component]
pub fn OverviewPage() -> impl IntoView {
    session_page(Ok(Place::Overview))
}

/// `/desk/{session}/do/{action}`.
#[component]
pub fn FillInPage() -> impl IntoView {
    let action = use_params_map().with_untracked(|params| params.get("action"));
    let action = action.and_then(|key| ActionKind::from_key(&key)).ok_or_else(|| Refusal::NotFound.into());
    session_page(action.map(Place::FillIn))
}

/// `/desk/{session}/asked/{challenge}`.
#[component]
pub fn AskedPage() -> impl IntoView {
    session_page(param("challenge").map(Place::Asked))
}

/// `/desk/{session}/ran/{run}`.
#[component]
pub fn RanPage() -> impl IntoView {
    session_page(param("run").map(Place::Ran))
}

/// `/desk/{session}/second/{request}`.
#[component]
pub fn SecondPage() -> impl IntoView {
    session_page(param("request").map(Place::Waits))
}

fn session_page(place: Answer<Place>) -> impl IntoView {
    let (desk, who, session) = (ports().desk, at_the_desk(), param("session"));
    let forms = Forms { key: form_key(), problem: form_error().map(|error| error.to_string()), typed: typed() };
    let drawn = async move {
        let (staff, agent) = match who {
            Ok(who) => who,
            Err(error) => return view! { <TroublePage error /> }.into_any(),
        };
        let loaded = async {
            let place = place?;
            Ok((desk.workspace(&agent, session?, place).await?, place))
        };
        match loaded.await {
            Ok((truth, place)) => whole(staff, &truth, place, &forms),
            Err(error) => trouble(staff, "Session", error),
        }
    };
    view! { <Suspense>{Suspend::new(drawn)}</Suspense> }
}

fn whole(staff: Staff, truth: &Workspace, place: Place, forms: &Forms) -> AnyView {
    let agent = staff.name_for_customers();
    let name = match &truth.session.name {
        Seen::Missing => "Session".to_owned(),
        seen => seen.text().to_owned(),
    };
    let drawn = sheet(truth, place, forms, &agent);
    let title = match place {
        Place::FillIn(action) => [action.name(), ", ", &name].concat(),
        _ => [&name, ", session"].concat(),
    };
    view! {
        <StaffShell staff here=Here::Desk title live=true>
            {drawn}
            <Redraw />
        </StaffShell>
    }
    .into_any()
}
