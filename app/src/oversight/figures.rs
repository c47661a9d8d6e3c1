//! The figures of the floor, and how many sessions are at which level.

use leptos::prelude::*;

use domain::{assurance::Level, floor::HOURS, time::Timestamp};

use super::view::{Figures, FloorRow};
use crate::{
    desk::parts::count,
    ui::{
        icon, level,
        tick::{Kind, inline},
    },
};

/// The figures.
pub fn figures(figures: &Figures, now: Timestamp) -> AnyView {
    let people = [&count(figures.agents, "agent", "agents"), ", ", &count(figures.kiosks, "kiosk", "kiosks")].concat();
    let middle = figures
        .middle
        .map_or_else(|| "Nobody waits".into_any(), |since| view! { "Middle wait "{inline(Kind::Since, since, now)} }.into_any());
    let goals = figures.goals;
    let took = match (goals.tried, goals.seconds) {
        (0, _) => "No session ended yet".to_owned(),
        (_, None) => ["Of ", &count(goals.tried, "session", "sessions")].concat(),
        (_, Some(seconds)) => ["In ", &seconds.to_string(), " s on average, of ", &goals.tried.to_string()].concat(),
    };
    view! {
        <div class="kpis" id="figures" data-live role="group" aria-label="Now">
            {figure("Sessions now", figures.sessions.to_string(), people.into_any())}
            {figure("Waiting for customer", figures.waiting.to_string(), middle)}
            {figure("Reached the goal today", percent(goals.permille()), took.into_any())}
            {refusals(figures)}
        </div>
    }
    .into_any()
}

/// One number with its words.
pub fn figure(name: &'static str, number: String, words: AnyView) -> AnyView {
    view! { <div class="kpi"><p class="ink3 xs">{name}</p><p class="kpi__n">{number}</p><p class="ink3 xs">{words}</p></div> }.into_any()
}

/// A share in percent: `96.4%`; a dash where there is none.
pub fn percent(permille: Option<u32>) -> String {
    permille
        .map_or_else(|| "–".to_owned(), |share| if share == 1000 { "100%".to_owned() } else { format!("{}.{}%", share / 10, share % 10) })
}

fn refusals(figures: &Figures) -> AnyView {
    let refusals = &figures.refusals;
    let usual = match refusals.usual {
        None => view! { <span class="ink3">"Not enough days to say what is usual"</span> }.into_any(),
        Some(usual) if refusals.unusual() => {
            view! { <span class="result warn">{icon("alert", "i i--sm")}{["Usual is ", &usual.to_string()].concat()}</span> }.into_any()
        }
        Some(usual) => view! { <span class="ink3">{["Usual is ", &usual.to_string()].concat()}</span> }.into_any(),
    };
    view! {
        <div class="kpi">
            <p class="ink3 xs">"Gate refusals this hour"</p>
            <div class="row"><span class="kpi__n">{refusals.this_hour().to_string()}</span>{spark(&refusals.hours)}</div>
            <p class="xs row">{usual}<span class="ink3 end nowrap">"24 hours"</span></p>
        </div>
    }
    .into_any()
}

/// The line's own measure, as its `viewBox` says.
const WIDE: f32 = 240.0;
const HIGH: f32 = 36.0;
/// How much of it the highest hour takes: the line's own width stays inside.
const REACH: f32 = 34.7;

#[expect(clippy::cast_precision_loss, reason = "a picture: counts of a few thousand at most")]
fn spark(hours: &[u32]) -> AnyView {
    let most = hours.iter().copied().max().unwrap_or_default().max(1) as f32;
    let step = WIDE / (HOURS - 1) as f32;
    let points: Vec<_> = hours
        .iter()
        .enumerate()
        .map(|(place, count)| format!("{:.1},{:.1}", place as f32 * step, HIGH - *count as f32 * REACH / most))
        .collect();
    let line = points.join(" ");
    let before = hours.get(..hours.len().saturating_sub(1)).unwrap_or_default();
    let range = before.iter().min().zip(before.iter().max());
    let label = format!(
        "Gate refusals per hour over 24 hours: {} to {}, then {} now",
        range.map_or(0, |(least, _)| *least),
        range.map_or(0, |(_, most)| *most),
        hours.last().copied().unwrap_or_default()
    );
    view! {
        <svg class="spark" viewBox="0 0 240 36" preserveAspectRatio="none" role="img" aria-label=label>
            <polygon class="area" points=["0,36 ", &line, " 240,36"].concat()></polygon>
            <polyline points=line vector-effect="non-scaling-stroke"></polyline>
        </svg>
    }
    .into_any()
}

/// How many of the sessions are at which level.
pub fn levels(rows: &[FloorRow]) -> AnyView {
    let counts = Level::ALL.map(|level| (level, rows.iter().filter(|row| row.level == level).count()));
    let key: Vec<_> = counts
        .iter()
        .map(|(of, count)| view! { <span class="result">{level::level_chip(*of, true)}<b>{count.to_string()}</b></span> })
        .collect();
    let label = counts.map(|(of, count)| [&count.to_string(), " ", level::name(of)].concat()).join(", ");
    let mut begins = 0;
    let parts: Vec<_> = counts
        .iter()
        .map(|(_, count)| {
            // Tenths of a percent.
            let (x, width) = (begins * 1000 / rows.len().max(1), count * 1000 / rows.len().max(1));
            begins += count;
            let tenths = |n: usize| format!("{}.{}%", n / 10, n % 10);
            view! { <rect x=tenths(x) width=tenths(width) height="100%"></rect> }
        })
        .collect();
    view! {
        <div class="stack stack--sm levels" id="levels" data-live>
            <div class="row row--wrap"><h2 class="h-sec">"Levels now"</h2><span class="row row--wrap end levels__key">{key}</span></div>
            <svg class="split" role="img" aria-label=label>{parts}</svg>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_said_in_tenths_of_a_percent() {
        for (share, words) in [(None, "–"), (Some(0), "0.0%"), (Some(964), "96.4%"), (Some(1000), "100%")] {
            assert_eq!(percent(share), words);
        }
    }
}
