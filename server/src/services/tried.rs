//! A contact after tries that did not get through (W9): a supervisor is told, and the customer, once an hour, however many
//! agents, sessions and channels are tried.
//!
//! What the agent sees and what can be reached stands with the session's signals ([`super::signals`]); this is who else hears
//! of it. Nothing here can be switched off: neither a policy nor a role does.

use domain::{
    alert::AlertBecause,
    audit::{Actor, Event},
    ids::AlertId,
    session::{Session, SessionState},
    tried::{Tried, WITHIN},
};

use super::{
    Outcome, Shared, notices,
    record::{Recorder, changed},
    signals,
};
use crate::{
    live::Change,
    store::{Tx, alert, customer, session},
};

/// A session was opened, in this transaction, which holds its customer: tells of what was tried before it, if anything was.
pub(super) async fn opened(tx: &mut Tx, recorder: &Recorder<'_>) -> Outcome<Vec<Change>> {
    let Recorder { shared, session, now, .. } = *recorder;
    match signals::tried(tx, &shared.policies.now(), session, now).await? {
        Some(tried) => {
            tell(tx, recorder, tried).await?;
            Ok(vec![Change::Customer(session.customer)])
        }
        None => Ok(Vec::new()),
    }
}

/// A request of `failed`, which is taken, ended in other digits: tells of it in the customer's other open sessions.
pub(super) async fn failed(shared: &Shared, tx: &mut Tx, failed: &Session, actor: Actor) -> Outcome<Vec<Change>> {
    let (now, policy) = (shared.now(), shared.policies.now());
    let mut told = Vec::new();
    for sibling in session::live_of_customer(tx, failed.customer).await? {
        if sibling.id == failed.id || sibling.state != SessionState::Open {
            continue;
        }
        let known = signals::known(shared, tx, &policy, &sibling, now).await?;
        let level = sibling.assurance(&policy, known.signals, &known.evidence, now).level;
        let recorder = Recorder { shared, session: &sibling, actor, level, now };
        if let Some(tried) = known.tried {
            tell(tx, &recorder, tried).await?;
        }
        told.push(changed(&sibling));
    }
    if !told.is_empty() {
        told.push(Change::Customer(failed.customer));
    }
    Ok(told)
}

/// Writes it into the session, raises an alert and writes to every address the customer ever had, but for what was said within
/// the hour. The customer is held.
async fn tell(tx: &mut Tx, recorder: &Recorder<'_>, tried: Tried) -> Outcome<()> {
    let Recorder { shared, session, now, .. } = *recorder;
    let because = AlertBecause::TriedAgain;
    let said = alert::raised_since(tx, session.customer, because, now.before(WITHIN)).await?;
    let addresses = if said { Vec::new() } else { customer::emails_ever(tx, session.customer).await? };
    recorder.write(tx, Event::TriedBefore { times: tried.times }).await?;
    if said {
        return Ok(());
    }
    alert::insert(tx, AlertId::new(now, &*shared.entropy), now, Some(session.id), session.customer, because).await?;
    for address in &addresses {
        notices::tried_again(shared, tx, session, address, now);
    }
    let emails = u32::try_from(addresses.len()).unwrap_or(u32::MAX);
    recorder.write(tx, Event::EarlierAddressesTold { emails, phones: 0 }).await?;
    Ok(())
}
