//! The ports that `app` names, over the use cases. Here a fault becomes a reference: logged once, with its source, under
//! the request's id, and never shown.

use async_trait::async_trait;

use app::{
    backend::{Answer, Desk, Kiosks, Log, Oversight, Phone, Policies},
    desk::gate::Chosen,
    desk::view::{Acted, Draft, Found, Identifier, NewSession, Place, RailItem, Topic, Workspace},
    error::ApiError,
    kiosk::view::{KioskPage, KioskRow},
    log::{
        outside::{OutsideSearch, OutsideView},
        view::{EntryView, LogState, LogView, StoryView},
    },
    oversight::view::{AlertPage, AlertRow, AlertSearch, FewWays, FloorView},
    phone::{
        place::Place as PhonePlace,
        screen::Truth,
        view::{NotMePage, PutBackPage, RegisterPage},
    },
    policy::view::{DraftView, PolicyView, VersionView},
    prove::view::LinkPage,
    pruning::view::Pruned,
    receipt::view::{About, Receipted},
};
use domain::{
    agent::{Administrator, Agent, LogReader, Overseer, Supervisor},
    alert::AlertOutcome,
    assurance::Method,
    audit_search::Search,
    channel::Channel,
    customer::Field,
    ids::{AlertId, ChallengeId, DeviceId, KioskId, PasskeyId, SessionId},
    numbers::{Numbers, Span},
    refusal::Refusal,
    reveal::Reason,
    secret::Secret,
    text::{CustomerNumber, ShownText},
};

use super::{
    Outcome, Shared, Trouble, alerts, ask, audit_search, coverage, floor, freeze, home, kiosks, links, log, log_receipt, look_up, not_me,
    numbers, passkeys, policies, pruning, put_back, reveals, run, sessions, suspend, totps, transfer, workspace,
};
use crate::store::device::Device;

/// The use cases as one request sees them.
#[derive(Clone)]
pub struct Doors {
    /// The use cases' surroundings.
    pub shared: Shared,
    /// The request's id.
    pub reference: String,
    /// The phone whose cookie came along.
    pub phone: Option<Device>,
    /// A kiosk's handle, if one came along.
    pub kiosk: Option<Secret<String>>,
}

impl Doors {
    /// Says a trouble to the person: a refusal as it is, a fault by its reference.
    ///
    /// # Errors
    /// The trouble, as it crosses the wire.
    pub fn say<T>(&self, outcome: Outcome<T>) -> Answer<T> {
        outcome.map_err(|trouble| say(trouble, &self.reference))
    }
}

/// A trouble as it crosses the wire.
#[must_use]
pub fn say(trouble: Trouble, reference: &str) -> ApiError {
    match trouble {
        Trouble::Refused(refusal) => ApiError::Refused(refusal),
        Trouble::Fault(fault) => {
            tracing::error!(error = &fault as &dyn std::error::Error, reference, "a use case failed");
            ApiError::Internal { reference: reference.to_owned() }
        }
    }
}

#[async_trait]
impl Desk for Doors {
    fn topics(&self) -> Vec<Topic> {
        workspace::topics(&self.shared)
    }

    async fn rail(&self, agent: &Agent) -> Answer<Vec<RailItem>> {
        self.say(workspace::rail(&self.shared, agent).await)
    }

    async fn look_up(&self, agent: &Agent, identifier: &Identifier) -> Answer<Vec<Found>> {
        self.say(look_up::look_up(&self.shared, agent, identifier).await)
    }

    async fn open(&self, agent: &Agent, new: NewSession) -> Answer<SessionId> {
        self.say(sessions::open(&self.shared, agent, new).await)
    }

    async fn workspace(&self, agent: &Agent, session: SessionId, place: Place) -> Answer<Workspace> {
        self.say(workspace::workspace(&self.shared, agent, session, place).await)
    }

    async fn end(&self, agent: &Agent, session: SessionId) -> Answer<()> {
        self.say(sessions::end(&self.shared, agent, session).await)
    }

    async fn take_over(&self, agent: &Agent, session: SessionId) -> Answer<()> {
        self.say(sessions::take_over(&self.shared, agent, session).await)
    }

    async fn move_to(&self, agent: &Agent, session: SessionId, to: Channel) -> Answer<()> {
        self.say(transfer::move_to(&self.shared, agent, session, to).await)
    }

    async fn reveal(&self, agent: &Agent, session: SessionId, field: Field, reason: &Reason) -> Answer<()> {
        self.say(reveals::reveal(&self.shared, agent, session, field, reason).await)
    }

    async fn hide(&self, agent: &Agent, session: SessionId, field: Field) -> Answer<()> {
        self.say(reveals::hide(&self.shared, agent, session, field).await)
    }

    async fn suspect_attack(&self, agent: &Agent, session: SessionId) -> Answer<()> {
        self.say(sessions::suspect_attack(&self.shared, agent, session).await)
    }

    async fn suspend_phone(&self, agent: &Agent, session: SessionId, device: DeviceId) -> Answer<()> {
        self.say(suspend::by_agent(&self.shared, agent, session, device).await)
    }

    async fn act(&self, agent: &Agent, session: SessionId, draft: Draft, by: Option<Method>, key: &str) -> Answer<Acted> {
        self.say(ask::act_by(&self.shared, agent, session, draft, by, key).await)
    }

    async fn raise(&self, agent: &Agent, session: SessionId, chosen: Option<Chosen>) -> Answer<ChallengeId> {
        self.say(ask::raise(&self.shared, agent, session, chosen).await)
    }

    async fn withdraw(&self, agent: &Agent, session: SessionId, challenge: ChallengeId) -> Answer<()> {
        self.say(ask::withdraw(&self.shared, agent, session, challenge).await)
    }

    async fn run_approved(&self, agent: &Agent, session: SessionId, challenge: ChallengeId, draft: Draft, key: &str) -> Answer<()> {
        self.say(run::run_approved(&self.shared, agent, session, challenge, draft, key).await)
    }
}

#[async_trait]
impl Oversight for Doors {
    async fn floor(&self, _: &Supervisor) -> Answer<FloorView> {
        self.say(floor::floor(&self.shared).await)
    }

    async fn alerts(&self, _: &LogReader, search: AlertSearch) -> Answer<AlertPage> {
        self.say(alerts::page(&self.shared, search).await)
    }

    async fn alert(&self, _: &LogReader, alert: AlertId) -> Answer<AlertRow> {
        self.say(alerts::one(&self.shared, alert).await)
    }

    async fn acknowledge(&self, supervisor: &Supervisor, alert: AlertId) -> Answer<()> {
        self.say(alerts::acknowledge(&self.shared, supervisor, alert).await)
    }

    async fn end_freeze(&self, supervisor: &Supervisor, alert: AlertId, outcome: AlertOutcome, note: &str) -> Answer<()> {
        self.say(freeze::end_freeze(&self.shared, supervisor, alert, outcome, note).await)
    }

    async fn close_alert(&self, supervisor: &Supervisor, alert: AlertId, outcome: AlertOutcome, note: &str) -> Answer<()> {
        self.say(alerts::close(&self.shared, supervisor, alert, outcome, note).await)
    }

    async fn numbers(&self, _: &LogReader, span: Span) -> Answer<Numbers> {
        self.say(numbers::numbers(&self.shared, span).await)
    }

    async fn few_ways(&self, reader: &Overseer, after: Option<CustomerNumber>) -> Answer<FewWays> {
        self.say(coverage::few_ways(&self.shared, reader, after.as_ref()).await)
    }
}

#[async_trait]
impl Log for Doors {
    async fn search(&self, reader: &LogReader, search: Search) -> Answer<LogView> {
        let state = self.log_state().await?;
        let page = self.say(audit_search::page(&self.shared, reader, search).await)?;
        Ok(LogView { state, ..page })
    }

    async fn log_state(&self) -> Answer<Option<LogState>> {
        self.say(log::shown(&self.shared).await.map_err(Trouble::from))
    }

    async fn entry(&self, reader: &LogReader, number: u64) -> Answer<EntryView> {
        self.say(audit_search::entry(&self.shared, reader, number).await)
    }

    async fn pruned(&self, _: &LogReader, number: u64) -> Answer<Option<Pruned>> {
        self.say(pruning::pruned(&self.shared, number).await)
    }

    async fn story(&self, reader: &LogReader, session: SessionId) -> Answer<StoryView> {
        self.say(audit_search::story(&self.shared, reader, session).await)
    }

    async fn outside(&self, reader: &LogReader, search: OutsideSearch) -> Answer<OutsideView> {
        self.say(audit_search::outside(&self.shared, reader, search).await)
    }

    async fn receipt(&self, reader: &LogReader, number: u64) -> Answer<Receipted> {
        self.say(log_receipt::page(&self.shared, reader, number).await)
    }
}

#[async_trait]
impl Policies for Doors {
    async fn page(&self, _: &Overseer) -> Answer<PolicyView> {
        self.say(policies::page(&self.shared).await)
    }

    async fn version(&self, reader: &Overseer, version: u32) -> Answer<VersionView> {
        self.say(policies::version(&self.shared, reader, version).await)
    }

    async fn draft(&self, _: &Administrator, from: Option<u32>) -> Answer<DraftView> {
        self.say(policies::draft(&self.shared, from).await)
    }

    async fn propose(&self, administrator: &Administrator, base: u32, text: &str, reason: &ShownText) -> Answer<u32> {
        self.say(policies::propose(&self.shared, administrator, base, text, reason).await)
    }

    async fn approve(&self, administrator: &Administrator, version: u32) -> Answer<()> {
        self.say(policies::approve(&self.shared, administrator, version).await)
    }

    async fn reject(&self, administrator: &Administrator, version: u32) -> Answer<()> {
        self.say(policies::reject(&self.shared, administrator, version).await)
    }

    async fn withdraw(&self, administrator: &Administrator, version: u32) -> Answer<()> {
        self.say(policies::withdraw(&self.shared, administrator, version).await)
    }
}

#[async_trait]
impl Phone for Doors {
    async fn page(&self, place: PhonePlace) -> Answer<Truth> {
        self.say(home::page(&self.shared, self.phone.as_ref(), place).await)
    }

    fn organisation(&self) -> (String, String) {
        (self.shared.settings.organisation.clone(), self.shared.settings.hotline.clone())
    }

    async fn put_back_page(&self, token: &str) -> Answer<PutBackPage> {
        self.say(put_back::page(&self.shared, token).await)
    }

    async fn put_back(&self, token: &str) -> Answer<()> {
        self.say(put_back::by_link(&self.shared, token).await)
    }

    async fn not_me_page(&self, token: &str) -> Answer<NotMePage> {
        self.say(not_me::page(&self.shared, token).await)
    }

    async fn not_me(&self, token: &str) -> Answer<()> {
        self.say(not_me::press(&self.shared, token).await)
    }

    async fn register_page(&self, token: &str) -> Answer<RegisterPage> {
        self.say(passkeys::invited::page(&self.shared, token).await)
    }

    async fn link_page(&self, token: &str) -> Answer<LinkPage> {
        self.say(links::page(&self.shared, token).await)
    }

    async fn link_refuse(&self, token: &str, told_to: bool) -> Answer<()> {
        self.say(links::refuse(&self.shared, token, told_to).await)
    }

    async fn receipt(&self, about: About) -> Answer<Receipted> {
        self.say(log_receipt::page_for_phone(&self.shared, self.phone.as_ref(), about).await)
    }

    async fn suspend(&self, device: DeviceId) -> Answer<()> {
        let phone = self.phone.as_ref().ok_or(ApiError::Refused(Refusal::NotSignedIn))?;
        self.say(suspend::by_customer(&self.shared, phone, device).await)
    }

    async fn remove_passkey(&self, passkey: PasskeyId) -> Answer<()> {
        let phone = self.phone.as_ref().ok_or(ApiError::Refused(Refusal::NotSignedIn))?;
        let removed = async {
            suspend::not_suspended(&self.shared, phone).await?;
            passkeys::remove(&self.shared, phone, passkey).await
        };
        self.say(removed.await)
    }

    async fn remove_totp(&self) -> Answer<()> {
        let phone = self.phone.as_ref().ok_or(ApiError::Refused(Refusal::NotSignedIn))?;
        let removed = async {
            suspend::not_suspended(&self.shared, phone).await?;
            totps::remove(&self.shared, phone).await
        };
        self.say(removed.await)
    }

    async fn bring_back(&self, device: DeviceId) -> Answer<()> {
        let phone = self.phone.as_ref().ok_or(ApiError::Refused(Refusal::NotSignedIn))?;
        self.say(suspend::bring_back(&self.shared, phone, device).await)
    }
}

#[async_trait]
impl Kiosks for Doors {
    async fn page(&self) -> Answer<KioskPage> {
        self.say(kiosks::look(&self.shared, self.kiosk.as_ref()).await.map(|seen| seen.page))
    }

    async fn all(&self, _: &Administrator) -> Answer<Vec<KioskRow>> {
        self.say(kiosks::all(&self.shared).await)
    }

    async fn set_up(&self, administrator: &Administrator, code: &str, name: &ShownText) -> Answer<()> {
        self.say(kiosks::set_up(&self.shared, administrator, code, name).await)
    }

    async fn retire(&self, administrator: &Administrator, kiosk: KioskId) -> Answer<()> {
        self.say(kiosks::retire(&self.shared, administrator, kiosk).await)
    }

    async fn choose(&self, agent: &Agent, session: SessionId, kiosk: KioskId) -> Answer<()> {
        self.say(kiosks::choose(&self.shared, agent, session, kiosk).await)
    }

    async fn let_go(&self, agent: &Agent, session: SessionId) -> Answer<()> {
        self.say(kiosks::let_go(&self.shared, agent, session).await)
    }
}
