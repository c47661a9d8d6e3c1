//! A decision of the gate as the record has it: what it answered, and what was missing.

use domain::{
    audit::Event,
    gate::Missing,
    policy::{Answered, Recorded},
};

use crate::ui::level;

/// The decision an event keeps, in words.
pub fn decision(event: &Event) -> Option<String> {
    match event {
        Event::NotOpen { decision, .. } | Event::Ran { decision, .. } => decision.as_deref().map(words),
        _ => None,
    }
}

fn words(recorded: &Recorded) -> String {
    match recorded.answer {
        Answered::Allow => "Allowed: nothing was missing".to_owned(),
        Answered::Refuse => "Closed, whatever would have been proved".to_owned(),
        Answered::StepUp(missing) => ["Missing: ", &lacks(missing)].concat(),
    }
}

/// What is missing, in words.
pub fn lacks(missing: Missing) -> String {
    let parts = [
        missing.level.map(level::name),
        missing.stale.then_some("a fresher proof"),
        missing.consent.then_some("the customer’s approval"),
        missing.second_person.then_some("a second person"),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}
