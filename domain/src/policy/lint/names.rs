//! Every rule has a name of its own.

use std::collections::BTreeMap;

use crate::policy::{
    Policy,
    file::{Findings, PolicyFile},
};

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
