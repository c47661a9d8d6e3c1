//! The door to `push.js`: notifications to this browser.

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::device::{self, Problem, Reply};

#[wasm_bindgen(module = "/src/browser/push.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = subscribe)]
    async fn js_subscribe(key: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = unsubscribe)]
    async fn js_unsubscribe() -> Result<JsValue, JsValue>;

    /// Whether this browser can be told of something while the page is closed.
    #[wasm_bindgen(js_name = canBeTold)]
    pub fn can_be_told() -> bool;
}

const URL: &str = "/device/v1/push";

/// Turns notifications on, under the server's `key`.
pub async fn on(key: &str) -> Reply {
    let address = js_subscribe(key).await.map_err(|thrown| Problem::read(&thrown))?.as_string().unwrap_or_default();
    device::put(URL, &address).await
}

/// Turns them off: the server first, which is what counts.
pub async fn off() -> Reply {
    let reply = device::remove(URL).await?;
    drop(js_unsubscribe().await);
    Ok(reply)
}
