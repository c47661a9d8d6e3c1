//! What whoever answers is shown, and signs: how many entries, in which form, for whom, what for, and what was searched for.

use core::fmt::Display;

use super::MOST;
use crate::{
    audit::ExportFormat,
    audit_search::{Search, When},
    text::ShownText,
};

/// Names of what a search has by its id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// Who asks.
    pub asked_by: String,
    /// The member of staff that is searched for.
    pub agent: Option<String>,
    /// The number of the customer that is searched for.
    pub customer: Option<String>,
}

/// The words, one line each.
#[must_use]
pub fn words(search: &Search, named: &Named, (entries, cut): (usize, bool), format: ExportFormat, reason: &ShownText) -> String {
    let count = match (cut, entries) {
        (true, _) => format!("The newest {MOST} entries of more"),
        (false, 1) => "1 entry".to_owned(),
        (false, entries) => format!("{entries} entries"),
    };
    let head = [format!("{count}, as {}", format.name()), format!("Asked by {}", named.asked_by), format!("For: {reason}")];
    head.into_iter().chain(filter(search, named)).collect::<Vec<_>>().join("\n")
}

/// What was searched for, one line each; the time always.
fn filter(search: &Search, named: &Named) -> Vec<String> {
    let mut lines = time(search);
    lines.extend(any("Event", search.groups.iter().map(|group| group.name())));
    lines.extend(any("Result", search.outcomes.iter().map(|outcome| outcome.name())));
    lines.extend(any("Level", &search.levels));
    lines.extend(any("Channel", search.channels.iter().map(|channel| channel.rule().name)));
    lines.extend(any("Method", search.methods.iter().map(|method| method.name())));
    lines.extend(any("Action", search.actions.iter().map(|action| action.name())));
    lines.extend(any("By", search.agent.map(|id| named.agent.clone().unwrap_or_else(|| id.to_string()))));
    lines.extend(any("Customer", search.customer.map(|id| named.customer.clone().unwrap_or_else(|| id.to_string()))));
    lines.extend(any("Session", search.session));
    lines.extend(any("Case", &search.case));
    lines.extend(any("Rule", &search.rule));
    lines.extend(any("Policy version", search.policy));
    lines.extend(any("Kind", search.event.as_ref().map(|event| event.replace('_', " "))));
    lines.extend(any("Words", (!search.text.is_empty()).then(|| one_line(&search.text))));
    lines
}

fn time(search: &Search) -> Vec<String> {
    let mut lines = Vec::new();
    match search.from {
        Some(from) => lines.push(format!("From {from}")),
        None if search.when == When::Ever => lines.push("From the first entry on".to_owned()),
        None => lines.push(format!("{}, when it was asked for", search.when.words().1)),
    }
    lines.extend(search.to.map(|to| format!("Until {to}")));
    lines
}

/// A line of what any of these may be; none when nothing is asked.
fn any(what: &str, values: impl IntoIterator<Item = impl Display>) -> Option<String> {
    let values: Vec<_> = values.into_iter().map(|value| value.to_string()).collect();
    (!values.is_empty()).then(|| format!("{what}: {}", values.join(" or ")))
}

/// What was typed, as one line: nobody writes lines of their own into what another one signs.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
