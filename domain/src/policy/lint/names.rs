//! Every action that the program can do has a row, and every rule a name of its own.

use std::collections::BTreeMap;

use crate::{
    action::ActionKind,
    policy::{
        Policy,
        file::{Findings, PolicyFile},
    },
};

/// What this program itself can run must not be left without a rule.
pub(super) fn every_action_has_a_rule(policy: &Policy, _: &PolicyFile, findings: &mut Findings) {
    for kind in ActionKind::ALL {
        if policy.action(kind.key()).is_none() {
            findings.error(
                "action-missing",
                "actions",
                format!("`{}` has no rule.", kind.key()),
                format!("Add [actions.{}]; to close it, give it a `when` with `refuse`.", kind.key()),
            );
        }
    }
}

/// A decision stores the rule's name alone, so it must say which.
pub(super) fn every_rule_has_its_own_name(policy: &Policy, _: &PolicyFile, findings: &mut Findings) {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for action in policy.actions() {
        let whens = action.when.iter().map(|when| when.rule.as_str());
        for rule in core::iter::once(action.rule.as_str()).chain(whens) {
            if let Some(other) = seen.insert(rule, &action.key) {
                let path = format!("actions.{}.rule", action.key);
                findings.error("rule-twice", path, format!("`{rule}` is a rule of `{other}` too."), "Give each rule a name of its own.");
            }
        }
    }
}
