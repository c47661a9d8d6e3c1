//! Setting up an authenticator app: the phone unlocked, the seed shown once, one of its codes sent back.

use std::rc::Rc;

use super::{
    act::Then,
    field,
    page::Phone,
    unlock::{gone, proof},
};
use crate::browser::{
    device::{self, Problem},
    dom::{find, say, set},
};

/// "Unlock and set it up" was pressed.
pub fn begin(phone: &Rc<Phone>) {
    phone.act(async {
        let proof = proof("#totp-start", "/device/v1/totp/start").await?;
        let seed = device::post("/device/v1/totp/seed", &["{", &proof, "}"].concat()).await?;
        show(&seed).ok_or_else(gone)?;
        Ok(Then::Focus("#totp-h"))
    });
}

/// Puts what the server told this once into the page; the next screen has none of it.
fn show(seed: &str) -> Option<()> {
    let told = |name| device::member(seed, name);
    set(&find("#totp-qr")?, "viewBox", Some(&told("qr_view")?));
    set(&find("#totp-qr .qr__dark")?, "d", Some(&told("qr_path")?));
    set(&find("#totp-open")?, "href", Some(&told("uri")?));
    find("#totp-key")?.set_text_content(Some(&in_fours(&told("secret")?)));
    set(&find("#totp-seed")?, "hidden", None);
    set(&find("#totp-begin")?, "hidden", Some(""));
    Some(())
}

/// As people read it.
fn in_fours(secret: &str) -> String {
    secret
        .chars()
        .enumerate()
        .flat_map(|(place, letter)| (place > 0 && place % 4 == 0).then_some(' ').into_iter().chain([letter]))
        .collect()
}

/// "Confirm" was pressed.
pub fn confirm(phone: &Rc<Phone>) {
    let code: String = field::value("code").chars().filter(char::is_ascii_digit).collect();
    field::wrong("code", None);
    phone.act(async move {
        match device::put("/device/v1/totp", &["{\"code\":\"", &code, "\"}"].concat()).await {
            Ok(_) => {
                say("Authenticator app added", false);
                Ok(Then::Show("/me".to_owned()))
            }
            Err(Problem { code, detail, .. }) if code == "bad-input" => Ok(Then::Again("code", detail, true)),
            Err(problem) => Err(problem),
        }
    });
}
