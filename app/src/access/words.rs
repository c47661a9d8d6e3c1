//! What the numbers and decisions are called.

use domain::{
    access::{Decision, Finding},
    time::Timestamp,
};
use leptos::prelude::*;

use super::view::{Decider, GrantRow};
use crate::ui::icon;

/// The last day before `due`, by which a review has to be decided.
pub fn last_day(due: Timestamp) -> Timestamp {
    Timestamp::from_micros(due.micros() - 1)
}

/// What the numbers say of a grant, as a tag.
pub fn finding(finding: Finding) -> AnyView {
    match finding {
        Finding::InUse => view! { <span class="tag">"In use"</span> }.into_any(),
        Finding::Rare => view! { <span class="tag">"Rare"</span> }.into_any(),
        Finding::NotUsed => view! { <span class="tag tag--warn">{icon("clock", "i")}"Not used"</span> }.into_any(),
        Finding::Times(times) => {
            let words = [&times.to_string(), " times the usual"].concat();
            view! { <span class="tag tag--bad">{icon("alert", "i")}{words}</span> }.into_any()
        }
    }
}

/// What was decided, and by whom.
pub fn decided(decision: Decision, by: Option<&str>) -> String {
    match (decision, by) {
        (Decision::Keep, Some(by)) => ["Kept by ", by].concat(),
        (Decision::Keep, None) => "Kept".to_owned(),
        (Decision::Remove, Some(by)) => ["Removed by ", by].concat(),
        (Decision::Remove, None) => "Removed".to_owned(),
        (Decision::Lapsed, _) => "Lapsed: nobody decided in time".to_owned(),
        (Decision::LastAdministrator, _) => "Stays: the last administrator".to_owned(),
    }
}

/// Who decides over what is not the reader's to decide.
pub fn others(row: &GrantRow) -> String {
    let Decider::Others(names) = &row.decider else { return String::new() };
    match names.as_slice() {
        [] => "Nobody else may decide: it lapses".to_owned(),
        [one] => ["Decided by ", one].concat(),
        [one, other] => ["Decided by ", one, " or ", other].concat(),
        [one, rest @ ..] => ["Decided by ", one, " or one of ", &rest.len().to_string(), " others"].concat(),
    }
}

/// So many of something.
pub fn count(many: usize, one: &str, more: &str) -> String {
    [many.to_string().as_str(), " ", if many == 1 { one } else { more }].concat()
}
