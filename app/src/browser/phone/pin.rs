//! Choosing a PIN: the two fields, the phone unlocked, the sending.

use std::rc::Rc;

use super::{act::Then, field, page::Phone, unlock};
use crate::browser::{
    device::{self, Reply},
    dom::say,
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
    let proof = unlock::proof("#pin-form", "/device/v1/pin/start").await?;
    let pin = serde_json::to_string(pin).unwrap_or_default();
    device::put(URL, &["{\"pin\":", &pin, ",", &proof, "}"].concat()).await
}
