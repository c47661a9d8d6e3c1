//! A notification as Apple takes it ("Sending notification requests to APNs", "Generating a remote notification").

use http::{HeaderValue, Method, Request, header};
use http_body_util::Full;
use hyper::body::Bytes;
use serde_json::json;

use domain::notification::WORDS;

use super::Notification;

/// What the app shows buttons for; it registers this category at its start.
const CATEGORY: &str = "COUNTERSIGN_REQUEST";

/// The request, or `None` when a part of it cannot stand in a header.
pub(super) fn of(notification: &Notification, authority: &str, topic: &str, token: &HeaderValue) -> Option<Request<Full<Bytes>>> {
    let id = notification.id.hyphenated().to_string();
    // Whole seconds, cut off: Apple must not hold it longer than it can be answered.
    let expiration = notification.expires_at.micros().div_euclid(1_000_000);
    Request::builder()
        .method(Method::POST)
        .uri(format!("https://{authority}/3/device/{}", notification.address.address.expose()))
        .header(header::AUTHORIZATION, token)
        .header(header::CONTENT_TYPE, "application/json")
        .header("apns-id", &id)
        .header("apns-topic", topic)
        .header("apns-push-type", "alert")
        .header("apns-priority", "10")
        .header("apns-expiration", expiration)
        .header("apns-collapse-id", &notification.topic)
        .body(Full::new(Bytes::from(payload(&id))))
        .ok()
}

/// Always the same but for the id, by which an app tells two notifications from each other and nobody anything else.
fn payload(id: &str) -> String {
    json!({
        "aps": {
            "alert": { "body": WORDS },
            "sound": "default",
            "interruption-level": "time-sensitive",
            "category": CATEGORY,
        },
        "notification": id,
    })
    .to_string()
}
