//! Alerts of what no press of anybody raises: trouble with the record, and a gate that lets far less run than it usually does. Looked at
//! every few seconds; what lasts is told once while it does, whichever server sees it first, and is over when it is.

use domain::{
    alert::{AlertBecause, Facts},
    audit::{Actor, Entry, Event, Scope},
    floor::Refusals,
    ids::{AgentId, AlertId, EntryId},
    time::Timestamp,
};

use super::{Outcome, Shared, collected, floor, log::LogState, witnessed};
use crate::{
    fault::Fault,
    live::Change,
    store::{
        Tx,
        alert::{self, New},
        audit,
    },
};

/// What one server saw the last time.
#[derive(Clone, Copy, Debug, Default)]
pub struct Watch {
    /// Whether there was trouble with the log.
    trouble: bool,
    /// Whether all was well with it since there was trouble last, here: trouble that another server has is its own to end.
    well: bool,
    /// The same of its copies elsewhere: whether there was trouble, and whether all was well since.
    copies: Copies,
}

/// What one server saw of the copies the last time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Copies {
    /// It has not looked.
    #[default]
    Unseen,
    /// One is not whole.
    Wrong,
    /// All are whole.
    Well,
}

/// What there is to see of something.
enum Sight {
    /// This.
    There(Facts),
    /// Nothing, or nothing that this server can say.
    Nothing,
    /// It is over, if it was.
    Over,
}

/// Looks, and tells what there is to tell.
///
/// # Errors
/// When the database fails; the next look finds the same.
pub async fn look(shared: &Shared, watch: &mut Watch) -> Outcome<()> {
    let now = shared.now();
    // Remembered when all of this look was done: what could not be written down is seen anew.
    let mut seen = *watch;
    let log = seen.log(&shared.log.state());
    let refusals = floor::refusals(shared, now).await?;
    let told = alert::lasting(&shared.db).await?;
    let sights = [
        (AlertBecause::LogNotSigned, log),
        (AlertBecause::LogNotWitnessed, unwitnessed(shared).await?.map_or(Sight::Over, Sight::There)),
        (AlertBecause::LogNotCollected, seen.copies(collected::wrong(shared).await?)),
        (AlertBecause::GateRefusals, unusual(&refusals).map_or(Sight::Over, Sight::There)),
    ];
    for (because, sight) in sights {
        // Nearly always there is nothing to write, and then nobody is made to wait for it.
        match (sight, told.contains(&because)) {
            (Sight::There(facts), false) => begins(shared, because, facts, now).await?,
            (Sight::Over, true) => ends(shared, because, now).await?,
            _ => {}
        }
    }
    *watch = seen;
    Ok(())
}

impl Watch {
    /// How the log stands. What may pass by itself is told when it is still so the next time.
    fn log(&mut self, state: &LogState) -> Sight {
        let before = core::mem::replace(&mut self.trouble, state.trouble.is_some());
        match &state.trouble {
            Some(why) => {
                self.well = false;
                if state.stopped || before { Sight::There(Facts::Log { why: why.clone() }) } else { Sight::Nothing }
            }
            None if core::mem::replace(&mut self.well, true) => Sight::Nothing,
            None => Sight::Over,
        }
    }
}

impl Watch {
    /// How the copies stand. What another server cannot reach is its own to end.
    fn copies(&mut self, wrong: Option<String>) -> Sight {
        let now = if wrong.is_some() { Copies::Wrong } else { Copies::Well };
        let before = core::mem::replace(&mut self.copies, now);
        match wrong {
            Some(why) => Sight::There(Facts::Log { why }),
            None if before == Copies::Well => Sight::Nothing,
            None => Sight::Over,
        }
    }
}

async fn unwitnessed(shared: &Shared) -> Result<Option<Facts>, Fault> {
    if shared.witnesses.is_none() {
        return Ok(None);
    }
    let mut tx = shared.db.write().await?;
    let standing = witnessed::standing(shared, &mut tx).await?;
    Ok((!standing.goes_on()).then(|| Facts::Log {
        why: if standing == domain::audit_log::witness::Standing::RolledBack {
            "a witness knows more, or another record, than this database has".to_owned()
        } else {
            "too few witnesses have cosigned its heads for too long".to_owned()
        },
    }))
}

fn unusual(refusals: &Refusals) -> Option<Facts> {
    let usual = refusals.usual.filter(|_| refusals.unusual())?;
    Some(Facts::GateRefusals { this_hour: refusals.this_hour(), usual })
}

/// Tells of something that lasts, unless another server just did.
async fn begins(shared: &Shared, because: AlertBecause, facts: Facts, now: Timestamp) -> Outcome<()> {
    let (id, facts) = (AlertId::new(now, &*shared.entropy), Some(facts));
    let mut tx = shared.db.write().await?;
    if raise(shared, &mut tx, &New { id, at: now, session: None, customer: None, agent: None, because, facts }).await? {
        tx.commit().await?;
        shared.live.tell(Change::Floor);
    }
    Ok(())
}

/// Says that it is over.
async fn ends(shared: &Shared, because: AlertBecause, now: Timestamp) -> Outcome<()> {
    let mut tx = shared.db.write().await?;
    for alert in alert::over(&mut tx, because, now).await? {
        record(shared, &mut tx, now, Event::AlertOver { alert }).await?;
    }
    tx.commit().await?;
    shared.live.tell(Change::Floor);
    Ok(())
}

/// Raises an alert that no other entry of the record tells of; `false` when what lasts was told already.
pub(super) async fn raise(shared: &Shared, tx: &mut Tx, new: &New) -> Result<bool, Fault> {
    if !alert::insert_about(tx, new).await? {
        return Ok(false);
    }
    record(shared, tx, new.at, Event::AlertRaised { alert: new.id, because: new.because, agent: new.agent }).await?;
    Ok(true)
}

/// An agent looked up as many customers as anybody may in an hour: told when that is first reached, not at each refusal after it.
pub(super) async fn look_ups(
    shared: &Shared,
    tx: &mut Tx,
    agent: AgentId,
    most: u32,
    since: Timestamp,
    now: Timestamp,
) -> Result<bool, Fault> {
    let because = AlertBecause::LookUps;
    // Two look-ups at once would each be the last that is allowed.
    crate::store::staff::hold(tx, agent).await?;
    if alert::raised_of_agent_since(tx, agent, because, since).await? {
        return Ok(false);
    }
    let (id, facts) = (AlertId::new(now, &*shared.entropy), Some(Facts::LookUps { most }));
    raise(shared, tx, &New { id, at: now, session: None, customer: None, agent: Some(agent), because, facts }).await
}

async fn record(shared: &Shared, tx: &mut Tx, now: Timestamp, event: Event) -> Result<(), Fault> {
    let id = EntryId::new(now, &*shared.entropy);
    audit::append(tx, &Entry { id, at: now, actor: Actor::System, scope: Scope::default(), event }).await
}
