//! What Apple checks of a request, in its order ("Sending notification requests to APNs").

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::time::Timestamp;
use http::{HeaderMap, Method};
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use serde_json::Value;

use super::{KEY_ID, TEAM_ID, TOPIC};

/// Status and reason.
pub(super) type Wrong = (u16, &'static str);

const PUSH_TYPES: [&str; 9] =
    ["alert", "background", "location", "voip", "complication", "fileprovider", "mdm", "liveactivity", "pushtotalk"];
const HOUR: i64 = 60 * 60;

/// The token in the path.
pub(super) fn token<'a>(method: &Method, path: &'a str) -> Result<&'a str, Wrong> {
    if method != Method::POST {
        return Err((405, "MethodNotAllowed"));
    }
    let token = path.strip_prefix("/3/device/").ok_or((404, "BadPath"))?;
    match token {
        "" => Err((400, "MissingDeviceToken")),
        _ if token.len() < 64 || !token.bytes().all(|byte| byte.is_ascii_hexdigit()) => Err((400, "BadDeviceToken")),
        _ => Ok(token),
    }
}

/// Who sends it: the provider token.
pub(super) fn provider(headers: &HeaderMap, key: &[u8], now: Timestamp) -> Result<(), Wrong> {
    let text = headers.get("authorization").and_then(|value| value.to_str().ok()).ok_or((403, "MissingProviderToken"))?;
    let scheme = text.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("bearer "));
    let jwt = scheme.map(|_| &text[7..]).ok_or((403, "MissingProviderToken"))?;
    let issued = verified(jwt, key).ok_or((403, "InvalidProviderToken"))?;
    let age = now.micros() / 1_000_000 - issued;
    match age {
        _ if age > HOUR => Err((403, "ExpiredProviderToken")),
        _ if age < -60 => Err((403, "InvalidProviderToken")),
        _ => Ok(()),
    }
}

/// When a token was made, if it is one of the provider's.
fn verified(jwt: &str, key: &[u8]) -> Option<i64> {
    let (signed, signature) = jwt.rsplit_once('.')?;
    let (header, claims) = signed.split_once('.')?;
    let bytes = |part: &str| URL_SAFE_NO_PAD.decode(part).ok();
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, key).verify(signed.as_bytes(), &bytes(signature)?).ok()?;
    let [header, claims]: [Value; 2] = [serde_json::from_slice(&bytes(header)?).ok()?, serde_json::from_slice(&bytes(claims)?).ok()?];
    let ours = header["alg"] == "ES256" && header["kid"] == KEY_ID && claims["iss"] == TEAM_ID;
    claims["iat"].as_i64().filter(|_| ours)
}

/// What it says about itself.
pub(super) fn headers(headers: &HeaderMap) -> Result<(), Wrong> {
    for name in headers.keys() {
        if headers.get_all(name).iter().count() > 1 {
            return Err((400, "DuplicateHeaders"));
        }
    }
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    match text("apns-topic") {
        None => return Err((400, "MissingTopic")),
        Some(TOPIC) => {}
        Some(_) => return Err((400, "TopicDisallowed")),
    }
    let wrong = [
        ("apns-push-type", "InvalidPushType", !text("apns-push-type").is_some_and(|kind| PUSH_TYPES.contains(&kind))),
        ("apns-priority", "BadPriority", text("apns-priority").is_some_and(|priority| !["1", "5", "10"].contains(&priority))),
        ("apns-expiration", "BadExpirationDate", text("apns-expiration").is_some_and(|at| at.parse::<u64>().is_err())),
        ("apns-collapse-id", "BadCollapseId", text("apns-collapse-id").is_some_and(|id| id.len() > 64)),
        ("apns-id", "BadMessageId", text("apns-id").is_some_and(|id| id.len() != 36 || uuid::Uuid::parse_str(id).is_err())),
    ];
    wrong.into_iter().find(|(_, _, wrong)| *wrong).map_or(Ok(()), |(_, reason, _)| Err((400, reason)))
}

/// What it holds.
pub(super) fn payload(body: &[u8]) -> Result<Value, Wrong> {
    if body.len() > 4096 {
        return Err((413, "PayloadTooLarge"));
    }
    let payload: Value = serde_json::from_slice(body).map_err(|_| (400, "PayloadEmpty"))?;
    if payload["aps"].is_object() { Ok(payload) } else { Err((400, "PayloadEmpty")) }
}
