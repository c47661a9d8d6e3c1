//! The functions of `device.js`, named and typed.

use wasm_bindgen::prelude::{Closure, JsValue, wasm_bindgen};

#[wasm_bindgen(module = "/src/browser/device.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = publicJwk)]
    async fn js_public_jwk(which: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = sign)]
    async fn js_sign(header: &str, payload: &str, which: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = canVerify)]
    async fn js_can_verify() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = passkeyGet)]
    async fn js_passkey_get(options: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = passkeyCreate)]
    async fn js_passkey_create(options: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = post)]
    async fn js_post(url: &str, body: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = connect)]
    fn js_connect(events: &str, home_url: &str, home: &Closure<dyn FnMut(String)>, line: &Closure<dyn FnMut(String)>);
    #[wasm_bindgen(catch, js_name = whenVisible)]
    async fn js_when_visible() -> Result<JsValue, JsValue>;

    /// Tries the line again now.
    pub fn reconnect();
    #[wasm_bindgen(js_name = deviceName)]
    pub fn device_name() -> String;
    /// The binding code that a link brought along, taken out of the address bar.
    #[wasm_bindgen(js_name = takeCode)]
    pub fn take_code() -> String;
    /// Changes that the customer said were theirs, as JSON.
    pub fn checked() -> String;
    /// Keeps those, on this phone alone.
    #[wasm_bindgen(js_name = setChecked)]
    pub fn set_checked(runs: &str);
    /// The phone's own time, in milliseconds.
    pub fn now() -> f64;
    /// How many minutes the phone's clock is ahead of UTC.
    pub fn offset() -> f64;
    /// Makes the page installable, and tell the truth when it is opened offline.
    #[wasm_bindgen(js_name = registerWorker)]
    pub fn register_worker();
}

type Called = Result<JsValue, JsValue>;

fn text(called: Called) -> Result<String, String> {
    let text = |value: JsValue| value.as_string().unwrap_or_default();
    called.map(text).map_err(text)
}

pub async fn public_jwk(which: &str) -> Result<String, String> {
    text(js_public_jwk(which).await)
}

pub async fn sign(header: &str, payload: &str, which: &str) -> Result<String, String> {
    text(js_sign(header, payload, which).await)
}

pub async fn can_verify() -> bool {
    js_can_verify().await.is_ok_and(|can| can.is_truthy())
}

pub async fn passkey_get(options: &str) -> Result<String, String> {
    text(js_passkey_get(options).await)
}

pub async fn passkey_create(options: &str) -> Result<String, String> {
    text(js_passkey_create(options).await)
}

pub async fn post(url: &str, body: &str) -> Result<String, String> {
    text(js_post(url, body).await)
}

/// Both callbacks live as long as the page, so they are given away.
pub fn connect(mut home: impl FnMut(&str) + 'static, mut line: impl FnMut(&str) + 'static) {
    let home = Closure::<dyn FnMut(String)>::new(move |text: String| home(&text));
    let line = Closure::<dyn FnMut(String)>::new(move |state: String| line(&state));
    js_connect("/device/v1/events", "/device/v1/home", &home, &line);
    home.forget();
    line.forget();
}

pub async fn when_visible() {
    drop(js_when_visible().await);
}
