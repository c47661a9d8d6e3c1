//! Changes, from server to server: PostgreSQL's `NOTIFY` and `LISTEN`. With SQLite there is one server, and nothing to do.
//!
//! A word goes out right after it was told here, which is after its commit, and reaches the open pages of another server a few milliseconds later
//! (D10). It may be lost: across a reconnect, or when this server dies between the commit and the word. After a reconnect every page looks again; and
//! each page asks by itself every fifteen seconds whether its sign-in still holds.

use std::time::Duration;

use sqlx::postgres::{PgListener, PgNotification};
use tokio::{
    sync::broadcast::{Receiver, error::RecvError},
    task::JoinHandle,
};

use domain::entropy;

use crate::{
    fault::Fault,
    http::Drain,
    live::{Change, Live},
    services::Shared,
    store::{Db, relay},
};

/// How many changes one notification holds at most: PostgreSQL takes less than 8 000 bytes, and a change has fewer than 200.
const AT_ONCE: usize = 32;
/// How long to rest when the other servers cannot be reached.
const REST: Duration = Duration::from_secs(1);

/// What goes over the wire: who tells, and what.
type Told = (String, Vec<Change>);

/// Begins to hear the other servers and to tell them; nothing where there are none. When it returns, what another server tells is heard.
///
/// # Errors
/// When the database cannot be listened to.
pub async fn start(shared: &Shared, drain: Drain) -> Result<Option<JoinHandle<()>>, Fault> {
    let Some(listener) = relay::listener(&shared.db).await? else { return Ok(None) };
    let id: String = entropy::bytes::<8>(&*shared.entropy).iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    let outward = shared.live.listen_outward();
    let (db, live) = (shared.db.clone(), shared.live.clone());
    Ok(Some(tokio::spawn(async move {
        tokio::select! {
            () = drain.begun() => {}
            () = hear(listener, live, &id) => {}
            () = tell(db, outward, &id) => {}
        }
    })))
}

/// Passes in what others tell, for ever.
async fn hear(mut listener: PgListener, live: Live, id: &str) {
    loop {
        match listener.try_recv().await {
            Ok(Some(notification)) => pass_in(&notification, &live, id),
            // The connection broke and is a new one: what was told in between is lost.
            Ok(None) => live.pass_in(Change::Time),
            Err(error) => {
                let fault = Fault::from(error);
                tracing::warn!(error = &fault as &dyn std::error::Error, "the other servers cannot be heard");
                tokio::time::sleep(REST).await;
            }
        }
    }
}

fn pass_in(notification: &PgNotification, live: &Live, id: &str) {
    match serde_json::from_str::<Told>(notification.payload()) {
        Ok((from, _)) if from == id => {}
        Ok((_, changes)) => changes.into_iter().for_each(|change| live.pass_in(change)),
        // A newer program's word: something changed, whatever it is.
        Err(_) => live.pass_in(Change::Time),
    }
}

/// Passes on what is told here, for ever: whatever waits, in one notification. After one that did not go out everybody looks again.
async fn tell(db: Db, mut outward: Receiver<Change>, id: &str) {
    let mut lost = false;
    loop {
        let mut changes = match outward.recv().await {
            Ok(change) => vec![change],
            Err(RecvError::Lagged(_)) => vec![Change::Time],
            Err(RecvError::Closed) => return,
        };
        while changes.len() < AT_ONCE
            && let Ok(change) = outward.try_recv()
        {
            changes.push(change);
        }
        if std::mem::take(&mut lost) {
            changes = vec![Change::Time];
        }
        if let Err(fault) = send(&db, (id.to_owned(), changes)).await {
            tracing::warn!(error = &fault as &dyn std::error::Error, "the other servers could not be told");
            lost = true;
            tokio::time::sleep(REST).await;
        }
    }
}

async fn send(db: &Db, told: Told) -> Result<(), Fault> {
    let text = serde_json::to_string(&told).map_err(|error| Fault::other("writing to the other servers", error))?;
    debug_assert!(text.len() < 8_000, "PostgreSQL takes no longer one");
    relay::notify(db, &text).await
}
