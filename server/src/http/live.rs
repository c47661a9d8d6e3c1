//! Event streams: one for each open page, and one for each phone (Server-Sent Events, WHATWG HTML section 9.2).
//!
//! A stream reads the whole truth right after it is opened, at each change that concerns it, and when time alone changes
//! something, and says so if it is another than before. A phone is sent it; a page that the server draws is sent nothing
//! but the word, and fetches its drawing. A slow reader misses words, never the truth: it is told to read everything anew.
//! Rights are asked for again each time (E04).

use std::{convert::Infallible, time::Duration};

use axum::{
    Extension, Router,
    extract::{Path, Query, State},
    response::{
        IntoResponse, Response, Sse,
        sse::{Event, KeepAlive},
    },
    routing::get,
};
use futures::{StreamExt, stream};
use serde::{Deserialize, Serialize};
use tokio::sync::broadcast::{Receiver, error::RecvError};

use app::desk::view::Place;
use domain::{
    agent::{Agent, Supervisor},
    assurance::WARNING,
    ids::{CustomerId, SessionId},
    refusal::Refusal,
    secret::Hashed,
    time::Timestamp,
};

use super::{
    Drain, Shell,
    device::{Phone, Refused},
};
use crate::{
    live::Change,
    services::{Outcome, Shared, Trouble, accounts::CurrentSignIn, freeze, home, workspace},
    store::device::{self, Device},
};

/// How often an open stream asks whether its sign-in still holds, and says that it lives.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// What an event says that carries no truth. It cannot be nothing: a browser drops an event without data.
const WORD: &str = "look";

#[derive(Clone)]
struct Streams {
    shared: Shared,
    shell: Shell,
}

impl axum::extract::FromRef<Streams> for Shared {
    fn from_ref(streams: &Streams) -> Self {
        streams.shared.clone()
    }
}

/// The streams' routes.
pub fn router(shared: &Shared, shell: &Shell) -> Router {
    let streams = Streams { shared: shared.clone(), shell: shell.clone() };
    Router::new()
        .route("/live/desk/{session}", get(desk))
        .route("/live/floor", get(floor))
        .route("/device/v1/events", get(phone))
        .with_state(streams)
}

#[derive(Deserialize)]
struct Where {
    /// A [`Place`] as JSON.
    place: String,
}

async fn desk(
    State(streams): State<Streams>,
    Extension(current): Extension<CurrentSignIn>,
    Path(session): Path<SessionId>,
    Query(query): Query<Where>,
) -> Result<Response, Refused> {
    let staff = current.staff().cloned().ok_or(Refusal::NotSignedIn)?;
    let agent = Agent::try_from(staff)?;
    let place: Place = serde_json::from_str(&query.place).map_err(|_| Refusal::NotFound)?;
    let customer = workspace::customer_of(&streams.shared, &agent, session).await?;
    let page = DeskPage { agent, current, session, customer, place };
    Ok(open(streams, page).await?)
}

async fn floor(State(streams): State<Streams>, Extension(current): Extension<CurrentSignIn>) -> Result<Response, Refused> {
    let staff = current.staff().cloned().ok_or(Refusal::NotSignedIn)?;
    let _supervisor = Supervisor::try_from(staff)?;
    Ok(open(streams, FloorPage { current }).await?)
}

async fn phone(State(streams): State<Streams>, Phone(phone): Phone) -> Result<Response, Refused> {
    Ok(open(streams, PhonePage { phone }).await?)
}

/// What a stream shows, and to whom.
trait Page: Send + Sync + 'static {
    /// The event's name.
    const EVENT: &'static str;
    /// Whether the event holds the truth. A page that is drawn on the server fetches its drawing instead.
    const CARRIES: bool;
    /// Whether it wants to hear the same again when nothing changed, to know that it is not cut off.
    const BEATS: bool;
    /// What is shown.
    type Truth: Serialize + Send;

    /// Reads it, with every right checked anew.
    fn read(&self, shared: &Shared) -> impl Future<Output = Outcome<Self::Truth>> + Send;
    /// When time alone changes it next.
    fn changes_at(truth: &Self::Truth) -> Option<Timestamp>;
    /// Whether a change is about it.
    fn concerns(&self, change: Change) -> bool;
}

struct DeskPage {
    agent: Agent,
    current: CurrentSignIn,
    session: SessionId,
    customer: CustomerId,
    place: Place,
}

impl Page for DeskPage {
    const EVENT: &'static str = "page";
    const CARRIES: bool = false;
    const BEATS: bool = false;
    type Truth = app::desk::view::Workspace;

    async fn read(&self, shared: &Shared) -> Outcome<Self::Truth> {
        if !self.current.still_holds(shared).await? {
            return Err(Refusal::NotSignedIn.into());
        }
        workspace::workspace(shared, &self.agent, self.session, self.place).await
    }

    fn changes_at(truth: &Self::Truth) -> Option<Timestamp> {
        let challenge = truth.asked.as_ref().filter(|asked| asked.state.is_open()).map(|asked| asked.expires_at);
        let warning = truth.assurance.until.map(|until| until.before(WARNING)).filter(|at| *at > truth.now);
        [truth.assurance.until, warning, challenge].into_iter().flatten().min()
    }

    fn concerns(&self, change: Change) -> bool {
        match change {
            Change::Session { session, agent, .. } => session == self.session || agent == self.agent.id(),
            Change::Customer(customer) => customer == self.customer,
            Change::SignedOut(agent) => agent == self.agent.id(),
            Change::Policy | Change::Time => true,
        }
    }
}

struct FloorPage {
    current: CurrentSignIn,
}

impl Page for FloorPage {
    const EVENT: &'static str = "page";
    const CARRIES: bool = false;
    const BEATS: bool = false;
    type Truth = Vec<app::oversight::view::AlertRow>;

    async fn read(&self, shared: &Shared) -> Outcome<Self::Truth> {
        if !self.current.still_holds(shared).await? {
            return Err(Refusal::NotSignedIn.into());
        }
        freeze::alerts(shared).await
    }

    fn changes_at(_: &Self::Truth) -> Option<Timestamp> {
        None
    }

    // An account is frozen, or a freeze ends.
    fn concerns(&self, change: Change) -> bool {
        match change {
            Change::Customer(_) => true,
            Change::SignedOut(agent) => self.current.staff().is_some_and(|staff| staff.id == agent),
            Change::Session { .. } | Change::Policy | Change::Time => false,
        }
    }
}

struct PhonePage {
    phone: Device,
}

impl Page for PhonePage {
    const EVENT: &'static str = "home";
    const CARRIES: bool = true;
    // "You are talking to us" must not stand there when nobody tells the phone any more.
    const BEATS: bool = true;
    type Truth = app::phone::api::Home;

    async fn read(&self, shared: &Shared) -> Outcome<Self::Truth> {
        let phone = device::find(&shared.db, self.phone.id).await?.ok_or(Refusal::NotSignedIn)?;
        home::home(shared, &phone).await
    }

    fn changes_at(truth: &Self::Truth) -> Option<Timestamp> {
        truth.prompts.iter().map(|prompt| prompt.expires_at).min()
    }

    fn concerns(&self, change: Change) -> bool {
        match change {
            Change::Session { customer, .. } | Change::Customer(customer) => customer == self.phone.customer,
            Change::SignedOut(_) | Change::Policy => false,
            Change::Time => true,
        }
    }
}

/// One open stream.
struct Reader<P> {
    page: P,
    shared: Shared,
    drain: Drain,
    changes: Receiver<Change>,
    wake_at: Option<Timestamp>,
    sent: Option<Hashed>,
    over: bool,
    _counted: super::metrics::OpenStream,
}

/// Opens a stream. The first read is done before the answer begins, so that a refusal is an answer and not a broken stream.
async fn open<P: Page>(streams: Streams, page: P) -> Outcome<Response> {
    let Streams { shared, shell } = streams;
    let changes = shared.live.listen();
    let mut reader = Reader {
        page,
        shared,
        drain: shell.drain.clone(),
        changes,
        wake_at: None,
        sent: None,
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
                    Ok(change) if self.page.concerns(change) => return,
                    Ok(_) => {}
                    Err(RecvError::Lagged(_)) => return,
                    Err(RecvError::Closed) => {
                        self.over = true;
                        return;
                    }
                },
            }
        }
    }

    /// Reads the truth; an event if it is another than the one sent last.
    async fn look(&mut self) -> Outcome<Option<Event>> {
        let truth = self.page.read(&self.shared).await?;
        self.wake_at = P::changes_at(&truth);
        let mut json = serde_json::to_value(&truth).map_err(|error| crate::fault::Fault::other("writing an event", error))?;
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
