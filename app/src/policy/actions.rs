//! "What each action needs", and what circumstances and signals add.

use leptos::prelude::*;

use domain::assurance::Method;
use domain::policy::{ActionRow, Needs, Policy, SignalRow, When};

use super::{
    matrix::{heads, matrix},
    words::{channels, span, tell, yes},
};
use crate::ui::{level, level_chip};

/// The catalogue.
pub fn actions(policy: &Policy) -> AnyView {
    let rows: Vec<_> =
        policy.actions().iter().flat_map(|action| core::iter::once(base(policy, action)).chain(whens(policy, action))).collect();
    let hint = "“Or none”: no hold if the proof was phishing-resistant. A line under an action adds to it, and never takes away.";
    let columns = ["Action", "Level", "Proof not older than", "Consent", "Second person", "Hold", "Offered on", "Told", "Revert"];
    matrix("a-h", "What each action needs", hint, heads(&columns.map(|name| (name, false))), rows.into_any())
}

fn base(policy: &Policy, action: &ActionRow) -> AnyView {
    let needs = action.needs;
    view! {
        <tr>
            <th scope="row">{action.name.clone()}<br /><code class="xs ink3">{action.rule.clone()}</code></th>
            <td>{level_chip(needs.level, true)}</td>
            <td>{needs.fresh.map_or_else(|| "–".to_owned(), span)}</td>
            <td>{yes(needs.consent)}</td>
            <td>{if needs.second_person { "Always".into_any() } else { yes(false) }}</td>
            <td>{hold(needs)}</td>
            <td>{channels(policy, action.channels)}</td>
            <td>{tell(action.tell)}</td>
            <td>{span(action.revert)}</td>
        </tr>
    }
    .into_any()
}

fn hold(needs: Needs) -> String {
    let hold = span(needs.hold);
    if needs.hold_lifted { [&hold, ", or none"].concat() } else { hold }
}

fn whens(policy: &Policy, action: &ActionRow) -> impl Iterator<Item = AnyView> {
    action.when.iter().map(|when| {
        let words = [&circumstances(policy, when), ": ", &adds(when)].concat();
        view! { <tr><th scope="row"><code class="xs ink3">{when.rule.clone()}</code></th><td colspan="8">{words}</td></tr> }.into_any()
    })
}

fn circumstances(policy: &Policy, when: &When) -> String {
    let circumstances = when.circumstances;
    let names = |all: Vec<String>| if all.is_empty() { None } else { Some(all.join(" or ")) };
    let segments = policy.segments().filter(|(ix, _)| circumstances.segments.has(*ix)).map(|(_, row)| row.name.clone()).collect();
    let signals = policy.signals().filter(|(ix, _)| circumstances.signals.has(*ix)).map(|(_, row)| row.key.replace('_', " ")).collect();
    let on = (!circumstances.channels.is_empty()).then(|| channels(policy, circumstances.channels));
    let parts = [
        circumstances.amount_above.map(|cents| format!("above {}.{:02} {}", cents / 100, cents % 100, policy.currency)),
        on.map(|names| format!("on {names}")),
        names(segments).map(|names| format!("for {names} customers")),
        names(signals).map(|names| format!("while there is {names}")),
        circumstances.we_started.then(|| "when we started the contact".to_owned()),
    ];
    let mut words = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    if let Some(first) = words.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    words
}

fn adds(when: &When) -> String {
    if let Some(refuse) = &when.refuse {
        return ["closed. “", refuse, "”"].concat();
    }
    let needs = when.needs;
    let parts = [
        (needs.level > domain::assurance::Level::Unverified).then(|| level::name(needs.level).to_owned()),
        needs.fresh.map(|fresh| format!("proof not older than {}", span(fresh))),
        needs.consent.then(|| "consent".to_owned()),
        needs.second_person.then(|| "a second person".to_owned()),
        (!needs.hold.is_zero()).then(|| format!("a hold of {}", span(needs.hold))),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// What is watched for, and what it does.
pub fn signals(policy: &Policy) -> AnyView {
    let rows: Vec<_> = policy.signals().map(|(_, row)| signal(row)).collect();
    let columns = ["What is said", "Level at most", "Not counted", "Raises", "Stands for"];
    let hint = "They only tighten, and the agent reads why.";
    matrix("s-h", "Risk signals", hint, heads(&columns.map(|name| (name, false))), rows.into_any())
}

fn signal(row: &SignalRow) -> AnyView {
    let bars: Vec<_> = row.bars.iter().map(Method::name).collect();
    let raises =
        if row.raises == 0 || row.raises_classes.is_empty() { "–".to_owned() } else { format!("{} by {}", classes(row), row.raises) };
    view! {
        <tr>
            <th scope="row">{row.says.clone()}<br /><code class="xs ink3">{row.key.clone()}</code></th>
            <td>{level_chip(row.cap, true)}</td>
            <td>{if bars.is_empty() { "–".to_owned() } else { bars.join(", ") }}</td>
            <td>{raises}</td>
            <td>{span(row.stands)}</td>
        </tr>
    }
    .into_any()
}

fn classes(row: &SignalRow) -> String {
    use domain::action::ActionClass::{Compliance, Inquiry, Onboarding, RecoveryAndStateChange, Transactional};
    let name = |class: &domain::action::ActionClass| match class {
        Inquiry => "Inquiry",
        Transactional => "Transactional",
        Onboarding => "Onboarding",
        RecoveryAndStateChange => "Recovery and state change",
        Compliance => "Compliance",
    };
    row.raises_classes.iter().map(name).collect::<Vec<_>>().join(", ")
}
