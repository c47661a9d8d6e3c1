//! "Who did this outside of that policy?": what ran, asked again of a policy (P4).
//!
//! A run keeps the whole question that let it, with what had been proved by then. So it can be judged by any version: that in force, one that
//! was, or a draft.

use super::{Policy, Recorded};
use crate::gate::{Decision, Missing, decide};

/// What a policy says of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It would have let it.
    Within,
    /// Something would have been missing.
    Lacked(Missing),
    /// It would have been closed, whatever had been proved.
    Closed,
    /// It does not have that action, channel, role or signal, so it would not have let it.
    Unknown(String),
    /// The entry keeps no decision that could be asked again.
    Unrecorded,
}

impl Verdict {
    /// What `policy` says of a run and the decision that its entry keeps; and by which of its rules, where one answered.
    #[must_use]
    pub fn of(policy: &Policy, recorded: Option<&Recorded>) -> (Self, Option<String>) {
        let Some(recorded) = recorded else { return (Self::Unrecorded, None) };
        let question = match recorded.asked.question(policy) {
            Ok(question) => question,
            Err(name) => return (Self::Unknown(name.to_owned()), None),
        };
        let decision = decide(&question);
        let verdict = match &decision {
            Decision::Allow { .. } => Self::Within,
            Decision::StepUp { missing, .. } => Self::Lacked(*missing),
            Decision::Refuse { .. } => Self::Closed,
        };
        (verdict, Some(decision.rule().to_owned()))
    }

    /// Whether the policy would have let it.
    #[must_use]
    pub fn is_within(&self) -> bool {
        *self == Self::Within
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        assurance::{Evidence, Level, Method},
        channel::StartedBy,
        gate::{Question, Standing},
        policy::{BANK, RoleSet, SignalSet},
        time::Timestamp,
    };

    const NOW: Timestamp = Timestamp::from_micros(1_796_040_000_000_000);

    /// A refund of 150.00 by an agent on the phone, after a push that the customer approved, as the bank's policy let it.
    fn ran(bank: &Policy) -> Recorded {
        let evidence = [Evidence::left_by(bank, Method::Push, false, NOW)];
        let question = Question {
            policy: bank,
            action: bank.action("refund").unwrap(),
            amount: Some(15_000),
            roles: RoleSet::NONE.with(bank.role("agent").unwrap()),
            standing: Standing::OPEN,
            channel: bank.channel("phone").unwrap(),
            carried: Level::High,
            started_by: StartedBy::Customer,
            segment: bank.segment("personal").unwrap(),
            signals: SignalSet::NONE,
            evidence: &evidence,
            consent: true,
            second_person: false,
            available: &[],
            now: NOW,
        };
        Recorded::of(1, &question, &decide(&question))
    }

    fn draft(from: &str, to: &str) -> Policy {
        assert!(BANK.contains(from), "{from}");
        Policy::read(&BANK.replace(from, to)).unwrap()
    }

    #[test]
    fn p4_what_ran_is_within_the_policy_that_let_it_and_outside_of_a_stricter_one() {
        let bank = Policy::read(BANK).unwrap();
        let recorded = ran(&bank);
        assert_eq!(Verdict::of(&bank, Some(&recorded)), (Verdict::Within, Some("refund.small".to_owned())));
        let lower = draft("amount_above = \"200.00\"", "amount_above = \"100.00\"");
        let (verdict, rule) = Verdict::of(&lower, Some(&recorded));
        let missing = Missing { level: Some(Level::High), second_person: true, ..Missing::default() };
        assert_eq!((verdict.is_within(), verdict, rule.as_deref()), (false, Verdict::Lacked(missing), Some("refund.over_200")));
    }

    #[test]
    fn p4_what_cannot_be_asked_again_is_not_within() {
        let bank = Policy::read(BANK).unwrap();
        assert_eq!(Verdict::of(&bank, None), (Verdict::Unrecorded, None));
        let mut kept = serde_json::to_value(ran(&bank)).unwrap();
        kept["asked"]["channel"] = "fax".into();
        let kept: Recorded = serde_json::from_value(kept).unwrap();
        assert_eq!(Verdict::of(&bank, Some(&kept)), (Verdict::Unknown("fax".to_owned()), None));
        let mut frozen = serde_json::to_value(ran(&bank)).unwrap();
        frozen["asked"]["roles"] = serde_json::json!([]);
        let frozen: Recorded = serde_json::from_value(frozen).unwrap();
        assert_eq!(Verdict::of(&bank, Some(&frozen)).0, Verdict::Closed);
    }
}
