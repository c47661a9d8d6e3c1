//! What the workspace does once it lives in a browser: it counts, listens for news, and says what changed
//! (`docs` table "The six digits": where the focus goes and what is announced).

use std::time::Duration;

use leptos::{prelude::*, serde_json};

use domain::{session::SessionState, time::Timestamp};

use super::{
    over,
    state::{Live, Panel},
};
use crate::{
    browser::{
        live,
        say::{focus, say},
    },
    desk::{
        parts::count,
        view::{Place, Workspace},
    },
    ui::{level, time},
};

/// Milliseconds as the browser counts them.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit, whole ones are meant")]
fn browser_millis() -> i64 {
    js_sys::Date::now() as i64
}

/// How far the browser's zone is ahead of UTC, in microseconds.
#[expect(clippy::cast_possible_truncation, reason = "minutes of a day")]
fn zone() -> i64 {
    -(js_sys::Date::new_0().get_timezone_offset() as i64) * 60_000_000
}

/// Starts the clock and the stream.
pub fn awake(page: Live, place: Place) {
    let offset = StoredValue::new(page.read(|truth| truth.now.millis()) - browser_millis());
    let now = move || Timestamp::from_micros((browser_millis() + offset.get_value()) * 1000);
    Effect::new(move |_| {
        page.set_zone(zone());
        arrived(page);
        let _ = set_interval_with_handle(
            move || {
                let before = page.panel.get_untracked();
                let dropped = is_past_due(page, now());
                page.tick(now(), place);
                announce_panel(page, before);
                if dropped {
                    live::again();
                }
            },
            Duration::from_secs(1),
        );
        let session = page.read(|truth| truth.session.id.to_string());
        let place_text = serde_json::to_string(&place).unwrap_or_default();
        let place_text = String::from(js_sys::encode_uri_component(&place_text));
        let url = ["/live/desk/", &session, "?place=", &place_text].concat();
        live::open(
            url,
            "workspace",
            Box::new(move |data| {
                if let Ok(truth) = serde_json::from_str::<Workspace>(&data) {
                    offset.set_value(truth.now.millis() - browser_millis());
                    let before = page.panel.get_untracked();
                    let old = page.take(truth, place);
                    page.read(|new| announce_steps(&old, new));
                    announce_panel(page, before);
                }
            }),
        );
    });
}

/// Whether the level should have dropped this second: then what is shown is out of date.
fn is_past_due(page: Live, now: Timestamp) -> bool {
    page.read(|truth| truth.assurance.until).is_some_and(|until| (1..2_000_000).contains(&(now.micros() - until.micros())))
}

/// The page was opened: on a panel its heading is heard first, else the session's.
fn arrived(page: Live) {
    match page.panel.get_untracked() {
        Panel::Overview | Panel::FillIn => {}
        Panel::Pending => {
            focus("panel-h");
            say("Asked the customer", false);
        }
        panel => to_panel(page, panel),
    }
}

fn announce_panel(page: Live, before: Panel) {
    let panel = page.panel.get_untracked();
    if panel != before {
        // The new panel is drawn after this turn of the loop; its heading is there in the next.
        request_animation_frame(move || to_panel(page, panel));
    }
}

fn to_panel(page: Live, panel: Panel) {
    match panel {
        Panel::Overview | Panel::FillIn | Panel::Pending => {}
        Panel::Expired(_) => {
            focus("next");
            say(over::words(panel).2, true);
        }
        Panel::Withdrawn => {
            focus("next");
            say("Withdrawn. Nothing was changed", false);
        }
        Panel::Done | Panel::Ran | Panel::Raised => {
            focus("panel-h");
            let (name, until) = page.read(|truth| (level::name(truth.assurance.level), truth.assurance.until));
            let until = until.map(|until| [" until ", &time::hm(until, zone())].concat()).unwrap_or_default();
            let done = match panel {
                Panel::Done => "Done, exactly as approved. ",
                Panel::Ran => "Done. ",
                _ => "Approved by the customer. ",
            };
            say(&[done, name, &until].concat(), true);
        }
        Panel::NotOpen => {
            focus("panel-h");
            say("Not open right now. Nothing was changed", true);
        }
        Panel::Frozen => {
            focus("panel-h");
            say("This session is frozen. Nothing was changed. Do not say why", true);
        }
    }
}

/// Steps within a panel: delivered, opened, other digits, a dropped level.
fn announce_steps(old: &Workspace, new: &Workspace) {
    if new.assurance.level < old.assurance.level && matches!(new.session.state, SessionState::Open) {
        say(&["This session is now ", level::name(new.assurance.level)].concat(), true);
    }
    let (Some(was), Some(is)) = (&old.asked, &new.asked) else { return };
    if is.tries_left < was.tries_left && is.tries_left > 0 {
        let left = count(u32::from(is.tries_left), "try left", "tries left");
        say(&["They typed other digits. Nothing was changed. ", &left].concat(), true);
    } else if was.opened_at.is_none() && is.opened_at.is_some() {
        say("Opened by the customer", false);
    } else if was.delivered_at.is_none() && is.delivered_at.is_some() {
        say(&["Delivered to ", &is.device].concat(), false);
    }
}
