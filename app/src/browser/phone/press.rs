//! What each button does, by the word it carries.

use std::rc::Rc;

use domain::challenge::{Answer, UserVerification};

use super::{
    act::Then,
    dress::{dress, is_mine},
    page::Phone,
    prompt,
};
use crate::browser::{device, dom::say, push};

/// A button was pressed; `of` is what it is about.
pub fn press(phone: &Rc<Phone>, does: &str, of: &str) {
    match does {
        "go" => phone.go(of.to_owned()),
        "again" => device::reconnect(),
        "deny" => prompt::answer(phone, Answer::Deny, UserVerification::None),
        "report" => prompt::answer(phone, Answer::Report, UserVerification::None),
        "unlock" => prompt::unlocked(phone),
        "not-now" => prompt::close(),
        "not-mine" => phone.act(async {
            device::press("/device/v1/contact/not-mine").await?;
            Ok(Then::Show("/me/stopped".to_owned()))
        }),
        "put-back" => {
            let run = of.to_owned();
            phone.act(async move {
                device::press(&["/device/v1/changes/", &run, "/put-back"].concat()).await?;
                Ok(Then::Show(["/me/undone/", &run].concat()))
            });
        }
        "mine" => {
            is_mine(of);
            dress(phone);
        }
        "told" => {
            let key = of.to_owned();
            phone.act(async move {
                push::on(&key).await?;
                say("Notifications are on", false);
                Ok(Then::Show("/me".to_owned()))
            });
        }
        "not-told" => phone.act(async {
            push::off().await?;
            say("Notifications are off", false);
            Ok(Then::Show("/me".to_owned()))
        }),
        "passkey" => {
            let place = if of.is_empty() { phone.place() } else { of.to_owned() };
            phone.act(async move {
                device::passkey_add().await?;
                say("Passkey added", false);
                Ok(Then::Show(place))
            });
        }
        _ => {}
    }
}
