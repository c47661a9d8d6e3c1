//! What a customer types behind a link: their PIN, or a code of their authenticator app. No agent has a field for it, and no sign-in of ours is asked for: whoever holds
//! the link holds one request, and whoever knows what is to be typed
//! answers it.

use domain::{
    audit::{Actor, Event},
    challenge::Means,
    refusal::Refusal,
};

use super::{
    super::{
        Outcome, Shared, pins,
        record::{Recorder, changed},
        signals::known,
        totps,
    },
    open::{again, asked},
};
use crate::store::{challenge, session};

/// The customer has begun to type. A second report of the same changes nothing.
///
/// # Errors
/// [`Refusal::ChallengeOver`] when the link opens nothing any more, or nothing is typed behind it.
pub async fn started(shared: &Shared, link: &str) -> Outcome<()> {
    let asked = asked(shared, link).await?;
    if !is_typed(&asked.means) {
        return Err(Refusal::ChallengeOver.into());
    }
    let mut tx = shared.db.write().await?;
    let (taken, customer) = session::take(&mut tx, asked.session).await?.ok_or(Refusal::ChallengeOver)?;
    taken.open()?;
    let before = again(&mut tx, &asked).await?;
    let now = shared.now();
    let after = before.clone().opened(now)?;
    if after == before {
        return Ok(());
    }
    let policy = shared.policies.now();
    let known = known(shared, &mut tx, &policy, &taken, now).await?;
    let level = taken.assurance(&policy, known.signals, &known.evidence, now).level;
    challenge::change(&mut tx, &before, &after);
    let recorder = Recorder { shared, session: &taken, actor: Actor::CustomerLink(customer.id), level, now };
    recorder.write(&mut tx, Event::LinkOpened).await?;
    tx.commit().await?;
    shared.live.tell(changed(&taken));
    Ok(())
}

/// Takes what was typed.
///
/// # Errors
/// As [`pins::judge`] and [`totps::judge`]; [`Refusal::ChallengeOver`] when the link opens nothing any more, or nothing is typed behind it.
pub async fn enter(shared: &Shared, link: &str, typed: &str) -> Outcome<()> {
    let asked = asked(shared, link).await?;
    match asked.means {
        Means::Pin(_) => pins::judge(shared, &asked, typed).await,
        Means::Totp(_) => totps::judge(shared, &asked, typed).await,
        Means::Push(_) | Means::Passkey(_) => Err(Refusal::ChallengeOver.into()),
    }
}

const fn is_typed(means: &Means) -> bool {
    matches!(means, Means::Pin(_) | Means::Totp(_))
}
