//! Policies that are right, and what is said of those that are not.

mod border;
mod coverage;
mod laws;
mod looked_up;
mod mistakes;

use super::{BANK, LIBRARY, Policy};

#[test]
fn the_two_policies_that_come_along_are_right() {
    for (name, text) in [("bank", BANK), ("library", LIBRARY)] {
        let (_, findings) = super::file::read(text).unwrap_or_else(|findings| panic!("{name}:\n{findings}"));
        assert_eq!(findings.iter().count(), 0, "{name}:\n{findings}");
    }
}

#[test]
fn se5_the_bank_has_an_action_of_each_class_and_sixteen_at_least() {
    use crate::action::ActionClass::{Compliance, Inquiry, Onboarding, RecoveryAndStateChange, Transactional};
    let bank = Policy::read(BANK).unwrap();
    assert!(bank.actions().len() >= 16, "{}", bank.actions().len());
    for class in [Inquiry, Transactional, Onboarding, RecoveryAndStateChange, Compliance] {
        assert!(bank.actions().iter().any(|action| action.class == class), "{class:?}");
    }
    let lowest = |class| bank.actions().iter().filter(|action| action.class == class).map(|action| action.needs.level).min();
    assert!(lowest(Compliance) >= lowest(RecoveryAndStateChange), "SE5: exports need what recovery needs");
}
