//! Every rule has a name of its own.

use std::collections::BTreeMap;

use crate::policy::{
    Policy,
    file::{Findings, Kind, PolicyFile},
};

/// A decision stores the rule's name alone, so it must say which.
pub(super) fn every_rule_has_its_own_name(policy: &Policy, _: &PolicyFile, findings: &mut Findings) {
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for action in policy.actions() {
        let base = (action.rule.as_str(), format!("actions.{}.rule", action.key));
        let whens = action.when.iter().map(|when| (when.rule.as_str(), format!("actions.{}.when.{}", action.key, when.rule)));
        for (rule, path) in core::iter::once(base).chain(whens) {
            if let Some(other) = seen.insert(rule, &action.key) {
                findings.add(Kind::RuleTwice, path, format!("`{rule}` is a rule of `{other}` too."), "Give each rule a name of its own.");
            }
        }
    }
}
