//! What each kind of stream shows, to whom, and what concerns it.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use serde::Serialize;

use app::{
    desk::view::{Place, SecondStands},
    kiosk::view::KioskPage,
    oversight::view::FloorView,
};
use domain::{
    agent::{Agent, LogReader, Overseer},
    assurance::WARNING,
    customer::Seen,
    ids::{CustomerId, KioskId, SecondPersonId, SessionId},
    refusal::Refusal,
    secret::Secret,
    time::Timestamp,
};

use crate::{
    live::Change,
    services::{Outcome, Shared, access, accounts::CurrentSignIn, exports, floor, home, kiosks, second_person, workspace},
    store::device::{self, Device},
};

/// What a stream shows, and to whom.
pub(super) trait Page: Send + Sync + 'static {
    /// The event's name.
    const EVENT: &'static str;
    /// Whether the event holds the truth. A page that is drawn on the server fetches its drawing instead.
    const CARRIES: bool;
    /// Whether it wants to hear the same again when nothing changed, to know that it is not cut off.
    const BEATS: bool;
    /// For how long it does not look again after it has looked: what changes meanwhile is read together.
    const REST: Duration = Duration::ZERO;
    /// What is shown.
    type Truth: Serialize + Send;

    /// Reads it, with every right checked anew.
    fn read(&self, shared: &Shared) -> impl Future<Output = Outcome<Self::Truth>> + Send;
    /// When time alone changes it next.
    fn changes_at(truth: &Self::Truth) -> Option<Timestamp>;
    /// Whether a change is about it.
    fn concerns(&self, change: Change) -> bool;
}

/// A session's page.
pub(super) struct DeskPage {
    pub(super) agent: Agent,
    pub(super) current: CurrentSignIn,
    pub(super) session: SessionId,
    pub(super) customer: CustomerId,
    pub(super) place: Place,
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
        let asked = truth.asked.as_ref().and_then(|asked| asked.outcome.as_ref()?.second());
        let second = asked.or(truth.second.as_ref()).filter(|second| second.stands == SecondStands::Waiting).map(|second| second.until);
        let shown = truth.record.iter().filter_map(|row| if let Seen::Revealed { until, .. } = row.seen { Some(until) } else { None });
        [truth.assurance.until, warning, challenge, second].into_iter().flatten().chain(shown).min()
    }

    fn concerns(&self, change: Change) -> bool {
        match change {
            Change::Session { session, agent, .. } => session == self.session || agent == self.agent.id(),
            Change::Customer(customer) => customer == self.customer,
            Change::SignedOut(agent) => agent == self.agent.id(),
            Change::Kiosk(_) | Change::Policy | Change::Time => true,
            Change::Access | Change::Exports | Change::Floor => false,
        }
    }
}

/// What the floor shows.
#[derive(Serialize)]
pub(super) struct FloorTruth {
    #[serde(flatten)]
    floor: FloorView,
    /// What waits for a second person, and until when.
    second_persons: Vec<(SecondPersonId, Timestamp)>,
}

/// The floor.
pub(super) struct FloorPage {
    pub(super) current: CurrentSignIn,
}

impl Page for FloorPage {
    const EVENT: &'static str = "page";
    const CARRIES: bool = false;
    const BEATS: bool = false;
    // With hundreds of sessions something changes all the time, and whoever watches reads no faster than this.
    const REST: Duration = Duration::from_millis(500);
    type Truth = FloorTruth;

    async fn read(&self, shared: &Shared) -> Outcome<Self::Truth> {
        if !self.current.still_holds(shared).await? {
            return Err(Refusal::NotSignedIn.into());
        }
        Ok(FloorTruth { floor: floor::floor(shared).await?, second_persons: second_person::waiting(shared).await? })
    }

    fn changes_at(truth: &Self::Truth) -> Option<Timestamp> {
        truth.second_persons.iter().map(|(_, until)| *until).chain(truth.floor.changes_at).min()
    }

    fn concerns(&self, change: Change) -> bool {
        match change {
            Change::Session { .. } | Change::Customer(_) | Change::Kiosk(_) | Change::Policy | Change::Floor | Change::Time => true,
            Change::SignedOut(agent) => self.current.staff().is_some_and(|staff| staff.id == agent),
            Change::Access | Change::Exports => false,
        }
    }
}

/// A page of who may do what.
pub(super) struct AccessPage {
    pub(super) overseer: Overseer,
    pub(super) current: CurrentSignIn,
}

impl Page for AccessPage {
    const EVENT: &'static str = "page";
    const CARRIES: bool = false;
    const BEATS: bool = false;
    type Truth = app::access::view::AccessView;

    async fn read(&self, shared: &Shared) -> Outcome<Self::Truth> {
        if !self.current.still_holds(shared).await? {
            return Err(Refusal::NotSignedIn.into());
        }
        access::page(shared, &self.overseer, None).await
    }

    fn changes_at(_: &Self::Truth) -> Option<Timestamp> {
        None
    }

    fn concerns(&self, change: Change) -> bool {
        match change {
            Change::Access => true,
            Change::SignedOut(agent) => self.current.staff().is_some_and(|staff| staff.id == agent),
            Change::Session { .. }
            | Change::Customer(_)
            | Change::Kiosk(_)
            | Change::Policy
            | Change::Exports
            | Change::Floor
            | Change::Time => false,
        }
    }
}

/// The page of exports.
pub(super) struct ExportsPage {
    pub(super) reader: LogReader,
    pub(super) current: CurrentSignIn,
}

impl Page for ExportsPage {
    const EVENT: &'static str = "page";
    const CARRIES: bool = false;
    const BEATS: bool = false;
    type Truth = app::exports::view::ExportsView;

    async fn read(&self, shared: &Shared) -> Outcome<Self::Truth> {
        if !self.current.still_holds(shared).await? {
            return Err(Refusal::NotSignedIn.into());
        }
        exports::page(shared, &self.reader).await
    }

    fn changes_at(truth: &Self::Truth) -> Option<Timestamp> {
        truth.open.iter().map(|row| row.until).min()
    }

    fn concerns(&self, change: Change) -> bool {
        match change {
            Change::Exports | Change::Time => true,
            Change::SignedOut(agent) => self.reader.staff().id == agent,
            Change::Session { .. } | Change::Customer(_) | Change::Kiosk(_) | Change::Policy | Change::Access | Change::Floor => false,
        }
    }
}

/// A screen at a counter.
pub(super) struct KioskScreen {
    handle: Secret<String>,
    /// What it showed when it was read last.
    about: Mutex<(Option<KioskId>, Option<SessionId>)>,
}

impl KioskScreen {
    pub(super) fn of(handle: Secret<String>) -> Self {
        Self { handle, about: Mutex::default() }
    }
}

impl Page for KioskScreen {
    const EVENT: &'static str = "page";
    const CARRIES: bool = false;
    // A screen that nobody tells anything must not go on showing what may be over.
    const BEATS: bool = true;
    type Truth = KioskPage;

    async fn read(&self, shared: &Shared) -> Outcome<Self::Truth> {
        let seen = kiosks::look(shared, Some(&self.handle)).await?;
        *self.about.lock().unwrap_or_else(PoisonError::into_inner) = (seen.id, seen.session);
        if seen.id.is_none() {
            return Err(Refusal::NotSignedIn.into());
        }
        Ok(seen.page)
    }

    fn changes_at(truth: &Self::Truth) -> Option<Timestamp> {
        match truth {
            KioskPage::NotOne => None,
            KioskPage::Waits { until, .. } => Some(*until),
            KioskPage::Is { changes_at, .. } => *changes_at,
        }
    }

    fn concerns(&self, change: Change) -> bool {
        let (id, session) = *self.about.lock().unwrap_or_else(PoisonError::into_inner);
        match change {
            Change::Kiosk(changed) => id == Some(changed),
            Change::Session { session: changed, .. } => session == Some(changed),
            // A freeze stops every session of the customer, whichever that is.
            Change::Customer(_) => session.is_some(),
            Change::SignedOut(_) | Change::Policy | Change::Access | Change::Exports | Change::Floor => false,
            Change::Time => true,
        }
    }
}

/// A customer's phone.
pub(super) struct PhonePage {
    pub(super) phone: Device,
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
            Change::Kiosk(_) | Change::SignedOut(_) | Change::Policy | Change::Access | Change::Exports | Change::Floor => false,
            Change::Time => true,
        }
    }
}
