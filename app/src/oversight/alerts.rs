//! The open alerts beside the floor.

use leptos::prelude::*;

use super::{
    view::{AlertRow, FloorView},
    words::{detail, head, look},
};
use crate::ui::icon;

/// The newest of them, and how many there are.
pub fn alerts(floor: &FloorView) -> AnyView {
    let list = if floor.alerts.is_empty() {
        view! {
            <div class="empty">
                {icon("shieldok", "i")}
                <h3>"No open alerts"</h3>
                <p>"When a customer says “this isn’t me”, an agent marks an attack, or the log cannot be signed, it stands here within a second."</p>
            </div>
        }
        .into_any()
    } else {
        view! { <ul class="alerts">{floor.alerts.iter().map(row).collect_view()}</ul> }.into_any()
    };
    let open =
        (floor.open_alerts > 0).then(|| view! { <span class="tag tag--warn">{[&floor.open_alerts.to_string(), " open"].concat()}</span> });
    view! {
        <div class="live" id="alerts" data-live>
            <div class="panehead"><h2 class="h-sec">"Alerts"</h2>{open}<a class="end xs" href="/floor/alerts">"Past alerts"</a></div>
            {list}
        </div>
    }
    .into_any()
}

fn row(alert: &AlertRow) -> impl IntoView {
    let (class, name) = look(alert.because);
    let taken = alert.acknowledged.as_ref().map(|(_, by)| view! { <span class="line ink2">{[by, " is at it."].concat()}</span> });
    let href = ["/floor/alerts/", &alert.id.to_string()].concat();
    let press = if alert.because.stops() { "Open" } else { "Look" };
    let label = [press, ": ", head(alert.because)].concat();
    view! {
        <li class="alertrow">
            <span class=class>{icon(name, "i")}</span>
            <p><b>{head(alert.because)}</b>{detail(alert)}{taken}</p>
            <a class="btn btn--sm" href=href aria-label=label>{press}</a>
        </li>
    }
}

/// What is said aloud when it is new: the newest open alert.
pub fn news(floor: &FloorView) -> (String, Option<&'static str>) {
    let newest = floor.alerts.first();
    let said = newest.map(|alert| ["Alert: ", head(alert.because), ". ", &detail(alert)].concat()).unwrap_or_default();
    (said, newest.filter(|alert| alert.because.stops()).map(|_| ""))
}
