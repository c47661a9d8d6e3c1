//! Giving an answer: what stands on the screen, proof of the person if asked for, the signature, the sending.

use domain::challenge::{Answer, UserVerification};
use web_sys::Element;

use crate::{
    browser::{
        device::{self, Key, Problem, Reply},
        dom::{all_here, attribute, find},
    },
    phone::answer::{Shown, header},
};

/// Signs and sends one answer to what the form asks; or gives the server's refusal, or what the phone could not do.
pub async fn give(answer: Answer, code: &str, verified: UserVerification) -> Reply {
    let form = find("#answer").ok_or_else(gone)?;
    let device = find("#screen").and_then(|screen| attribute(&screen, "data-device").parse().ok()).ok_or_else(gone)?;
    let shown = shown(&form).ok_or_else(gone)?;
    let url = ["/device/v1/challenges/", &shown.challenge.to_string()].concat();
    let passkey = match verified {
        UserVerification::Passkey => Some(device::passkey_get(&[&url, "/passkey"].concat()).await?),
        UserVerification::None | UserVerification::Unlock => None,
    };
    #[expect(clippy::cast_possible_truncation, reason = "JavaScript counts whole milliseconds, far below 2^53")]
    let claims = shown.claims(answer, code, verified, device::now() as i64);
    let (header, payload) = (header(device), serde_json::to_string(&claims).unwrap_or_default());
    let unlock = match verified {
        UserVerification::Unlock => Some(device::sign(&header, &payload, Key::Unlock).await?),
        UserVerification::None | UserVerification::Passkey => None,
    };
    let answer = device::sign(&header, &payload, Key::Device).await?;
    device::post(&[&url, "/answer"].concat(), &body(&answer, passkey.as_deref(), unlock.as_deref())).await
}

/// What an answer names: the ids and the hash the form carries, and the words as they stand on the screen.
fn shown(form: &Element) -> Option<Shown> {
    let lines: Vec<String> = all_here("#screen [data-said]").iter().filter_map(|line| line.text_content()).collect();
    Some(Shown {
        challenge: attribute(form, "data-challenge").parse().ok()?,
        session: attribute(form, "data-session").parse().ok()?,
        action_hash: attribute(form, "data-hash"),
        text: lines.join("\n"),
    })
}

/// `SignedAnswer` of the device API. A compact JWS needs no escapes, and a passkey's answer is JSON already.
fn body(answer: &str, passkey: Option<&str>, unlock: Option<&str>) -> String {
    let mut body = ["{\"answer\":\"", answer, "\""].concat();
    if let Some(passkey) = passkey {
        body.extend([",\"passkey\":", passkey]);
    }
    if let Some(unlock) = unlock {
        body.extend([",\"unlock\":\"", unlock, "\""]);
    }
    body.push('}');
    body
}

/// The screen went away under the thumb.
fn gone() -> Problem {
    Problem { code: "challenge-over".to_owned(), detail: "This request is over. Nothing was sent.".to_owned(), tries_left: None }
}
