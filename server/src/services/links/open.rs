//! What the link opens. Looking changes nothing, so whatever reads links ahead of people costs nothing.

use app::prove::view::{By, End, LinkPage, Request};
use domain::{
    challenge::{Challenge, Means},
    channel::StartedBy,
    refusal::Refusal,
    secret::Hashed,
    session::SessionState,
};

use super::super::{Outcome, Shared};
use crate::store::{
    Tx,
    challenge::{self, Asked},
    effect, pin, proof, session, totp,
};

/// The page behind a link. What was asked is shown while it can be answered, and to nobody afterwards.
///
/// # Errors
/// When the database fails.
pub async fn page(shared: &Shared, link: &str) -> Outcome<LinkPage> {
    let now = shared.now();
    let Some(Asked { challenge, prompt }) = challenge::by_link(&shared.db, &Hashed::of(link)).await? else {
        return Ok(LinkPage::Over(End::RunOut));
    };
    let session = session::read(&shared.db, challenge.session).await?.ok_or(Refusal::NotFound)?;
    let (method, state) = (challenge.means.method(), challenge.state_at(now));
    if !state.is_open() || session.state != SessionState::Open {
        return Ok(LinkPage::Over(End::of(method, state, changes(shared, &challenge).await?)));
    }
    let Some(by) = by(shared, &challenge).await? else { return Ok(LinkPage::Over(End::Locked(method))) };
    Ok(LinkPage::Asked(Box::new(Request {
        now,
        prompt,
        channel: session.channel,
        started_by_us: session.started_by == StartedBy::Us,
        by,
        asked_at: challenge.asked_at,
        expires_at: challenge.expires_at,
    })))
}

/// How it is answered; `None`: it is locked, by this session or by another.
async fn by(shared: &Shared, challenge: &Challenge) -> Outcome<Option<By>> {
    let tries_left = challenge.tries_left;
    Ok(match &challenge.means {
        Means::Pin(_) => {
            let locked = pin::read_of_customer(&shared.db, challenge.customer).await?.is_none_or(|kept| kept.locked());
            (!locked).then_some(By::Pin { tries_left })
        }
        Means::Totp(_) => {
            let locked = totp::read_of_customer(&shared.db, challenge.customer).await?.is_none_or(|kept| kept.locked());
            (!locked).then_some(By::Totp { tries_left })
        }
        Means::Push(_) | Means::Passkey(_) => Some(By::Passkey),
    })
}

/// Whether what was approved ran; `None`: nothing was to run.
async fn changes(shared: &Shared, challenge: &Challenge) -> Outcome<Option<bool>> {
    let Some(approval) = proof::read_approval(&shared.db, challenge.id).await? else { return Ok(None) };
    Ok(Some(effect::run_of_approval(&shared.db, approval.id).await?.is_some()))
}

/// What the link asks, if it can be answered.
pub(in crate::services) async fn asked(shared: &Shared, link: &str) -> Outcome<Challenge> {
    let asked = challenge::by_link(&shared.db, &Hashed::of(link)).await?.map(|asked| asked.challenge);
    Ok(asked.filter(|asked| asked.state_at(shared.now()).is_open()).ok_or(Refusal::ChallengeOver)?)
}

/// The same, under the session's lock.
pub(in crate::services) async fn again(tx: &mut Tx, asked: &Challenge) -> Outcome<Challenge> {
    Ok(challenge::by_id(tx, asked.id).await?.ok_or(Refusal::ChallengeOver)?.challenge)
}
