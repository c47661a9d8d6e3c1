//! Sends what waits in the outbox, in the background.
//!
//! Wakes when somebody rings, and each second for what is to be sent again or was left by another server that died. What a
//! try ended with, its audit entry, and an address that is retired by it are one transaction.

use std::{sync::Arc, time::Duration};

use futures::future::join_all;
use tokio::task::JoinSet;

use domain::{
    assurance::Level,
    audit::{Actor, Event},
    notification::{PushService, Undelivered},
};

use super::{Answer, Notification, Services, retry, topic};
use crate::{
    http::Drain,
    services::{Outcome, Recorder, Shared, changed},
    store::{
        outgoing_push::{self, AskedIn, Claimed, End},
        push_address::{self, Address},
        session,
    },
};

/// How many are under way at once. Apple takes a thousand on one connection.
const AT_ONCE: usize = 64;
/// How often the outbox is looked at when nobody rings.
pub const LOOK: Duration = Duration::from_secs(1);

/// Sends until the server drains; then lets what is under way finish. Looks each `look` ([`LOOK`]) even when nobody rings.
pub async fn run(shared: Shared, services: Arc<Services>, drain: Drain, look: Duration) {
    let mut look = tokio::time::interval(look);
    let mut under_way = JoinSet::new();
    loop {
        tokio::select! {
            biased;
            () = drain.begun() => break,
            () = shared.push.rung() => {}
            _ = look.tick() => {}
            Some(_) = under_way.join_next(), if under_way.len() == AT_ONCE => {}
        }
        while under_way.try_join_next().is_some() {}
        let places = AT_ONCE - under_way.len();
        if places == 0 {
            // The next one that ends makes room, and then it looks again.
            continue;
        }
        match outgoing_push::claim(&shared.db, shared.now(), places).await {
            Ok(claimed) => {
                for claimed in claimed {
                    let (shared, services) = (shared.clone(), Arc::clone(&services));
                    under_way.spawn(async move { logged(&shared, &services, claimed).await });
                }
            }
            Err(fault) => tracing::error!(error = &fault as &dyn std::error::Error, "notifications could not be claimed"),
        }
    }
    while under_way.join_next().await.is_some() {}
}

/// Sends everything whose time has come, once; says how many that were. What [`run`] does, for tests that move time by hand.
///
/// # Errors
/// When the database fails.
pub async fn round(shared: &Shared, services: &Services) -> Outcome<usize> {
    let claimed = outgoing_push::claim(&shared.db, shared.now(), AT_ONCE).await?;
    let tries = join_all(claimed.into_iter().map(|claimed| attempt(shared, services, claimed))).await;
    let count = tries.len();
    tries.into_iter().collect::<Outcome<Vec<()>>>()?;
    Ok(count)
}

async fn logged(shared: &Shared, services: &Services, claimed: Claimed) {
    if let Err(trouble) = attempt(shared, services, claimed).await {
        // Its claim runs out, and it is sent again under the same id.
        tracing::error!(error = &trouble as &dyn std::error::Error, "a notification's try could not be written down");
    }
}

/// One try at one notification, and what came of it.
async fn attempt(shared: &Shared, services: &Services, claimed: Claimed) -> Outcome<()> {
    let asked = outgoing_push::asked_in(&shared.db, claimed.challenge).await?;
    if !asked.open {
        return settle(shared, &claimed, &asked, End::Over, None).await;
    }
    if shared.now() >= claimed.expires_at {
        return settle(shared, &claimed, &asked, End::Failed(Undelivered::TooLate), None).await;
    }
    let Some(address) = push_address::read_live(&shared.db, claimed.device).await? else {
        return settle(shared, &claimed, &asked, End::Failed(Undelivered::NoAddress), None).await;
    };
    let topic = topic(asked.session);
    let notification = Notification { id: claimed.id, address, topic, expires_at: claimed.expires_at };
    let answer = services.send(&notification).await;
    let end = match answer {
        Answer::Taken => End::Sent,
        Answer::Gone(_) => End::Failed(Undelivered::Gone),
        Answer::Refused(reason) => {
            tracing::warn!(service = claimed.service.key(), reason, "a notification was refused");
            End::Failed(Undelivered::Refused)
        }
        Answer::Busy => again(shared, &claimed, Undelivered::Busy),
        Answer::Unreachable => again(shared, &claimed, Undelivered::Unreachable),
    };
    let gone = matches!(answer, Answer::Gone(_)).then_some((&notification.address, answer));
    settle(shared, &claimed, &asked, end, gone).await
}

fn again(shared: &Shared, claimed: &Claimed, because: Undelivered) -> End {
    let at = retry::again_at(claimed.tries, shared.now(), claimed.expires_at, &*shared.entropy);
    at.map_or(End::Failed(because), |at| End::Again(because, at))
}

/// Writes down how a try ended, in one transaction, and tells the open pages.
async fn settle(shared: &Shared, claimed: &Claimed, asked: &AskedIn, end: End, gone: Option<(&Address, Answer)>) -> Outcome<()> {
    let mut tx = shared.db.write().await?;
    let Some((taken, _)) = session::take(&mut tx, asked.session).await? else { return Ok(()) };
    let now = shared.now();
    if !outgoing_push::end(&mut tx, claimed, end, now).await? {
        return Ok(());
    }
    let recorder = Recorder { shared, session: &taken, actor: Actor::System, level: Level::Unverified, now };
    let (device, service) = (asked.device.clone(), claimed.service);
    if let Some((address, Answer::Gone(at))) = gone
        && push_address::retire(&mut tx, claimed.device, address, at.unwrap_or(now), now).await?
    {
        recorder.write(&mut tx, Event::NotificationsStopped { device: device.clone(), service }).await?;
    }
    if let Some(event) = event(end, device, service) {
        recorder.write(&mut tx, event).await?;
    }
    tx.commit().await?;
    if end != End::Over {
        shared.live.tell(changed(&taken));
    }
    Ok(())
}

fn event(end: End, device: String, service: PushService) -> Option<Event> {
    match end {
        End::Sent => Some(Event::NotificationSent { device, service }),
        End::Failed(because) => Some(Event::NotificationFailed { device, service, because }),
        // That it was over has an entry already; a try that is repeated is none of the record's.
        End::Over | End::Again(..) => None,
    }
}
