//! The door to `device.js`: this phone's keys, its passkeys, and its line to the server.

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
    #[wasm_bindgen(catch, js_name = put)]
    async fn js_put(url: &str, body: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = remove)]
    async fn js_remove(url: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = page)]
    async fn js_page(url: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = connect)]
    fn js_connect(events: &str, home_url: &str, home: &Closure<dyn FnMut(String)>, line: &Closure<dyn FnMut(String)>);
    #[wasm_bindgen(catch, js_name = whenVisible)]
    async fn js_when_visible() -> Result<JsValue, JsValue>;

    /// Tries the line again now.
    pub fn reconnect();
    /// What the customer may know this phone by.
    #[wasm_bindgen(js_name = deviceName)]
    pub fn name() -> String;
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
    /// Makes the page installable, and tell the truth when it is opened offline.
    #[wasm_bindgen(js_name = registerWorker)]
    pub fn register_worker();
}

/// Which of the two keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// The device's own.
    Device,
    /// The one the phone releases only after unlock.
    Unlock,
}

impl Key {
    const fn name(self) -> &'static str {
        match self {
            Self::Device => "device",
            Self::Unlock => "unlock",
        }
    }
}

/// Why something did not go: a problem of the device API (RFC 9457), or of the phone itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The refusal's stable word; `offline`, `cancelled` and `no-keys` are the phone's own.
    pub code: String,
    /// The sentence to show.
    pub detail: String,
    /// How many more times digits can be typed.
    pub tries_left: Option<u8>,
}

impl Problem {
    /// Reads what was thrown: the text of a problem.
    pub(super) fn read(thrown: &JsValue) -> Self {
        let json = thrown.as_string().and_then(|text| js_sys::JSON::parse(&text).ok()).unwrap_or(JsValue::NULL);
        let member = |name: &str| js_sys::Reflect::get(&json, &name.into()).unwrap_or(JsValue::UNDEFINED);
        match (member("code").as_string(), member("detail").as_string()) {
            (code, Some(detail)) => Self { code: code.unwrap_or_default(), detail, tries_left: member("tries_left").as_f64().map(whole) },
            (_, None) => Self::own("internal", "Something did not work on our side. Nothing was changed. Try again."),
        }
    }

    fn own(code: &str, detail: &str) -> Self {
        Self { code: code.to_owned(), detail: detail.to_owned(), tries_left: None }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "tries are few, and never less than none")]
const fn whole(number: f64) -> u8 {
    number as u8
}

/// What the server or the phone answered, as text.
pub type Reply = Result<String, Problem>;

fn text(called: Result<JsValue, JsValue>, problem: impl FnOnce(&JsValue) -> Problem) -> Reply {
    called.map(|value| value.as_string().unwrap_or_default()).map_err(|thrown| problem(&thrown))
}

/// Sends `body`, which is JSON, and gives the answer's text; or the server's problem, or `offline`.
pub async fn post(url: &str, body: &str) -> Reply {
    text(js_post(url, body).await, Problem::read)
}

/// The same in place of what is there.
pub async fn put(url: &str, body: &str) -> Reply {
    text(js_put(url, body).await, Problem::read)
}

/// Takes back what is there.
pub async fn remove(url: &str) -> Reply {
    text(js_remove(url).await, Problem::read)
}

/// Sends nothing but the wish.
pub async fn press(url: &str) -> Reply {
    post(url, "{}").await
}

/// A page as the server draws it now.
pub async fn page(url: &str) -> Reply {
    text(js_page(url).await, Problem::read)
}

/// The public half of a key as JSON, made now if there is none yet. Some browsers keep no keys in private windows.
pub async fn public_key(which: Key) -> Reply {
    let no_keys = |_: &JsValue| Problem::own("no-keys", "This browser keeps no keys. Leave the private window, or use another browser.");
    text(js_public_jwk(which.name()).await, no_keys)
}

/// Signs `payload` as an ES256 compact JWS.
pub async fn sign(header: &str, payload: &str, which: Key) -> Reply {
    let gone = |_: &JsValue| Problem::own("no-keys", "This phone’s key is gone. Nothing was sent. Add this phone again, with a new code.");
    text(js_sign(header, payload, which.name()).await, gone)
}

/// Whether the phone can verify its person.
pub async fn can_verify() -> bool {
    js_can_verify().await.is_ok_and(|can| can.is_truthy())
}

/// Asks for options at `url` and answers them with a passkey: its answer as JSON.
pub async fn passkey_get(url: &str) -> Reply {
    passkey_answer(&press(url).await?).await
}

/// A text of an answer.
pub fn member(json: &str, name: &str) -> Option<String> {
    let json = js_sys::JSON::parse(json).ok()?;
    js_sys::Reflect::get(&json, &name.into()).ok()?.as_string()
}

/// Answers options with a passkey: its answer as JSON.
pub async fn passkey_answer(options: &str) -> Reply {
    let cancelled = |_: &JsValue| Problem::own("cancelled", "The passkey was not used, so nothing was sent. Try again.");
    text(js_passkey_get(options).await, cancelled)
}

/// Makes a passkey on this phone and registers it.
pub async fn passkey_add() -> Reply {
    let options = press("/device/v1/passkeys/start").await?;
    let cancelled = |_: &JsValue| Problem::own("cancelled", "No passkey was added. Nothing was changed. Try again when you like.");
    let credential = text(js_passkey_create(&options).await, cancelled)?;
    post("/device/v1/passkeys/finish", &credential).await
}

/// Whether the page hears of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// What is shown is so.
    Live,
    /// We cannot tell.
    Offline,
    /// This phone is not bound, or no more.
    Out,
}

/// Hears of every change of this phone's home, for as long as the page is open. Both callbacks live as long, so they are
/// given away. `home` is told the same text as long as nothing that is shown has changed.
pub fn connect(home: impl FnMut(String) + 'static, mut line: impl FnMut(Line) + 'static) {
    let home = Closure::<dyn FnMut(String)>::new(home);
    let line = Closure::<dyn FnMut(String)>::new(move |state: String| {
        line(match state.as_str() {
            "live" => Line::Live,
            "out" => Line::Out,
            _ => Line::Offline,
        });
    });
    js_connect("/device/v1/events", "/device/v1/home", &home, &line);
    home.forget();
    line.forget();
}

/// Waits until the page is in front of somebody.
pub async fn visible() {
    drop(js_when_visible().await);
}
