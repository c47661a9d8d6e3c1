//! The door to `device.js`: this phone's keys, its passkeys, and its line to the server. On the server there is no phone,
//! so there every call says that it is offline.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

#[cfg_attr(feature = "hydrate", path = "device/js.rs")]
#[cfg_attr(not(feature = "hydrate"), path = "device/none.rs")]
mod js;

pub use js::{checked, now, offset, reconnect, register_worker, set_checked, take_code};

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

/// Whether the page hears of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Not asked yet.
    Starting,
    /// What is shown is so.
    Live,
    /// We cannot tell.
    Offline,
    /// This phone is not bound, or no more.
    Out,
}

/// Why something did not go: a problem of the device API (RFC 9457), or of the phone itself.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Problem {
    /// The refusal's stable word; `offline` and `cancelled` are the phone's own.
    #[serde(default)]
    pub code: String,
    /// The sentence to show.
    #[serde(default)]
    pub detail: String,
    /// How many more times digits can be typed.
    pub tries_left: Option<u8>,
}

impl Problem {
    fn read(text: &str) -> Self {
        serde_json::from_str(text)
            .ok()
            .filter(|problem: &Self| !problem.detail.is_empty())
            .unwrap_or_else(|| Self::own("internal", "Something did not work on our side. Nothing was changed. Try again."))
    }

    fn own(code: &str, detail: &str) -> Self {
        Self { code: code.to_owned(), detail: detail.to_owned(), tries_left: None }
    }
}

type Reply<T> = Result<T, Problem>;

fn json<T: DeserializeOwned>(text: &str) -> Reply<T> {
    serde_json::from_str(if text.is_empty() { "null" } else { text }).map_err(|_| Problem::read(""))
}

fn text<T: Serialize>(value: &T) -> Reply<String> {
    serde_json::to_string(value).map_err(|_| Problem::read(""))
}

/// Sends `body` and reads the answer; an empty one is `()`.
///
/// # Errors
/// The server's problem, or `offline`.
pub async fn post<B: Serialize, T: DeserializeOwned>(url: &str, body: &B) -> Reply<T> {
    js::post(url, &text(body)?).await.map_err(|e| Problem::read(&e)).and_then(|answer| json(&answer))
}

/// Sends nothing but the wish.
///
/// # Errors
/// As for [`post`].
pub async fn press(url: &str) -> Reply<()> {
    js::post(url, "{}").await.map(drop).map_err(|e| Problem::read(&e))
}

/// The public half of a key, made now if there is none yet.
///
/// # Errors
/// When this browser keeps no keys, as some do in private windows.
pub async fn public_key<T: DeserializeOwned>(which: Key) -> Reply<T> {
    let no_keys = |_| Problem::own("no-keys", "This browser keeps no keys. Leave the private window, or use another browser.");
    js::public_jwk(which.name()).await.map_err(no_keys).and_then(|jwk| json(&jwk))
}

/// Signs `payload` as an ES256 compact JWS.
///
/// # Errors
/// When the key is gone.
pub async fn sign(header: &str, payload: &str, which: Key) -> Reply<String> {
    let gone = |_| Problem::own("no-keys", "This phone’s key is gone. Nothing was sent. Add this phone again, with a new code.");
    js::sign(header, payload, which.name()).await.map_err(gone)
}

/// Whether the phone can verify its person.
pub async fn can_verify() -> bool {
    js::can_verify().await
}

/// Asks for options at `url` and answers them with a passkey.
///
/// # Errors
/// The server's problem, or `cancelled`.
pub async fn passkey_get(url: &str) -> Reply<serde_json::Value> {
    let options = js::post(url, "{}").await.map_err(|e| Problem::read(&e))?;
    let cancelled = |_| Problem::own("cancelled", "The passkey was not used, so nothing was sent. Try again.");
    js::passkey_get(&options).await.map_err(cancelled).and_then(|credential| json(&credential))
}

/// Makes a passkey on this phone and registers it.
///
/// # Errors
/// The server's problem, or `cancelled`.
pub async fn passkey_add() -> Reply<()> {
    let options = js::post("/device/v1/passkeys/start", "{}").await.map_err(|e| Problem::read(&e))?;
    let cancelled = |_| Problem::own("cancelled", "No passkey was added. Nothing was changed. Try again when you like.");
    let credential = js::passkey_create(&options).await.map_err(cancelled)?;
    js::post("/device/v1/passkeys/finish", &credential).await.map(drop).map_err(|e| Problem::read(&e))
}

/// Hears of every change of this phone's home, for as long as the page is open.
pub fn connect<T: DeserializeOwned + 'static>(mut home: impl FnMut(T) + 'static, mut line: impl FnMut(Line) + 'static) {
    js::connect(
        move |text: &str| {
            if let Ok(now) = json(text) {
                home(now);
            }
        },
        move |state: &str| {
            line(match state {
                "live" => Line::Live,
                "out" => Line::Out,
                _ => Line::Offline,
            });
        },
    );
}

/// Waits until the page is in front of somebody.
pub async fn visible() {
    js::when_visible().await;
}

/// What the customer may know this phone by.
#[must_use]
pub fn name() -> String {
    js::device_name()
}
