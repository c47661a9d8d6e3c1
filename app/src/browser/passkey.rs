//! The door to `passkey.js`. On the server there is no authenticator, so there every call says that none was used.

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoAnswer {
    /// The person turned away, or has no passkey here: browsers do not say which.
    Cancelled,
    /// This browser has no passkeys.
    Unsupported,
}

#[cfg(feature = "hydrate")]
mod js {
    use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

    #[wasm_bindgen(module = "/src/browser/passkey.js")]
    extern "C" {
        pub fn supported() -> bool;
        #[wasm_bindgen(catch)]
        pub async fn get(options: &str) -> Result<JsValue, JsValue>;
        #[wasm_bindgen(catch)]
        pub async fn create(options: &str) -> Result<JsValue, JsValue>;
    }
}

/// Answers `options` with a passkey that is there.
///
/// # Errors
/// When none was used.
#[cfg(feature = "hydrate")]
pub async fn get(options: &str) -> Result<String, NoAnswer> {
    answered(if js::supported() { js::get(options).await } else { return Err(NoAnswer::Unsupported) })
}

/// Makes a new passkey as `options` want it.
///
/// # Errors
/// When none was made.
#[cfg(feature = "hydrate")]
pub async fn create(options: &str) -> Result<String, NoAnswer> {
    answered(if js::supported() { js::create(options).await } else { return Err(NoAnswer::Unsupported) })
}

#[cfg(feature = "hydrate")]
fn answered(called: Result<wasm_bindgen::JsValue, wasm_bindgen::JsValue>) -> Result<String, NoAnswer> {
    called.ok().and_then(|answer| answer.as_string()).ok_or(NoAnswer::Cancelled)
}

/// There is none on the server.
///
/// # Errors
/// Always.
#[cfg(not(feature = "hydrate"))]
#[expect(clippy::unused_async, reason = "the same words in the browser do wait")]
pub async fn get(_options: &str) -> Result<String, NoAnswer> {
    Err(NoAnswer::Unsupported)
}

/// There is none on the server.
///
/// # Errors
/// Always.
#[cfg(not(feature = "hydrate"))]
#[expect(clippy::unused_async, reason = "the same words in the browser do wait")]
pub async fn create(_options: &str) -> Result<String, NoAnswer> {
    Err(NoAnswer::Unsupported)
}
