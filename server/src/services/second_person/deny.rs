//! Saying no, and why. It needs no passkey: it is the safe direction.

use domain::{agent::Supervisor, assurance::Level, audit::Actor, ids::SecondPersonId, refusal::Refusal, text::ShownText};

use super::{
    super::record::{Recorder, changed},
    end::over,
    may,
};
use crate::{
    services::{Outcome, Shared},
    store::{second_person, session},
};

/// Denies it, and says why.
///
/// # Errors
/// [`Refusal::NotFound`]; [`Refusal::ChallengeOver`]; why it is not theirs.
pub async fn deny(shared: &Shared, supervisor: &Supervisor, id: SecondPersonId, reason: ShownText) -> Outcome<()> {
    let session = second_person::read(&shared.db, id).await?.ok_or(Refusal::NotFound)?.request.session;
    let mut tx = shared.db.write().await?;
    let (taken, _) = session::take(&mut tx, session).await?.ok_or(Refusal::NotFound)?;
    let asked = second_person::by_id(&mut tx, id).await?.ok_or(Refusal::NotFound)?.request;
    let now = shared.now();
    let by = may(&mut tx, &asked, supervisor).await?;
    let after = asked.denied(by.id(), reason, now)?;
    let recorder = Recorder { shared, session: &taken, actor: Actor::Staff(by.id()), level: Level::Unverified, now };
    over(&mut tx, &recorder, &after).await?;
    tx.commit().await?;
    shared.live.tell(changed(&taken));
    Ok(())
}
