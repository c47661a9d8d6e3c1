//! One open stream: when it looks, and what it says.

use std::{convert::Infallible, time::Duration};

use axum::response::{
    IntoResponse, Response, Sse,
    sse::{Event, KeepAlive},
};
use futures::{StreamExt, stream};
use tokio::{
    sync::broadcast::{
        Receiver,
        error::{RecvError, TryRecvError},
    },
    time::Instant,
};

use domain::{secret::Hashed, time::Timestamp};

use super::{Streams, pages::Page};
use crate::{
    fault::Fault,
    http::{Drain, metrics::OpenStream},
    live::Change,
    services::{Outcome, Shared, Trouble},
};

/// How often an open stream asks whether its sign-in still holds, and says that it lives.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// What an event says that carries no truth. It cannot be nothing: a browser drops an event without data.
const WORD: &str = "look";

/// One open stream.
struct Reader<P> {
    page: P,
    shared: Shared,
    drain: Drain,
    changes: Receiver<Change>,
    wake_at: Option<Timestamp>,
    sent: Option<Hashed>,
    looked_at: Instant,
    over: bool,
    _counted: OpenStream,
}

/// Opens a stream. The first read is done before the answer begins, so that a refusal is an answer and not a broken stream.
pub(super) async fn open<P: Page>(streams: Streams, page: P) -> Outcome<Response> {
    let Streams { shared, shell } = streams;
    let changes = shared.live.listen();
    let mut reader = Reader {
        page,
        shared,
        drain: shell.drain.clone(),
        changes,
        wake_at: None,
        sent: None,
        looked_at: Instant::now(),
        over: false,
        _counted: shell.metrics.stream_opened(),
    };
    let first = reader.look().await?;
    let rest = stream::unfold(reader, |mut reader| async move { reader.next().await.map(|event| (event, reader)) });
    let events = stream::iter(first).chain(rest).map(Ok::<_, Infallible>);
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(HEARTBEAT)).into_response())
}

impl<P: Page> Reader<P> {
    /// The next event: the truth when it changed, or the last word.
    async fn next(&mut self) -> Option<Event> {
        while !self.over {
            self.wait().await;
            if self.over {
                return Some(Event::default().event("bye").data("reconnect"));
            }
            match self.look().await {
                Ok(Some(event)) => return Some(event),
                Ok(None) => {}
                Err(Trouble::Refused(refusal)) => {
                    self.over = true;
                    return Some(Event::default().event("bye").data(refusal.code()));
                }
                Err(Trouble::Fault(fault)) => {
                    tracing::error!(error = &fault as &dyn std::error::Error, "a stream could not read");
                    self.over = true;
                    return Some(Event::default().event("bye").data("reconnect"));
                }
            }
        }
        None
    }

    /// Waits until something concerns this page, time changes it, or the server stops.
    async fn wait(&mut self) {
        loop {
            let until = self.wake_at.map_or(HEARTBEAT, |at| at.since(self.shared.now()).try_into().unwrap_or_default()).min(HEARTBEAT);
            tokio::select! {
                () = self.drain.begun() => {
                    self.over = true;
                    return;
                }
                () = tokio::time::sleep(until) => {
                    if P::BEATS {
                        self.sent = None;
                    }
                    return;
                }
                change = self.changes.recv() => match change {
                    Ok(Change::Time) => {
                        // What every page counts from is another now.
                        self.sent = None;
                        return;
                    }
                    Ok(change) if self.page.concerns(change) => return self.rest().await,
                    Ok(_) => {}
                    Err(RecvError::Lagged(_)) => return self.rest().await,
                    Err(RecvError::Closed) => {
                        self.over = true;
                        return;
                    }
                },
            }
        }
    }

    /// Waits until it may look again, and hears meanwhile what it will read then.
    async fn rest(&mut self) {
        let until = self.looked_at + P::REST;
        tokio::select! {
            () = self.drain.begun() => self.over = true,
            () = tokio::time::sleep_until(until) => {}
        }
        if P::REST == Duration::ZERO {
            return;
        }
        loop {
            match self.changes.try_recv() {
                Ok(Change::Time) => self.sent = None,
                Ok(_) | Err(TryRecvError::Lagged(_)) => {}
                Err(TryRecvError::Empty | TryRecvError::Closed) => return,
            }
        }
    }

    /// Reads the truth; an event if it is another than the one sent last.
    async fn look(&mut self) -> Outcome<Option<Event>> {
        let truth = self.page.read(&self.shared).await?;
        self.looked_at = Instant::now();
        self.wake_at = P::changes_at(&truth);
        let mut json = serde_json::to_value(&truth).map_err(|error| Fault::other("writing an event", error))?;
        let data = if P::CARRIES { json.to_string() } else { WORD.to_owned() };
        // The clock runs on; that alone is no news.
        if let Some(members) = json.as_object_mut() {
            members.remove("now");
        }
        let hash = Hashed::of(&json.to_string());
        if self.sent == Some(hash) {
            return Ok(None);
        }
        self.sent = Some(hash);
        Ok(Some(Event::default().event(P::EVENT).data(data)))
    }
}
