//! The floor: who is being served now and what waits, the figures, and the alerts. Only a supervisor sees it; it draws itself again within a
//! second, and works without a script too.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use domain::{
    agent::{Staff, Supervisor},
    floor::Show,
};

use super::{
    alerts::{alerts, news},
    figures::{figures, levels},
    second_person::SecondPersonQueue,
    sessions::{Shown, sessions},
    view::FloorView,
};
use crate::{
    backend::{ports, signed_in},
    desk::redraw::Redraw,
    layout::{Here, StaffShell, Trouble, TroublePage},
};

/// The floor.
#[component]
pub fn FloorPage() -> impl IntoView {
    let oversight = ports().oversight;
    let shown = use_query_map().with_untracked(|query| Shown {
        show: Show::from_key(&query.get("show").unwrap_or_default()),
        from: query.get("from").and_then(|text| text.parse().ok()).unwrap_or_default(),
    });
    let supervisor = match signed_in().and_then(|staff: Staff| Ok(Supervisor::try_from(staff)?)) {
        Ok(supervisor) => supervisor,
        Err(error) => return view! { <TroublePage error /> }.into_any(),
    };
    let staff = supervisor.staff().clone();
    view! {
        <StaffShell staff here=Here::Floor title="Floor" wide=true live=true>
            <Suspense>
                {Suspend::new(async move {
                    match oversight.floor(&supervisor).await {
                        Ok(floor) => drawn(&supervisor, &floor, shown),
                        Err(error) => view! { <main class="sheet sheet--one" id="main"><Trouble error /></main> }.into_any(),
                    }
                })}
            </Suspense>
            <Redraw />
        </StaffShell>
    }
    .into_any()
}

fn drawn(supervisor: &Supervisor, floor: &FloorView, shown: Shown) -> AnyView {
    let (news, urgent) = news(floor);
    view! {
        <main
            class="sheet sheet--wide"
            id="main"
            data-stream="/live/floor"
            data-query=shown.query()
            data-now=floor.now.micros().to_string()
            data-news=news
            data-urgent=urgent
        >
            <div class="cols">
                <h1 class="vh">"Live floor"</h1>
                {figures(&floor.figures, floor.now)}
                {levels(&floor.rows)}
                {sessions(floor, shown)}
            </div>
            <aside class="side" aria-label="Alerts">
                <SecondPersonQueue supervisor=supervisor.clone() />
                {alerts(floor)}
            </aside>
        </main>
    }
    .into_any()
}
