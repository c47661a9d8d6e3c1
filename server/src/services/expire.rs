//! Writing down that a challenge's time is up. It has expired anyway (`domain` asks the clock); this is so that the record
//! says so and open pages hear it.

use domain::{
    assurance::Level,
    audit::{Actor, Event},
    challenge::{Challenge, ChallengeState, ExpiredBecause},
};

use super::{
    Outcome, Shared,
    record::{Recorder, changed},
};
use crate::store::{Tx, challenge, session};

/// Expires every challenge that is overdue; says how many. What the worker calls each second.
///
/// # Errors
/// When the database fails; what was expired before stays so.
pub async fn expire_overdue(shared: &Shared) -> Outcome<usize> {
    let overdue = challenge::overdue(&shared.db, shared.now()).await?;
    let mut expired = 0;
    for asked in overdue {
        let mut tx = shared.db.write().await?;
        let Some((taken, _)) = session::take(&mut tx, asked.challenge.session).await? else { continue };
        let recorder = Recorder { shared, session: &taken, actor: Actor::System, level: Level::Unverified, now: shared.now() };
        expire(&mut tx, &recorder, &asked.challenge).await?;
        tx.commit().await?;
        shared.live.tell(changed(&taken));
        expired += 1;
    }
    Ok(expired)
}

/// Expires one, in the caller's transaction, unless somebody ended it first.
pub(super) async fn expire(tx: &mut Tx, recorder: &Recorder<'_>, before: &Challenge) -> Outcome<()> {
    let after = Challenge { state: ChallengeState::Expired(ExpiredBecause::Time), ended_at: Some(before.expires_at), ..before.clone() };
    if challenge::update(tx, before, &after).await? {
        recorder.write(tx, Event::Expired { tries: false }).await?;
    }
    Ok(())
}
