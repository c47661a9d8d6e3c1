//! "No, this isn't me", or "Someone told me to approve this", behind a link.

use domain::{audit::Actor, challenge::Verdict, refusal::Refusal};

use super::{
    super::{
        Outcome, Shared,
        approved::stop,
        record::{Recorder, changed},
        signals::known,
    },
    open::{again, asked},
};
use crate::store::session;

/// Stops everything. Whoever has the link may: that is what it is there for, and no passkey is at hand in the hands that most need it.
///
/// # Errors
/// [`Refusal::ChallengeOver`] when the link opens nothing any more.
pub async fn refuse(shared: &Shared, link: &str, told_to: bool) -> Outcome<()> {
    let asked = asked(shared, link).await?;
    let mut tx = shared.db.write().await?;
    let (taken, customer) = session::take(&mut tx, asked.session).await?.ok_or(Refusal::ChallengeOver)?;
    let before = again(&mut tx, &asked).await?;
    let now = shared.now();
    let policy = shared.policies.now();
    let known = known(shared, &mut tx, &policy, &taken, now).await?;
    let level = taken.assurance(&policy, known.signals, &known.evidence, now).level;
    let recorder = Recorder { shared, session: &taken, actor: Actor::CustomerLink(customer.id), level, now };
    let mut told = vec![changed(&taken)];
    let verdict = if told_to { Verdict::Report } else { Verdict::Deny };
    stop(&mut tx, &recorder, &before, verdict, &mut told).await?;
    tx.commit().await?;
    shared.live.tell_all(told);
    Ok(())
}
