//! Building what the phone signs: from what was shown and what was pressed, nothing else.

use domain::{
    challenge::{Answer, Claims, UserVerification},
    ids::{ChallengeId, DeviceId, SessionId},
};

#[cfg(feature = "ssr")]
use super::api::PromptView;

/// The JWS header of a device's answers (RFC 7515 section 4.1).
#[must_use]
pub fn header(device: DeviceId) -> String {
    format!(r#"{{"alg":"ES256","kid":"{device}","typ":"countersign-answer+jwt"}}"#)
}

/// The JWS header of what an unlock key signs by itself, so that it can never stand for an answer (RFC 8725 section 3.11).
#[must_use]
pub fn unlock_header(device: DeviceId) -> String {
    format!(r#"{{"alg":"ES256","kid":"{device}","typ":"countersign-unlock+jwt"}}"#)
}

/// Whether the words to sign are the words to show. Where they are not, nothing is shown and nothing can be signed.
#[cfg(feature = "ssr")]
#[must_use]
pub fn is_honest(prompt: &PromptView) -> bool {
    prompt.shown_text == prompt.prompt.text()
}

/// What was put before the customer, as far as an answer names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The challenge.
    pub challenge: ChallengeId,
    /// The session it belongs to.
    pub session: SessionId,
    /// The hash of what was asked.
    pub action_hash: String,
    /// The words, one line each: what stands on the screen, not what was sent besides.
    pub text: String,
}

impl Shown {
    /// What is signed. Only an approval carries digits, says that the customer contacted us, and asks for a proof of the person.
    #[must_use]
    pub fn claims(self, decision: Answer, code: &str, verified: UserVerification, now_ms: i64) -> Claims {
        let approves = decision == Answer::Approve;
        Claims {
            challenge_id: self.challenge,
            session_id: self.session,
            action_hash: self.action_hash,
            shown_text: self.text,
            code: if approves { code.to_owned() } else { String::new() },
            decision,
            contacted_us: approves,
            user_verification: if approves { verified } else { UserVerification::None },
            answered_at_ms: now_ms,
        }
    }
}

/// The same for a phone that draws a prompt by itself.
#[cfg(feature = "ssr")]
#[must_use]
pub fn claims(prompt: &PromptView, decision: Answer, code: &str, verified: UserVerification, now_ms: i64) -> Claims {
    let shown = Shown {
        challenge: prompt.challenge,
        session: prompt.session,
        action_hash: prompt.action_hash.clone(),
        text: prompt.shown_text.clone(),
    };
    shown.claims(decision, code, verified, now_ms)
}

/// How this phone can verify its person for a prompt; `None` when it need not, or cannot.
#[must_use]
pub const fn verification(needed: bool, has_passkey: bool, has_unlock_key: bool) -> UserVerification {
    match (needed, has_passkey, has_unlock_key) {
        (true, true, _) => UserVerification::Passkey,
        (true, false, true) => UserVerification::Unlock,
        _ => UserVerification::None,
    }
}

#[cfg(feature = "ssr")]
#[cfg(test)]
pub(crate) mod tests {
    use domain::{
        challenge::{ChallengeState, Prompt},
        channel::Channel,
        time::Timestamp,
    };
    use uuid::Uuid;

    use super::*;

    pub fn prompt() -> PromptView {
        let prompt = Prompt {
            question: "Did you contact Acme?".to_owned(),
            who: "Ana L.".to_owned(),
            first_name: "Ana".to_owned(),
            who_detail: "Acme Care, no. 2207".to_owned(),
            what: vec!["Change your email address".to_owned(), "to mirela.k@post.example".to_owned()],
            contact: "You called us, on 0800 555 0100".to_owned(),
        };
        PromptView {
            challenge: Uuid::from_u128(1).into(),
            session: Uuid::from_u128(2).into(),
            action_hash: "hash".to_owned(),
            shown_text: prompt.text(),
            prompt,
            needs_user_verification: false,
            channel: Channel::from_key("phone").unwrap(),
            tries_left: 5,
            state: ChallengeState::Pending,
            asked_at: Timestamp::from_micros(0),
            expires_at: Timestamp::from_micros(120_000_000),
        }
    }

    #[test]
    fn a_no_carries_no_digits_and_claims_no_contact() {
        for decision in [Answer::Deny, Answer::Report] {
            let claims = claims(&prompt(), decision, "481205", UserVerification::Passkey, 7);
            assert_eq!((claims.code.as_str(), claims.contacted_us, claims.user_verification), ("", false, UserVerification::None));
        }
    }

    #[test]
    fn an_approval_signs_what_was_shown_and_typed() {
        let claims = claims(&prompt(), Answer::Approve, "481205", UserVerification::Unlock, 7);
        assert_eq!(claims.shown_text, prompt().prompt.text());
        let json = serde_json::to_value(&claims).unwrap();
        assert_eq!(json["decision"], "approve");
        assert_eq!(json["user_verification"], "unlock");
        assert_eq!(json["code"], "481205");
        assert_eq!(json["contacted_us"], true);
    }

    #[test]
    fn b02_words_to_sign_that_differ_from_the_words_to_show_are_found_out() {
        assert!(is_honest(&prompt()));
        let other = PromptView { shown_text: "Nothing changes by this".to_owned(), ..prompt() };
        assert!(!is_honest(&other));
    }

    #[test]
    fn the_header_names_the_device_and_the_algorithm() {
        let header: serde_json::Value = serde_json::from_str(&header(Uuid::nil().into())).unwrap();
        assert_eq!(header["alg"], "ES256");
        assert_eq!(header["kid"], Uuid::nil().to_string());
    }

    #[test]
    fn a_passkey_goes_before_an_unlock_key_and_neither_is_used_unasked() {
        assert_eq!(verification(true, true, true), UserVerification::Passkey);
        assert_eq!(verification(true, false, true), UserVerification::Unlock);
        assert_eq!(verification(true, false, false), UserVerification::None);
        assert_eq!(verification(false, true, true), UserVerification::None);
    }
}
