//! Giving an answer: proof of the person if asked for, the signature, the sending.

use domain::{
    challenge::{Answer, UserVerification},
    ids::DeviceId,
};

use crate::{
    browser::device::{self, Key, Problem},
    phone::{
        answer::{claims, header},
        api::{AnswerResult, PromptView, SignedAnswer},
    },
};

/// Signs and sends one answer.
///
/// # Errors
/// The server's refusal, or what the phone could not do.
pub async fn give(
    prompt: &PromptView,
    from: DeviceId,
    answer: Answer,
    code: &str,
    verified: UserVerification,
) -> Result<AnswerResult, Problem> {
    let url = ["/device/v1/challenges/", &prompt.challenge.to_string()].concat();
    let passkey = match verified {
        UserVerification::Passkey => Some(device::passkey_get(&[&url, "/passkey"].concat()).await?),
        UserVerification::None | UserVerification::Unlock => None,
    };
    #[expect(clippy::cast_possible_truncation, reason = "JavaScript counts whole milliseconds, far below 2^53")]
    let claims = claims(prompt, answer, code, verified, device::now() as i64);
    let (header, payload) = (header(from), serde_json::to_string(&claims).unwrap_or_default());
    let unlock = match verified {
        UserVerification::Unlock => Some(device::sign(&header, &payload, Key::Unlock).await?),
        UserVerification::None | UserVerification::Passkey => None,
    };
    let answer = device::sign(&header, &payload, Key::Device).await?;
    device::post(&[&url, "/answer"].concat(), &SignedAnswer { answer, passkey, unlock }).await
}
