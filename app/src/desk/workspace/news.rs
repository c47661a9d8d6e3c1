//! What is announced of a page: one sentence for where it stands. A browser says it when it is another one than before,
//! so each step is said once (the design's table "The six digits").

use domain::{challenge::TRIES, session::SessionState};

use super::{
    keypad,
    notification::words,
    over,
    page::{Page, Panel},
    pending::by_link,
    second,
};
use crate::{
    desk::{gate::TypedAt, parts::count, view::AskedView},
    ui::level,
};

/// The sentence, and whether it is said at once.
pub fn news(page: &Page<'_>) -> (String, bool) {
    let truth = page.truth;
    let name = level::name(truth.assurance.level);
    let warned = truth.assurance.drops_soon && !matches!(page.panel, Panel::Pending | Panel::Waits | Panel::Frozen);
    match page.panel {
        _ if warned => ("Level drops in 60 seconds".to_owned(), false),
        Panel::Overview | Panel::FillIn if matches!(truth.session.state, SessionState::Ended { .. }) => {
            ("This session has ended".to_owned(), true)
        }
        Panel::Overview | Panel::FillIn => (["This session is now ", name].concat(), true),
        Panel::Pending => truth.asked.as_ref().map(asked).unwrap_or_default(),
        Panel::Expired(_) => (over::words(page).2.to_owned(), true),
        Panel::Withdrawn => ("Withdrawn. Nothing was changed".to_owned(), false),
        // The level has dropped since.
        Panel::Done if dropped(page) => (["This session is now ", name].concat(), true),
        Panel::Done => (["Done, exactly as approved. ", name].concat(), true),
        Panel::Ran => ("Done".to_owned(), true),
        Panel::Waits => ("Waiting for a second person".to_owned(), false),
        Panel::SecondDenied | Panel::SecondWithdrawn | Panel::SecondExpired => {
            (page.second().map(|second| second::words(second).2).unwrap_or_default(), true)
        }
        Panel::Raised => ([over::accepted(page), ". ", name].concat(), true),
        Panel::NotOpen => (["Not open right now. Nothing was changed. The session is ", name].concat(), true),
        Panel::OpenNow => ("It can run now, as approved".to_owned(), true),
        Panel::Frozen => ("This session is frozen. Nothing was changed. Do not say why".to_owned(), true),
    }
}

/// Whether the session's level is no longer what the page's action needed.
fn dropped(page: &Page<'_>) -> bool {
    let request = page.truth.asked.as_ref().and_then(|asked| asked.request.as_ref());
    request.and_then(|request| page.truth.row(request.kind())).is_some_and(|row| page.truth.assurance.level < row.needs)
}

fn pin(asked: &AskedView) -> (String, bool) {
    match (asked.tries_left < TRIES, asked.opened_at) {
        (true, _) => (["Their ", asked.method.name(), " was typed wrong. Nothing was changed. ", &keypad::left(asked)].concat(), true),
        (false, Some(_)) => ("They are at the keypad".to_owned(), false),
        (false, None) => ("Asked for the PIN".to_owned(), false),
    }
}

fn asked(asked: &AskedView) -> (String, bool) {
    if asked.typed == Some(TypedAt::Keypad) || (asked.typed.is_some() && asked.tries_left < TRIES) {
        return pin(asked);
    }
    if by_link(asked) {
        let words = if asked.opened_at.is_some() { "They opened the link" } else { "The link is ready" };
        return (words.to_owned(), false);
    }
    if asked.tries_left < TRIES {
        let left = count(u32::from(asked.tries_left), "try left", "tries left");
        (["They typed other digits. Nothing was changed. ", &left].concat(), true)
    } else if asked.opened_at.is_some() {
        ("Opened by the customer".to_owned(), false)
    } else if asked.delivered_at.is_some() {
        (["Delivered to ", &asked.device].concat(), false)
    } else if let Some((head, body)) = asked.notification.and_then(words) {
        ([&head, ". ", &body].concat(), true)
    } else {
        ("Asked the customer".to_owned(), false)
    }
}
