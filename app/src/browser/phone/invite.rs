//! A passkey on another device: the phone unlocked, the link shown once.

use std::rc::Rc;

use super::{
    act::Then,
    page::Phone,
    unlock::{gone, proof},
};
use crate::browser::{
    device,
    dom::{find, set},
};

/// "Unlock and make a link" was pressed.
pub fn begin(phone: &Rc<Phone>) {
    phone.act(async {
        let proof = proof("#invite-start", "/device/v1/passkeys/invitation/start").await?;
        let told = device::post("/device/v1/passkeys/invitation", &["{", &proof, "}"].concat()).await?;
        show(&told).ok_or_else(gone)?;
        Ok(Then::Focus("#invite-h"))
    });
}

/// Puts what the server told this once into the page; the next screen has none of it.
fn show(told: &str) -> Option<()> {
    let member = |name| device::member(told, name);
    let until: String = told.split("\"expires_at\":").nth(1)?.chars().take_while(char::is_ascii_digit).collect();
    set(&find("#invite-qr")?, "viewBox", Some(&member("qr_view")?));
    set(&find("#invite-qr .qr__dark")?, "d", Some(&member("qr_path")?));
    find("#invite-url")?.set_text_content(Some(&member("link")?));
    set(&find("#invite-left")?, "data-t", Some(&["left ", &until, " ", &until].concat()));
    set(&find("#invite-link")?, "hidden", None);
    set(&find("#invite-begin")?, "hidden", Some(""));
    Some(())
}
