//! The provider token: who we are to Apple, as a JWT that is good for an hour ("Establishing a token-based connection to
//! APNs"; RFC 7519, RFC 7518 section 3.4).
//!
//! Apple refuses one that is older than an hour, and whoever makes a new one more often than every 20 minutes. So one is
//! used for 45 minutes by everybody; and when Apple says that it has expired before, a new one is made, once in 20 minutes.

use std::sync::{Mutex, PoisonError};

use http::HeaderValue;
use serde_json::json;

use domain::time::{Duration, Timestamp};

use super::SigningKey;

/// How long one token is used.
const LIFETIME: Duration = Duration::minutes(45);
/// How often a token can be made anew because Apple will not have the one before.
const RENEWAL: Duration = Duration::minutes(20);

/// The token in use.
pub(super) struct ProviderToken {
    key: SigningKey,
    key_id: String,
    team_id: String,
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    token: Option<(HeaderValue, Timestamp)>,
    renewed_at: Option<Timestamp>,
}

impl ProviderToken {
    pub(super) fn new(key: SigningKey, key_id: &str, team_id: &str) -> Self {
        Self { key, key_id: key_id.to_owned(), team_id: team_id.to_owned(), held: Mutex::default() }
    }

    /// The value of `authorization`. `None` when the key does not sign.
    pub(super) fn current(&self, now: Timestamp) -> Option<HeaderValue> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        // One from the future, where a clock was set right, would be refused.
        let good = held.token.as_ref().filter(|(_, made)| *made <= now && now.since(*made) < LIFETIME);
        if let Some((token, _)) = good {
            return Some(token.clone());
        }
        self.make(&mut held, now)
    }

    /// Another than `refused`, which Apple says has expired. `None` when one was made for that reason a short while ago.
    pub(super) fn renewed(&self, refused: &HeaderValue, now: Timestamp) -> Option<HeaderValue> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((token, _)) = held.token.as_ref().filter(|(token, _)| token != refused) {
            return Some(token.clone());
        }
        if held.renewed_at.is_some_and(|at| now.since(at) < RENEWAL) {
            return None;
        }
        held.renewed_at = Some(now);
        self.make(&mut held, now)
    }

    fn make(&self, held: &mut Held, now: Timestamp) -> Option<HeaderValue> {
        let header = json!({ "alg": "ES256", "kid": self.key_id });
        let claims = json!({ "iss": self.team_id, "iat": now.micros().div_euclid(1_000_000) });
        let mut token = HeaderValue::try_from(format!("bearer {}", self.key.jwt(&header, &claims)?)).ok()?;
        token.set_sensitive(true);
        held.token = Some((token.clone(), now));
        Some(token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_micros(1_773_324_960_000_000);

    fn token() -> ProviderToken {
        ProviderToken::new(SigningKey::from_pkcs8(&SigningKey::new_pkcs8().unwrap()).unwrap(), "ABC123DEFG", "DEF123GHIJ")
    }

    #[test]
    fn one_token_is_used_for_three_quarters_of_an_hour() {
        let token = token();
        let first = token.current(NOW).unwrap();
        assert_eq!(token.current(NOW.after(LIFETIME - Duration::microseconds(1))), Some(first.clone()));
        let second = token.current(NOW.after(LIFETIME)).unwrap();
        assert_ne!(first, second);
        assert_ne!(token.current(NOW), Some(second), "a clock that was set back");
        assert!(LIFETIME > Duration::minutes(20) && LIFETIME < Duration::minutes(55));
    }

    #[test]
    fn one_that_is_refused_is_renewed_once_in_twenty_minutes_whoever_says_so() {
        let token = token();
        let first = token.current(NOW).unwrap();
        let second = token.renewed(&first, NOW).unwrap();
        assert_ne!(first, second);
        assert_eq!(token.renewed(&first, NOW), Some(second.clone()), "another request had the first one too");
        assert_eq!(token.renewed(&second, NOW.after(RENEWAL - Duration::microseconds(1))), None);
        assert!(token.renewed(&second, NOW.after(RENEWAL)).is_some());
    }

    #[test]
    fn a_token_cannot_be_printed() {
        assert_eq!(format!("{:?}", token().current(NOW).unwrap()), "Sensitive");
    }
}
