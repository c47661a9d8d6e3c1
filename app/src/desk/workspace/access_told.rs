//! What happened to people's access, in words.

use domain::{access::Decision, agent::Role, audit::Event};

use super::timeline::{BAD, PLAIN, Told, WAIT, line};
use crate::{account::role_name, desk::parts::count};

/// Class, icon, head and detail of such an event; nothing of any other.
pub fn told(event: &Event) -> Told {
    match event {
        Event::SignInsEnded { count: many, reason, .. } => {
            line(BAD, "door", "Sign-ins ended by somebody else", [&count(*many, "sign-in", "sign-ins"), ": ", reason].concat())
        }
        Event::RightTaken { role, reason, .. } => of_role(BAD, "Right taken away", *role, reason),
        Event::RightAsked { role, reason, .. } => of_role(WAIT, "Right asked for", *role, reason),
        Event::RightGiven { role, .. } => of_role(PLAIN, "Right given", *role, ""),
        Event::RightNotGiven { role, .. } => of_role(PLAIN, "Right not given", *role, ""),
        Event::AccessReviewStarted { name, grants, .. } => {
            line(PLAIN, "list", "Access review started", [name, ", ", &count(*grants, "grant", "grants")].concat())
        }
        Event::AccessDecided { role, decision, .. } => decided(*role, *decision),
        Event::AccessReviewEnded { kept, removed, lapsed, .. } => {
            let sums = [&kept.to_string(), " kept, ", &removed.to_string(), " removed, ", &lapsed.to_string(), " lapsed"].concat();
            line(PLAIN, "list", "Access review ended", sums)
        }
        Event::AccessReviewExported { .. } => line(PLAIN, "download", "Access review’s record taken", String::new()),
        _ => line(PLAIN, "list", "", String::new()),
    }
}

fn of_role(class: &'static str, head: &str, role: Role, reason: &str) -> Told {
    let detail = if reason.is_empty() { role_name(role).to_owned() } else { [role_name(role), ": ", reason].concat() };
    line(class, "users", head, detail)
}

fn decided(role: Role, decision: Decision) -> Told {
    let (class, head) = match decision {
        Decision::Keep => (PLAIN, "Kept in an access review"),
        Decision::Remove => (BAD, "Removed in an access review"),
        Decision::Lapsed => (BAD, "Lapsed in an access review"),
        Decision::LastAdministrator => (PLAIN, "Not lapsed: the last administrator"),
    };
    of_role(class, head, role, "")
}
