//! A notification as a browser's push service takes it: encrypted for the browser alone (RFC 8291), of use for a while (RFC 8030
//! section 5), and from us (RFC 8292).

use http::{HeaderValue, Method, Request, StatusCode, header};
use http_body_util::Full;
use hyper::body::Bytes;
use serde_json::json;

use domain::time::{Duration, Timestamp};

use super::{Answer, Notification, Target, WebPush};

/// How long the word on who we are is good for; a service refuses more than a day (RFC 8292 section 2).
const GOOD_FOR: Duration = Duration::hours(12);

/// The request, or `None` when it cannot be encrypted, signed or addressed.
pub(super) fn of(notification: &Notification, to: &Target, us: &WebPush, now: Timestamp) -> Option<Request<Full<Bytes>>> {
    // Whole seconds, cut off: the service must not hold it longer than it can be answered.
    let ttl = notification.expires_at.since(now).whole_seconds().max(0);
    // Nobody but the browser reads it, and there is nothing in it but what tells two notifications from each other.
    let plain = json!({ "notification": notification.id.hyphenated().to_string() }).to_string();
    let body = web_push_native::encrypt(plain.into_bytes(), &to.key, &to.auth).ok()?;
    Request::builder()
        .method(Method::POST)
        .uri(to.url.as_str())
        .header(header::AUTHORIZATION, vapid(to, us, now)?)
        .header(header::CONTENT_ENCODING, "aes128gcm")
        .header(header::CONTENT_TYPE, "application/octet-stream")
        .header("ttl", ttl)
        .header("urgency", "high")
        .header("topic", &notification.topic)
        .body(Full::new(Bytes::from(body)))
        .ok()
}

/// Who we are, to that service alone.
fn vapid(to: &Target, us: &WebPush, now: Timestamp) -> Option<HeaderValue> {
    let until = now.after(GOOD_FOR).micros().div_euclid(1_000_000);
    let claims = json!({ "aud": to.url.origin().ascii_serialization(), "exp": until, "sub": us.contact });
    let token = us.key.jwt(&json!({ "typ": "JWT", "alg": "ES256" }), &claims)?;
    let mut value = HeaderValue::try_from(format!("vapid t={token}, k={}", us.key.public())).ok()?;
    value.set_sensitive(true);
    Some(value)
}

/// What an answer means (RFC 8030 sections 5, 7.3 and 8.4).
pub(super) fn meaning(status: StatusCode) -> Answer {
    match status {
        status if status.is_success() => Answer::Taken,
        StatusCode::NOT_FOUND | StatusCode::GONE => Answer::Gone(None),
        StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT => Answer::Busy,
        status if status.is_server_error() => Answer::Busy,
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Answer::Refused("it does not believe who we are"),
        StatusCode::PAYLOAD_TOO_LARGE => Answer::Refused("it is too long"),
        status if status.is_redirection() => Answer::Refused("it sends us elsewhere"),
        _ => Answer::Refused("it does not take such a request"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_time_can_mend_is_tried_again_and_only_what_is_gone_is_forgotten() {
        let all = |codes: &[u16]| codes.iter().map(|code| meaning(StatusCode::from_u16(*code).unwrap())).collect::<Vec<_>>();
        assert!(all(&[200, 201, 202, 204]).iter().all(|answer| *answer == Answer::Taken));
        assert!(all(&[404, 410]).iter().all(|answer| *answer == Answer::Gone(None)));
        assert!(all(&[408, 429, 500, 502, 503, 504]).iter().all(|answer| *answer == Answer::Busy));
        let refused = all(&[301, 302, 307, 308, 400, 401, 403, 405, 406, 413, 415, 422]);
        assert!(refused.iter().all(|answer| matches!(answer, Answer::Refused(_))), "{refused:?}");
    }
}
