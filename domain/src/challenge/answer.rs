//! What the phone signs, and the judgement of it.

use serde::{Deserialize, Serialize};

use super::{Challenge, ChallengeState, Code};
use crate::{
    ids::{ChallengeId, SessionId},
    refusal::Refusal,
    time::Timestamp,
};

/// The three answers, of one size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// "Approve".
    Approve,
    /// "No, this isn't me".
    Deny,
    /// "Someone told me to approve this".
    Report,
}

/// How the device verified the person for this very answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserVerification {
    /// It did not.
    None,
    /// By a passkey on the phone, answered in the same step.
    Passkey,
    /// By a second key that the phone releases only after unlock.
    Unlock,
}

/// The payload of the signed answer: an ES256 compact JWS (RFC 7515 section 3.1, RFC 7518 section 3.4) by the device key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    /// The challenge answered.
    pub challenge_id: ChallengeId,
    /// The session it belongs to.
    pub session_id: SessionId,
    /// The hash of what was asked, base64url ([`crate::action::ActionHash`]).
    pub action_hash: String,
    /// The words that were shown, one line each ([`super::Prompt::text`]).
    pub shown_text: String,
    /// The digits that were typed; empty unless the answer is to approve.
    pub code: String,
    /// The answer.
    pub decision: Answer,
    /// "Did you contact us?" The answer to approve says yes.
    pub contacted_us: bool,
    /// How the device says it verified the person. It counts only with the proof beside it.
    pub user_verification: UserVerification,
    /// When the phone says it was answered, milliseconds since the Unix epoch. Kept, never relied on.
    pub answered_at_ms: i64,
}

/// The judgement of a well-signed answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The right digits, by somebody who says that they contacted us.
    Approve,
    /// Other digits.
    OtherDigits,
    /// Not them.
    Deny,
    /// Told to.
    Report,
}

/// Judges claims whose signature was checked already. Never a bare approve: without the exact digits there is no
/// [`Verdict::Approve`] (A01).
///
/// # Errors
/// [`Refusal::ChallengeOver`] when it cannot be answered any more; [`Refusal::BadSignature`] when what was signed is
/// another challenge, session, action or text (B01, B02); [`Refusal::BadInput`] when there are not six digits to compare.
pub fn judge(challenge: &Challenge, claims: &Claims, now: Timestamp) -> Result<Verdict, Refusal> {
    let same = claims.challenge_id == challenge.id
        && claims.session_id == challenge.session
        && claims.action_hash == challenge.action_hash.to_string()
        && claims.shown_text == challenge.shown_text;
    let Some(push) = challenge.push().filter(|_| same) else { return Err(Refusal::BadSignature) };
    if !challenge.state_at(now).is_open() {
        return Err(Refusal::ChallengeOver);
    }
    match claims.decision {
        Answer::Deny => Ok(Verdict::Deny),
        Answer::Report => Ok(Verdict::Report),
        // Whoever did not contact us has nothing to approve, whatever else they pressed.
        Answer::Approve if !claims.contacted_us => Ok(Verdict::Deny),
        Answer::Approve if Code::parse(&claims.code)?.same_as(&push.code) => Ok(Verdict::Approve),
        Answer::Approve => Ok(Verdict::OtherDigits),
    }
}

impl Verdict {
    /// The state the challenge ends in; `None` when it may be answered again.
    #[must_use]
    pub const fn ends_in(self) -> Option<ChallengeState> {
        match self {
            Self::Approve => Some(ChallengeState::Answered),
            Self::OtherDigits => None,
            Self::Deny => Some(ChallengeState::Denied),
            Self::Report => Some(ChallengeState::Reported),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::{
        action::ActionHash,
        challenge::{EntryNumber, LIFETIME, Means, Push, Typed},
        time::Duration,
    };

    const NOW: Timestamp = Timestamp::from_micros(1_773_324_960_000_000);

    fn challenge() -> Challenge {
        let (session, customer) = (Uuid::from_u128(1).into(), Uuid::from_u128(2).into());
        Challenge {
            id: Uuid::from_u128(3).into(),
            session,
            customer,
            agent: Uuid::from_u128(4).into(),
            means: Means::Push(Push {
                device: Uuid::from_u128(5).into(),
                code: Code::parse("481205").unwrap(),
                needs_user_verification: false,
            }),
            request: None,
            action_hash: ActionHash::of(session, customer, None),
            shown_text: "Did you contact Acme?".to_owned(),
            state: ChallengeState::Opened,
            tries_left: 5,
            asked_at: NOW,
            delivered_at: Some(NOW),
            opened_at: Some(NOW),
            ended_at: None,
            expires_at: NOW.after(LIFETIME),
        }
    }

    fn claims() -> Claims {
        let challenge = challenge();
        Claims {
            challenge_id: challenge.id,
            session_id: challenge.session,
            action_hash: challenge.action_hash.to_string(),
            shown_text: challenge.shown_text,
            code: "481 205".to_owned(),
            decision: Answer::Approve,
            contacted_us: true,
            user_verification: UserVerification::None,
            answered_at_ms: NOW.millis(),
        }
    }

    #[test]
    fn the_right_digits_approve() {
        assert_eq!(judge(&challenge(), &claims(), NOW), Ok(Verdict::Approve));
    }

    #[test]
    fn a02_it_can_be_answered_until_its_last_microsecond_and_no_longer() {
        let end = challenge().expires_at;
        assert_eq!(judge(&challenge(), &claims(), end.before(Duration::microseconds(1))), Ok(Verdict::Approve));
        assert_eq!(judge(&challenge(), &claims(), end), Err(Refusal::ChallengeOver));
    }

    #[test]
    fn b01_an_answer_to_anything_else_is_refused() {
        let other: Uuid = Uuid::from_u128(9);
        let changes: [fn(&mut Claims, Uuid); 4] = [
            |c, other| c.challenge_id = other.into(),
            |c, other| c.session_id = other.into(),
            |c, _| c.action_hash.push('A'),
            |c, _| c.shown_text = c.shown_text.replace('?', "!"),
        ];
        for change in changes {
            let mut claims = claims();
            change(&mut claims, other);
            assert_eq!(judge(&challenge(), &claims, NOW), Err(Refusal::BadSignature));
        }
    }

    #[test]
    fn what_is_typed_on_a_keypad_is_answered_by_no_signature() {
        let means = Means::Pin(Typed::Keypad(EntryNumber::parse("4821 7703").unwrap()));
        let challenge = Challenge { means, ..challenge() };
        assert_eq!(judge(&challenge, &claims(), NOW), Err(Refusal::BadSignature));
    }

    #[test]
    fn whoever_did_not_contact_us_approves_nothing() {
        let claims = Claims { contacted_us: false, ..claims() };
        assert_eq!(judge(&challenge(), &claims, NOW), Ok(Verdict::Deny));
    }

    proptest! {
        #[test]
        fn a01_without_the_exact_code_nothing_is_approved(code in "[0-9 ]{0,8}", contacted_us: bool, which in 0_usize..3) {
            let decision = [Answer::Approve, Answer::Deny, Answer::Report][which];
            let claims = Claims { code: code.clone(), contacted_us, decision, ..claims() };
            let digits: String = code.chars().filter(|c| *c != ' ').collect();
            let approved = judge(&challenge(), &claims, NOW) == Ok(Verdict::Approve);
            prop_assert_eq!(approved, digits == "481205" && contacted_us && decision == Answer::Approve);
        }

        #[test]
        fn e09_a_challenge_that_is_over_stays_over(steps in prop::collection::vec((0_usize..6, 0_i64..60), 1..12)) {
            let mut now = NOW;
            let mut current = challenge();
            for (step, wait) in steps {
                now = now.after(Duration::seconds(wait));
                let was_open = current.state_at(now).is_open();
                let ways = [Challenge::delivered, Challenge::opened, Challenge::other_digits, Challenge::answered, Challenge::denied, Challenge::withdrawn];
                match ways[step](current.clone(), now) {
                    Ok(next) => { prop_assert!(was_open); current = next; }
                    Err(refusal) => { prop_assert!(!was_open); prop_assert_eq!(refusal, Refusal::ChallengeOver); }
                }
            }
        }
    }
}
