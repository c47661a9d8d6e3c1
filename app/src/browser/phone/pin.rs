//! Choosing a PIN: the two fields, the phone unlocked, the sending.

use std::rc::Rc;

use super::{act::Then, field, page::Phone};
use crate::{
    browser::{
        device::{self, Key, Problem, Reply},
        dom::{attribute, find, say},
    },
    phone::answer::unlock_header,
};

const URL: &str = "/device/v1/pin";

/// "Unlock and keep it" was pressed.
pub fn send(phone: &Rc<Phone>) {
    let (pin, again) = (field::value("pin"), field::value("pin-again"));
    field::wrong("pin", None);
    field::wrong("pin-again", None);
    if pin != again {
        field::wrong("pin-again", Some("These are not the same digits. Type them once more."));
        return field::back_to("pin-again", true);
    }
    phone.act(async move {
        match keep(&pin).await {
            Ok(_) => {
                say("PIN kept", false);
                Ok(Then::Show("/me".to_owned()))
            }
            Err(problem) if problem.code == "bad-input" => Ok(Then::Again("pin", problem.detail, true)),
            Err(problem) => Err(problem),
        }
    });
}

/// Unlocks the phone for it and sends it.
async fn keep(pin: &str) -> Reply {
    let form = find("#pin-form").ok_or_else(gone)?;
    let started = device::press("/device/v1/pin/start").await?;
    let pin = serde_json::to_string(pin).unwrap_or_default();
    let proof = if attribute(&form, "data-by") == "passkey" {
        [",\"passkey\":", &device::passkey_answer(&started).await?].concat()
    } else {
        let device = find("#screen").and_then(|screen| attribute(&screen, "data-device").parse().ok()).ok_or_else(gone)?;
        let nonce = device::member(&started, "nonce").ok_or_else(gone)?;
        let signed = device::sign(&unlock_header(device), &["{\"nonce\":\"", &nonce, "\"}"].concat(), Key::Unlock).await?;
        [",\"unlock\":\"", &signed, "\""].concat()
    };
    device::put(URL, &["{\"pin\":", &pin, &proof, "}"].concat()).await
}

/// The screen went away under the thumb.
fn gone() -> Problem {
    Problem { code: "gone".to_owned(), detail: "Nothing was kept. Open this page again.".to_owned(), tries_left: None }
}
