//! What counts as a use of a role.

use crate::{agent::Role, time::Duration};

/// How far back uses are counted.
pub const WINDOW: Duration = Duration::days(90);
/// Who has not signed in for so long is dormant.
pub const DORMANT: Duration = Duration::days(90);
/// More roles than this, one person should not need.
pub const MANY: usize = 2;

/// Serving customers.
const AGENT: [&str; 10] = [
    "session_opened",
    "session_taken_over",
    "session_moved",
    "session_ended",
    "looked_up",
    "asked",
    "second_person_asked",
    "ran",
    "revealed",
    "kiosk_chosen",
];
/// Answering for agents.
const SUPERVISOR: [&str; 9] = [
    "freeze_ended",
    "alert_seen",
    "alert_acknowledged",
    "alert_closed",
    "second_person_approved",
    "second_person_denied",
    "sign_ins_ended",
    "log_pruned",
    "log_pruning_refused",
];
/// Reading the record, which supervisors may too.
const READING: [&str; 10] = [
    "log_read",
    "entry_read",
    "story_read",
    "receipt_made",
    "log_exported",
    "export_asked",
    "export_approved",
    "export_denied",
    "few_ways_read",
    "pairs_read",
];
/// Answering for other people's access, which supervisors and administrators may.
const REVIEWING: [&str; 3] = ["access_review_started", "access_decided", "access_review_ended"];
/// Running the installation.
const ADMINISTRATOR: [&str; 13] = [
    "staff_invited",
    "policy_proposed",
    "policy_approved",
    "policy_rejected",
    "policy_withdrawn",
    "kiosk_added",
    "kiosk_retired",
    "right_taken",
    "right_asked",
    "right_given",
    "log_pruning_asked",
    "log_pruned",
    "log_pruning_refused",
];

/// Whether doing that (an event, by its word in the record) is a use of the role. What several roles open is a use of each that the person
/// holds: nobody can tell which one they did it by, and a review must not call a role unused that was.
#[must_use]
pub fn is_use(role: Role, event: &str) -> bool {
    match role {
        Role::Agent => AGENT.contains(&event),
        Role::Supervisor => SUPERVISOR.contains(&event) || READING.contains(&event) || REVIEWING.contains(&event),
        Role::Auditor => READING.contains(&event),
        Role::Administrator => {
            ADMINISTRATOR.contains(&event) || REVIEWING.contains(&event) || event == "sign_ins_ended" || event == "few_ways_read"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The source is where the words come from: serde writes each variant's name in lower case with underscores.
    #[test]
    fn every_word_is_an_event() {
        let source = include_str!("../audit.rs");
        for word in AGENT.iter().chain(&SUPERVISOR).chain(&READING).chain(&REVIEWING).chain(&ADMINISTRATOR) {
            let name: String = word.split('_').map(|part| part[..1].to_uppercase() + &part[1..]).collect();
            let found = [" {", ","].iter().any(|end| source.contains(&format!("\n    {name}{end}")));
            assert!(found, "{word} is no event");
        }
    }

    #[test]
    fn signing_in_is_a_use_of_nothing() {
        for role in Role::ALL {
            assert!(!is_use(role, "signed_in") && !is_use(role, "signed_out"));
        }
        assert!(is_use(Role::Agent, "ran") && !is_use(Role::Supervisor, "ran"));
        assert!(is_use(Role::Supervisor, "log_read") && is_use(Role::Auditor, "log_read"));
    }
}
