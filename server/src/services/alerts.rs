//! What becomes of alerts: a supervisor takes one up, and says what it turned out to be. Each step is in the record. The alert of a
//! freeze is closed by ending it ([`super::freeze::end_freeze`]), and by nothing else.

use app::oversight::view::{AlertPage, AlertRow, AlertSearch};
use domain::{
    agent::Supervisor,
    alert::{AlertOutcome, Step},
    audit::{Actor, Entry, Event, Scope},
    ids::{AlertId, EntryId},
    refusal::Refusal,
    text::ShownText,
};

use super::{Outcome, Shared};
use crate::{
    fault::Fault,
    live::Change,
    store::{
        Tx,
        alert::{self, Alert, End, Subject, Wanted},
        audit,
    },
};

/// How many open ones the floor shows.
const ON_THE_FLOOR: u32 = 30;
/// How many a page has.
const A_PAGE: u32 = 50;

/// The newest open ones, and how many are open.
///
/// # Errors
/// When the database fails.
pub async fn open(shared: &Shared) -> Outcome<(Vec<AlertRow>, u32)> {
    let alerts = alert::open(&shared.db, ON_THE_FLOOR).await?;
    Ok((alerts.into_iter().map(shown).collect(), alert::open_count(&shared.db).await?))
}

/// One of them.
///
/// # Errors
/// [`Refusal::NotFound`] when there is no such alert.
pub async fn one(shared: &Shared, id: AlertId) -> Outcome<AlertRow> {
    Ok(alert::by_id(&shared.db, id).await?.map(shown).ok_or(Refusal::NotFound)?)
}

/// A page of them, whatever became of them.
///
/// # Errors
/// When the database fails.
pub async fn page(shared: &Shared, search: AlertSearch) -> Outcome<AlertPage> {
    let AlertSearch { because, outcome, open, before } = search;
    let mut alerts = alert::page(&shared.db, &Wanted { because, outcome, open, before }, A_PAGE + 1).await?;
    let more = alerts.len() > A_PAGE as usize;
    alerts.truncate(A_PAGE as usize);
    let older = alerts.last().filter(|_| more).map(|last| (last.at, last.id));
    Ok(AlertPage { search, alerts: alerts.into_iter().map(shown).collect(), older })
}

fn shown(alert: Alert) -> AlertRow {
    AlertRow {
        id: alert.id,
        at: alert.at,
        session: alert.session,
        because: alert.because,
        customer_number: alert.customer_number,
        agent: alert.agent,
        channel: alert.channel,
        about: alert.about,
        facts: alert.facts,
        over_at: alert.over_at,
        acknowledged: alert.acknowledged,
        closed: alert.closed,
        outcome: alert.outcome,
        note: alert.note,
    }
}

/// A supervisor takes it up. A second press of the same one changes nothing.
///
/// # Errors
/// [`Refusal::NotFound`] when there is no such alert, [`Refusal::AlertTaken`] when a colleague did, [`Refusal::AlertClosed`] when it is over.
pub async fn acknowledge(shared: &Shared, supervisor: &Supervisor, id: AlertId) -> Outcome<()> {
    let mut tx = shared.db.write().await?;
    let subject = alert::subject(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    let step = Step { by: supervisor.id(), at: shared.now() };
    if subject.state.acknowledged(step)? == subject.state {
        return Ok(());
    }
    if !alert::acknowledge(&mut tx, id, step).await? {
        return Err(Refusal::AlertTaken.into());
    }
    record(shared, &mut tx, &subject, step, Event::AlertAcknowledged { alert: id }).await?;
    tx.commit().await?;
    shared.live.tell(Change::Floor);
    Ok(())
}

/// A supervisor says what it turned out to be.
///
/// # Errors
/// [`Refusal::NotFound`] when there is no such alert, [`Refusal::Frozen`] when a freeze has to be ended, [`Refusal::AlertClosed`] when it is
/// over, [`Refusal::BadInput`] when the note does not fit.
pub async fn close(shared: &Shared, supervisor: &Supervisor, id: AlertId, outcome: AlertOutcome, note: &str) -> Outcome<()> {
    let end = ending(outcome, note)?;
    let mut tx = shared.db.write().await?;
    let subject = alert::subject(&mut tx, id).await?.ok_or(Refusal::NotFound)?;
    let step = Step { by: supervisor.id(), at: shared.now() };
    subject.state.closed(step, outcome)?;
    if subject.because.stops() {
        return Err(Refusal::Frozen.into());
    }
    if !alert::close(&mut tx, id, step, &end).await? {
        return Err(Refusal::AlertClosed.into());
    }
    record(shared, &mut tx, &subject, step, Event::AlertClosed { alert: id, outcome }).await?;
    tx.commit().await?;
    shared.live.tell(Change::Floor);
    Ok(())
}

/// What a form says of the end; a note of nothing is none.
///
/// # Errors
/// [`Refusal::BadInput`] when the note does not fit.
pub(super) fn ending(outcome: AlertOutcome, note: &str) -> Result<End, Refusal> {
    let note = note.trim();
    let note = if note.is_empty() { None } else { Some(note.parse::<ShownText>()?) };
    Ok(End { outcome, note })
}

/// Writes a step down, where the alert is: that somebody looked at what an agent did is not told to the agent, whose session it may be.
pub(super) async fn record(shared: &Shared, tx: &mut Tx, subject: &Subject, step: Step, event: Event) -> Result<(), Fault> {
    let session = subject.session.filter(|_| !subject.because.is_of_staff());
    let scope = Scope { customer: subject.customer, session, ..Scope::default() };
    let id = EntryId::new(step.at, &*shared.entropy);
    audit::append(tx, &Entry { id, at: step.at, actor: Actor::Staff(step.by), scope, event }).await
}
