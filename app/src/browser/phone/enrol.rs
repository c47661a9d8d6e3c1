//! Binding this phone with a code.

use std::rc::Rc;

use web_sys::HtmlInputElement;

use super::{act::Then, field, page::Phone};
use crate::browser::{
    device::{self, Key, Reply},
    dom::{find_as, say},
};

/// Puts the code that a link brought along into the field.
pub fn bring_code() {
    let code = device::take_code();
    if let Some(input) = find_as::<HtmlInputElement>("#binding")
        && !code.is_empty()
    {
        input.set_value(&code);
    }
}

/// "Make this phone my proof" was pressed.
pub fn send(phone: &Rc<Phone>) {
    if !field::is_full("binding") {
        say("Type all eight characters first", false);
        return field::back_to("binding", false);
    }
    let this = phone.clone();
    phone.act(async move {
        field::wrong("binding", None);
        match bind(&field::value("binding")).await {
            Ok(_) => {
                this.connect();
                Ok(Then::Show("/me/added".to_owned()))
            }
            Err(problem) if problem.code == "link-used" => Ok(Then::Template("code-used", "/me/add")),
            Err(problem) if matches!(problem.code.as_str(), "bad-input" | "not-found") => Ok(Then::Again("binding", problem.detail, false)),
            Err(problem) => Err(problem),
        }
    });
}

/// Makes the key and binds it. A phone that cannot verify its person offers a second key in place of that, as a demo
/// phone does; where the code is not for that, it goes without.
async fn bind(code: &str) -> Reply {
    const URL: &str = "/device/v1/enrol";
    let name = device::name();
    let public_key = device::public_key(Key::Device).await?;
    let unlock_key = if device::can_verify().await { None } else { device::public_key(Key::Unlock).await.ok() };
    let Some(unlock_key) = unlock_key else { return device::post(URL, &body(code, &name, &public_key, None)).await };
    match device::post(URL, &body(code, &name, &public_key, Some(&unlock_key))).await {
        Err(problem) if problem.code == "bad-input" => device::post(URL, &body(code, &name, &public_key, None)).await,
        answer => answer,
    }
}

/// `Enrol` of the device API; the keys are JSON already.
fn body(code: &str, name: &str, public_key: &str, unlock_key: Option<&str>) -> String {
    let text = |text: &str| serde_json::to_string(text).unwrap_or_default();
    let mut body = ["{\"binding_code\":", &text(code), ",\"name\":", &text(name), ",\"public_key\":", public_key].concat();
    if let Some(unlock_key) = unlock_key {
        body.extend([",\"unlock_key\":", unlock_key]);
    }
    body.push('}');
    body
}
