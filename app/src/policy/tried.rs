//! "Try it on the last days": what a version would have done with what was decided.

use leptos::prelude::*;

use super::view::VersionView;
use crate::ui::icon;

/// The figures of a replay.
pub fn tried(version: &VersionView) -> AnyView {
    let replay = &version.replay;
    let head = format!("On the last {} days", version.days);
    if replay.decisions == 0 && replay.unknown.is_empty() {
        return view! {
            <section aria-labelledby="t-h">
                <div class="sec__head"><h2 id="t-h" class="h-sec">{head}</h2></div>
                <p class="ink2">"Nothing was decided in that time, so there is nothing to try it on."</p>
            </section>
        }
        .into_any();
    }
    let latest = if version.cut { "The latest " } else { "" };
    let asked_again =
        format!("{latest}{} in {}, asked again just now", count(replay.decisions, "decision"), count(replay.sessions, "session"));
    let affected = replay.affected();
    let tenths = affected * 1_000 / replay.sessions.max(1);
    let percent = format!("{}.{}", tenths / 10, tenths % 10);
    let sign = if replay.seconds < 0 { "−" } else { "+" };
    let line = |name: &'static str, good: bool, words: &'static str, count: usize| {
        let class = if good { "need need--has" } else { "need need--no" };
        view! { <li class=class>{icon(name, "i")}<span>{words}</span><b>{count}</b></li> }.into_any()
    };
    let most = replay.by_channel.values().copied().max().unwrap_or(1).max(1);
    let shares: Vec<_> = replay.by_channel.iter().map(|(channel, sessions)| share(channel, *sessions, most)).collect();
    let strictest: Vec<_> = replay.strictest.iter().map(|(name, count)| format!("{name}: {count} decisions")).collect();
    let unknown: Vec<_> = replay.unknown.iter().map(|(name, count)| format!("{name}: {count} decisions")).collect();
    view! {
        <section aria-labelledby="t-h">
            <div class="sec__head"><h2 id="t-h" class="h-sec">{head}</h2></div>
            <p class="ink3 xs">{asked_again}</p>
            <div class="row row--top">
                <p class="grow"><span class="kpi__n">{affected}</span><br /><span class="ink2">{format!("{} affected, {percent}%", if affected == 1 { "session" } else { "sessions" })}</span></p>
                <p class="grow"><span class="kpi__n">{format!("{sign}{} s", replay.seconds.unsigned_abs())}</span><br /><span class="ink2">"for all of them together"</span></p>
            </div>
        </section>
        {(!shares.is_empty()).then(|| view! { <section aria-label="Where"><div class="sec__head"><h3 class="h-sec">"Where"</h3></div><dl class="shares">{shares}</dl></section> })}
        <section aria-labelledby="w-h">
            <h3 class="h-sec" id="w-h">"What would have happened"</h3>
            <ul>
                {line("refresh", false, "Sessions asked for more", replay.more.len())}
                {line("check", true, "Sessions asked for less", replay.fewer.len())}
                {line("lock", false, "Sessions with something closed", replay.closed.len())}
                {line("check", true, "Sessions with something opened", replay.opened.len())}
                {line("x", false, "Customers at a dead end", replay.dead_ends.len())}
            </ul>
            {(!strictest.is_empty()).then(|| view! { <p class="hint">"By the strictest rules, because it has no such segment: "{strictest.join(", ")}</p> })}
            {(!unknown.is_empty()).then(|| view! { <p class="hint">"Not counted, because it has no such name: "{unknown.join(", ")}</p> })}
        </section>
    }
    .into_any()
}

/// "1 session", "2 sessions".
fn count(number: u64, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

fn share(channel: &str, sessions: u64, most: u64) -> AnyView {
    let width = format!("{}%", sessions * 100 / most);
    view! {
        <dt>{channel.to_owned()}</dt>
        <dd><svg class="bar bar--accent" aria-hidden="true"><rect width=width height="100%" rx="3"></rect></svg></dd>
        <dd class="num">{sessions}</dd>
    }
    .into_any()
}
