//! A level as a chip or a tile: chevrons, its name, heavier as it rises; never colour alone.

use leptos::prelude::*;

use domain::assurance::Level;

use super::icon::icon;

/// A level's chevrons.
pub const fn chevrons(level: Level) -> &'static str {
    match level {
        Level::Unverified => "lv0",
        Level::Low => "lv1",
        Level::Substantial => "lv2",
        Level::High => "lv3",
    }
}

/// A level as a chip.
#[component]
pub fn LevelChip(
    /// Which.
    level: Level,
    /// Text only, without the pill.
    #[prop(optional)]
    plain: bool,
) -> impl IntoView {
    level_chip(level, plain)
}

/// The same as a function.
pub fn level_chip(level: Level, plain: bool) -> AnyView {
    let class = match (level, plain) {
        (Level::Unverified, false) => "level level--0",
        (Level::Low, false) => "level level--1",
        (Level::Substantial, false) => "level level--2",
        (Level::High, false) => "level level--3",
        (Level::Unverified, true) => "level level--0 plain",
        (Level::Low, true) => "level level--1 plain",
        (Level::Substantial, true) => "level level--2 plain",
        (Level::High, true) => "level level--3 plain",
    };
    view! { <span class=class>{icon(chevrons(level), "i")}{name(level)}</span> }.into_any()
}

/// A level as the large glyph of a session.
pub fn level_tile(level: Level) -> AnyView {
    let class = match level {
        Level::Unverified => "lvtile lvtile--0",
        Level::Low => "lvtile lvtile--1",
        Level::Substantial => "lvtile lvtile--2",
        Level::High => "lvtile lvtile--3",
    };
    view! { <span class=class>{icon(chevrons(level), "i")}</span> }.into_any()
}

/// A level's name.
pub const fn name(level: Level) -> &'static str {
    match level {
        Level::Unverified => "Unverified",
        Level::Low => "Low",
        Level::Substantial => "Substantial",
        Level::High => "High",
    }
}
