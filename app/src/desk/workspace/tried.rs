//! What an agent has to know before anything else: somebody tried this in the customer's name within the hour (W9).

use leptos::prelude::*;

use domain::session::SessionState;

use super::page::Page;
use crate::{
    desk::parts::count,
    ui::{
        Tone, note,
        tick::{self, Kind},
    },
};

/// The banner; nothing when nothing was tried, and once the session is over.
pub fn tried(page: &Page<'_>) -> AnyView {
    let Some(tried) = page.truth.tried.filter(|_| !matches!(page.truth.session.state, SessionState::Ended { .. })) else {
        return ().into_any();
    };
    let head = ["Take care: ", &count(tried.times, "try", "tries"), " in this customer’s name within the hour"].concat();
    let text = view! {
        "Whoever it was did not get through, the last time at " {tick::text(Kind::Hm, tried.last, page.now())}
        ". Less can be reached in this session for now. What somebody knows or says proves nothing. A supervisor and the customer were told."
    };
    note(Tone::Bad, "alert", head, text, true)
}
