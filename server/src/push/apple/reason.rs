//! What Apple's answers mean to us ("Handling notification responses from APNs").

use http::StatusCode;
use serde::Deserialize;

use domain::time::Timestamp;

use super::Answer;

/// What an answer means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// What the worker is told.
    Answer(Answer),
    /// The provider token has expired, Apple says.
    Renew(&'static str),
}

impl From<Meaning> for Answer {
    fn from(meaning: Meaning) -> Self {
        match meaning {
            Meaning::Answer(answer) => answer,
            Meaning::Renew(reason) => Self::Refused(reason),
        }
    }
}

#[derive(Default, Deserialize)]
struct Body {
    #[serde(default)]
    reason: String,
    /// In milliseconds: since when the address is gone.
    timestamp: Option<i64>,
}

const EXPIRED_PROVIDER_TOKEN: &str = "ExpiredProviderToken";

/// Apple's words for why it will not have a notification, so that no word of a stranger's reaches our log.
const WORDS: [&str; 31] = [
    "BadCertificate",
    "BadCertificateEnvironment",
    "BadCollapseId",
    "BadEnvironmentKeyIdInToken",
    "BadExpirationDate",
    "BadMessageId",
    "BadPath",
    "BadPriority",
    "BadTopic",
    "DeviceTokenNotForTopic",
    "DuplicateHeaders",
    EXPIRED_PROVIDER_TOKEN,
    "Forbidden",
    "IdleTimeout",
    "InternalServerError",
    "InvalidProviderToken",
    "InvalidPushType",
    "MethodNotAllowed",
    "MissingDeviceToken",
    "MissingProviderToken",
    "MissingTopic",
    "PayloadEmpty",
    "PayloadTooLarge",
    "ServiceUnavailable",
    "Shutdown",
    "TooManyProviderTokenUpdates",
    "TooManyRequests",
    "TopicDisallowed",
    "TopicMismatch",
    "UnrelatedKeyIdInToken",
    "Unregistered",
];

/// Reads an answer. Only what time can mend is said to be busy: 429, 500, 503.
pub(super) fn meaning(status: StatusCode, body: &[u8]) -> Meaning {
    let body: Body = serde_json::from_slice(body).unwrap_or_default();
    let word = WORDS.into_iter().find(|word| *word == body.reason).unwrap_or("another reason");
    Meaning::Answer(match (status.as_u16(), body.reason.as_str()) {
        (200, _) => Answer::Taken,
        (400, "BadDeviceToken") => Answer::Gone(None),
        (410, _) => Answer::Gone(body.timestamp.map(|millis| Timestamp::from_micros(millis.saturating_mul(1_000)))),
        (403, EXPIRED_PROVIDER_TOKEN) => return Meaning::Renew(EXPIRED_PROVIDER_TOKEN),
        (400, "IdleTimeout") => Answer::Unreachable,
        (429 | 500 | 503, _) => Answer::Busy,
        _ => Answer::Refused(word),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(status: u16, body: &str) -> Answer {
        meaning(StatusCode::from_u16(status).unwrap(), body.as_bytes()).into()
    }

    #[test]
    fn each_answer_means_one_thing() {
        assert_eq!(said(200, ""), Answer::Taken);
        assert_eq!(said(400, r#"{"reason":"BadDeviceToken"}"#), Answer::Gone(None));
        let gone = r#"{"reason":"Unregistered","timestamp":1508249865488}"#;
        assert_eq!(said(410, gone), Answer::Gone(Some(Timestamp::from_micros(1_508_249_865_488_000))));
        assert_eq!(said(410, r#"{"reason":"ExpiredToken"}"#), Answer::Gone(None));
        for (status, body) in [(429, r#"{"reason":"TooManyRequests"}"#), (500, ""), (503, "<html>")] {
            assert_eq!(said(status, body), Answer::Busy, "{status}");
        }
        assert_eq!(said(400, r#"{"reason":"BadTopic"}"#), Answer::Refused("BadTopic"));
        // Another topic's token: were it retired, one wrong setting would cost every phone its notifications.
        assert_eq!(said(400, r#"{"reason":"DeviceTokenNotForTopic"}"#), Answer::Refused("DeviceTokenNotForTopic"));
        assert_eq!(said(403, r#"{"reason":"InvalidProviderToken"}"#), Answer::Refused("InvalidProviderToken"));
        assert_eq!(said(502, "4417 is the code"), Answer::Refused("another reason"), "no stranger's word is repeated");
        assert_eq!(meaning(StatusCode::FORBIDDEN, br#"{"reason":"ExpiredProviderToken"}"#), Meaning::Renew("ExpiredProviderToken"));
    }
}
