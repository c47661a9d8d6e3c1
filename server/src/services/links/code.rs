//! What a customer types behind a link: their PIN, or a code of their authenticator app. No agent has a field for it, and no sign-in
//! of ours is asked for: whoever holds the link holds one request, and whoever knows what is to be typed answers it.

use domain::{
    audit::{Actor, Event},
    challenge::Means,
    refusal::Refusal,
};

use super::{
    super::{Outcome, Shared, begun::begun, pins, totps},
    open::asked,
};

/// The customer has begun to type. A second report of the same changes nothing.
///
/// # Errors
/// [`Refusal::ChallengeOver`] when the link opens nothing any more, or nothing is typed behind it.
pub async fn started(shared: &Shared, link: &str) -> Outcome<()> {
    let asked = asked(shared, link).await?;
    match asked.means {
        Means::Pin(_) | Means::Totp(_) => begun(shared, &asked, Actor::CustomerLink, Event::LinkOpened).await,
        Means::Push(_) | Means::Passkey(_) => Err(Refusal::ChallengeOver.into()),
    }
}

/// Takes what was typed.
///
/// # Errors
/// As [`pins::judge`] and [`totps::judge`]; [`Refusal::ChallengeOver`] when the link opens nothing any more, or nothing is typed behind
/// it.
pub async fn enter(shared: &Shared, link: &str, typed: &str) -> Outcome<()> {
    let asked = asked(shared, link).await?;
    match asked.means {
        Means::Pin(_) => pins::judge(shared, &asked, typed).await,
        Means::Totp(_) => totps::judge(shared, &asked, typed).await,
        Means::Push(_) | Means::Passkey(_) => Err(Refusal::ChallengeOver.into()),
    }
}
