//! What `device.js` is where there is no browser: nothing. These are never called while a page is drawn on the server.

#![expect(clippy::unused_async, reason = "in the browser they wait")]

const NONE: &str = "";

pub async fn public_jwk(_: &str) -> Result<String, String> {
    Err(NONE.to_owned())
}

pub async fn sign(_: &str, _: &str, _: &str) -> Result<String, String> {
    Err(NONE.to_owned())
}

pub async fn can_verify() -> bool {
    false
}

pub async fn passkey_get(_: &str) -> Result<String, String> {
    Err(NONE.to_owned())
}

pub async fn passkey_create(_: &str) -> Result<String, String> {
    Err(NONE.to_owned())
}

pub async fn post(_: &str, _: &str) -> Result<String, String> {
    Err(NONE.to_owned())
}

pub fn connect(_: impl FnMut(&str) + 'static, _: impl FnMut(&str) + 'static) {}

pub async fn when_visible() {}

pub const fn reconnect() {}

pub const fn device_name() -> String {
    String::new()
}

pub const fn take_code() -> String {
    String::new()
}

pub const fn checked() -> String {
    String::new()
}

pub const fn set_checked(_: &str) {}

pub const fn now() -> f64 {
    0.0
}

pub const fn offset() -> f64 {
    0.0
}

pub const fn register_worker() {}
