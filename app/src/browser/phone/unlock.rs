//! Unlocking the phone for one thing: by its passkey, or by the key that it releases only then.

use crate::{
    browser::{
        device::{self, Key, Problem, Reply},
        dom::{attribute, find},
    },
    phone::answer::unlock_header,
};

/// What shows that the phone was unlocked, as a member of a JSON object; `form` says by what, `start` is where it begins.
pub async fn proof(form: &str, start: &str) -> Reply {
    let form = find(form).ok_or_else(gone)?;
    let started = device::press(start).await?;
    if attribute(&form, "data-by") == "passkey" {
        return Ok(["\"passkey\":", &device::passkey_answer(&started).await?].concat());
    }
    let device = find("#screen").and_then(|screen| attribute(&screen, "data-device").parse().ok()).ok_or_else(gone)?;
    let nonce = device::member(&started, "nonce").ok_or_else(gone)?;
    let signed = device::sign(&unlock_header(device), &["{\"nonce\":\"", &nonce, "\"}"].concat(), Key::Unlock).await?;
    Ok(["\"unlock\":\"", &signed, "\""].concat())
}

/// The screen went away under the thumb.
pub fn gone() -> Problem {
    Problem { code: "gone".to_owned(), detail: "Nothing was kept. Open this page again.".to_owned(), tries_left: None }
}
