//! How long an answer lasts if nothing happens but that what was proved gets old.

use super::{
    Question,
    decide::{decide, freshness},
};
use crate::time::{Duration, Timestamp};

/// The first instant, at most `most`, at which the gate does not allow any more what `question` asks; `question.now` if it does not now.
/// Of what is to come only the age of the evidence is foreseen: everything is asked again when it runs.
#[must_use]
pub fn allowed_until(question: &Question<'_>, most: Timestamp) -> Timestamp {
    let fresh = freshness(question);
    // A proof of exactly that age is fresh still.
    let stale = |at: Timestamp| fresh.map(|age| at.after(age).after(Duration::microseconds(1)));
    let mut ends: Vec<_> =
        question.evidence.iter().flat_map(|piece| [Some(piece.expires_at), stale(piece.obtained_at)]).flatten().collect();
    ends.push(question.now);
    ends.retain(|at| *at >= question.now);
    ends.sort_unstable();
    ends.into_iter().find(|at| !decide(&Question { now: *at, ..*question }).allows()).unwrap_or(most).min(most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        assurance::{Evidence, Method},
        channel::StartedBy,
        gate::Standing,
        policy::{BANK, Policy, SegmentIx, SignalSet},
    };

    const NOW: Timestamp = Timestamp::from_micros(1_796_040_000_000_000);

    fn until(key: &str, method: Method, most: Duration) -> Duration {
        let bank = Policy::read(BANK).unwrap();
        let evidence = [Evidence::left_by(&bank, method, true, NOW)];
        let question = Question {
            policy: &bank,
            action: bank.action(key).unwrap(),
            amount: Some(34_000),
            roles: bank.role("agent").into_iter().collect(),
            standing: Standing::OPEN,
            channel: bank.channel("phone").unwrap(),
            carried: crate::assurance::Level::High,
            started_by: StartedBy::Customer,
            segment: SegmentIx::NONE,
            signals: SignalSet::NONE,
            evidence: &evidence,
            consent: true,
            second_person: true,
            available: &[],
            now: NOW,
        };
        allowed_until(&question, NOW.after(most)).since(NOW)
    }

    #[test]
    fn what_was_proved_is_foreseen_to_expire_and_to_get_stale() {
        let bank = Policy::read(BANK).unwrap();
        let lifetime = bank.method(Method::Push).lifetime;
        assert_eq!(until("refund", Method::Push, Duration::DAY), lifetime);
        assert_eq!(until("refund", Method::Push, lifetime - Duration::SECOND), lifetime - Duration::SECOND, "never more than asked");
        assert_eq!(until("change_email", Method::Push, Duration::DAY), Duration::minutes(5) + Duration::microseconds(1), "fresh: 5m");
        assert_eq!(until("refund", Method::Pin, Duration::DAY), Duration::ZERO, "not even now");
    }
}
