//! The ports: what the screens need, said as small traits. `server` implements them; a scripted fake can too.
//!
//! Each method that acts takes the witness of the right it needs, so there is no call without the right.

use std::sync::Arc;

use async_trait::async_trait;
use domain::{
    access::{Decision, Grant},
    agent::{Administrator, Agent, LogReader, Overseer, Reviewer, Role, Staff, Supervisor},
    alert::AlertOutcome,
    assurance::Method,
    audit_search::Search,
    channel::Channel,
    customer::Field,
    ids::{AccessReviewId, AgentId, AlertId, ChallengeId, DeviceId, KioskId, PasskeyId, RightRequestId, SessionId},
    numbers::{Numbers, Span},
    reveal::Reason,
    text::{CustomerNumber, ShownText},
};
use leptos::prelude::{expect_context, use_context};

use crate::{
    access::view::{AccessView, PersonRow, PersonView},
    account::view::{Invited, OwnSignIn, SignInPage},
    desk::gate::Chosen,
    desk::typed::Typed,
    desk::view::{Acted, Draft, Found, Identifier, NewSession, Place, RailItem, Topic, Workspace},
    error::ApiError,
    exports::port::Exports,
    kiosk::view::{KioskPage, KioskRow},
    log::{
        outside::{OutsideSearch, OutsideView},
        view::{EntryView, LogState, LogView, StoryView},
    },
    oversight::{
        second_person::port::SecondPersons,
        view::{AlertPage, AlertRow, AlertSearch, FewWays, FloorView},
    },
    phone::{
        place::Place as PhonePlace,
        screen::Truth,
        view::{NotMePage, PutBackPage, RegisterPage},
    },
    policy::view::{DraftView, PolicyView, VersionView},
    prove::view::LinkPage,
    pruning::{port::Prunings, view::Pruned},
    receipt::view::{About, Receipted},
};

/// What a port answers.
pub type Answer<T> = Result<T, ApiError>;

/// The desk of an agent.
#[async_trait]
pub trait Desk: Send + Sync {
    /// What a contact can be about, with what the policy in force asks for it.
    fn topics(&self) -> Vec<Topic>;
    /// The agent's own sessions that are not over, newest last.
    async fn rail(&self, agent: &Agent) -> Answer<Vec<RailItem>>;
    /// Customers with exactly this identifier. Counted and written down.
    async fn look_up(&self, agent: &Agent, identifier: &Identifier) -> Answer<Vec<Found>>;
    /// Opens a session for the one customer with that identifier.
    async fn open(&self, agent: &Agent, new: NewSession) -> Answer<SessionId>;
    /// Everything one session's page shows.
    async fn workspace(&self, agent: &Agent, session: SessionId, place: Place) -> Answer<Workspace>;
    /// Ends the contact; its assurance dies with it.
    async fn end(&self, agent: &Agent, session: SessionId) -> Answer<()>;
    /// Takes a colleague's session over, by the customer's number or the session's own.
    async fn take_over(&self, agent: &Agent, session: SessionId) -> Answer<()>;
    /// Moves an own session to another channel: its evidence stays, its level is cut to what that reaches.
    async fn move_to(&self, agent: &Agent, session: SessionId, to: Channel) -> Answer<()>;
    /// Shows a masked field of an own session for a while, for a reason. Counted, written down, and shown to the customer.
    async fn reveal(&self, agent: &Agent, session: SessionId, field: Field, reason: &Reason) -> Answer<()>;
    /// Hides it before its time is over.
    async fn hide(&self, agent: &Agent, session: SessionId, field: Field) -> Answer<()>;
    /// Freezes at once; asks nothing.
    async fn suspect_attack(&self, agent: &Agent, session: SessionId) -> Answer<()>;
    /// Suspends a phone that the customer no longer has.
    async fn suspend_phone(&self, agent: &Agent, session: SessionId, device: DeviceId) -> Answer<()>;
    /// Runs the action if the gate allows it now, else asks the customer to approve exactly it, by that method if one was chosen.
    async fn act(&self, agent: &Agent, session: SessionId, draft: Draft, by: Option<Method>, key: &str) -> Answer<Acted>;
    /// Asks the customer to show that it is them; nothing changes by it.
    async fn raise(&self, agent: &Agent, session: SessionId, chosen: Option<Chosen>) -> Answer<ChallengeId>;
    /// Takes an open challenge back.
    async fn withdraw(&self, agent: &Agent, session: SessionId, challenge: ChallengeId) -> Answer<()>;
    /// Runs what the customer approved in that challenge, if `draft` is still exactly it.
    async fn run_approved(&self, agent: &Agent, session: SessionId, challenge: ChallengeId, draft: Draft, key: &str) -> Answer<()>;
}

/// Sign-ins and invitations. One value serves one request, because it holds that request's cookie.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// Whether the sign-in page offers demo staff, and whom.
    async fn sign_in_page(&self) -> Answer<SignInPage>;
    /// Options for `navigator.credentials.get`, as JSON (WebAuthn Level 3 section 5.1.10).
    async fn start_sign_in(&self) -> Answer<String>;
    /// Checks the credential's answer and signs in.
    async fn finish_sign_in(&self, credential: &str) -> Answer<Staff>;
    /// Demo only, on loopback only.
    async fn enter_as(&self, staff: AgentId) -> Answer<Staff>;
    /// For whom the one-time link is; refuses one that was used or has expired.
    async fn invitation(&self, token: &str) -> Answer<Invited>;
    /// Options for `navigator.credentials.create`, as JSON.
    async fn start_registration(&self, token: &str) -> Answer<String>;
    /// Registers the passkey, uses the link up, and signs in.
    async fn finish_registration(&self, token: &str, credential: &str) -> Answer<Staff>;
    /// Makes a one-time link for a new member of staff; the link is shown once.
    async fn invite(&self, administrator: &Administrator, name: ShownText, role: Role) -> Answer<String>;
    /// Options for making one's first passkey, in a demo only, as JSON.
    async fn start_first_passkey(&self, staff: &Staff) -> Answer<String>;
    /// Checks and keeps it.
    async fn finish_first_passkey(&self, staff: &Staff, credential: &str) -> Answer<()>;
    /// Whether they can make a passkey here: in a demo, if they have none.
    async fn may_make_passkey(&self, staff: &Staff) -> Answer<bool>;
    /// The person's own sign-ins that are not over.
    async fn own_sign_ins(&self, staff: &Staff) -> Answer<Vec<OwnSignIn>>;
    /// Ends this sign-in.
    async fn sign_out(&self, staff: &Staff) -> Answer<()>;
    /// Ends every sign-in of this person.
    async fn sign_out_everywhere(&self, staff: &Staff) -> Answer<()>;
}

/// Who may do what: overseers read it, reviewers end sign-ins and decide in reviews, administrators change rights.
#[async_trait]
pub trait Access: Send + Sync {
    /// That review, or else the one under way, or else the last one.
    async fn page(&self, reader: &Overseer, review: Option<AccessReviewId>) -> Answer<AccessView>;
    /// Everybody who is active.
    async fn people(&self, reader: &Overseer) -> Answer<Vec<PersonRow>>;
    /// One of them.
    async fn person(&self, reader: &Overseer, staff: AgentId) -> Answer<PersonView>;
    /// Ends every sign-in of somebody else.
    async fn end_sign_ins(&self, by: &Reviewer, staff: AgentId, reason: &ShownText) -> Answer<()>;
    /// Takes a right away, at once.
    async fn take(&self, by: &Administrator, grant: Grant, reason: &ShownText) -> Answer<()>;
    /// Asks for a right to be given; it waits for a second administrator.
    async fn ask(&self, by: &Administrator, grant: Grant, reason: &ShownText) -> Answer<()>;
    /// Gives what another administrator asked for.
    async fn give(&self, by: &Administrator, request: RightRequestId) -> Answer<()>;
    /// Does not give it, or takes one's own request back.
    async fn not_give(&self, by: &Administrator, request: RightRequestId) -> Answer<()>;
    /// Starts a review that is due at the end of that day.
    async fn start(&self, by: &Reviewer, name: &ShownText, due: &str) -> Answer<AccessReviewId>;
    /// Keeps a grant, or removes it at once.
    async fn decide(&self, by: &Reviewer, review: AccessReviewId, grant: Grant, decision: Decision) -> Answer<()>;
    /// Keeps everything that is in use, as far as it is theirs to decide.
    async fn keep_all_in_use(&self, by: &Reviewer, review: AccessReviewId) -> Answer<()>;
    /// Ends a review in which everything is decided.
    async fn finish(&self, by: &Reviewer, review: AccessReviewId) -> Answer<()>;
}

/// What a supervisor answers for.
#[async_trait]
pub trait Oversight: Send + Sync {
    /// The floor as it is now.
    async fn floor(&self, supervisor: &Supervisor) -> Answer<FloorView>;
    /// A page of alerts, newest first.
    async fn alerts(&self, reader: &LogReader, search: AlertSearch) -> Answer<AlertPage>;
    /// One alert.
    async fn alert(&self, reader: &LogReader, alert: AlertId) -> Answer<AlertRow>;
    /// Takes an alert up.
    async fn acknowledge(&self, supervisor: &Supervisor, alert: AlertId) -> Answer<()>;
    /// Ends the freeze an alert tells of, and says what it was; frozen sessions end with it.
    async fn end_freeze(&self, supervisor: &Supervisor, alert: AlertId, outcome: AlertOutcome, note: &str) -> Answer<()>;
    /// Says what an alert was that has nothing to end.
    async fn close_alert(&self, supervisor: &Supervisor, alert: AlertId, outcome: AlertOutcome, note: &str) -> Answer<()>;
    /// How verifying went over a span.
    async fn numbers(&self, reader: &LogReader, span: Span) -> Answer<Numbers>;
    /// Customers with fewer than two things to prove themselves with, those after a number. Reading it is in the record.
    async fn few_ways(&self, reader: &Overseer, after: Option<CustomerNumber>) -> Answer<FewWays>;
}

/// The audit log, for those who may read it. Each reading is in it.
#[async_trait]
pub trait Log: Send + Sync {
    /// What a search finds, and whether the log is whole.
    async fn search(&self, reader: &LogReader, search: Search) -> Answer<LogView>;
    /// Whether the log is whole; none while nobody can say.
    async fn log_state(&self) -> Answer<Option<LogState>>;
    /// One entry, by its number.
    async fn entry(&self, reader: &LogReader, number: u64) -> Answer<EntryView>;
    /// The pruning by which the entry with that number is gone, if it is.
    async fn pruned(&self, reader: &LogReader, number: u64) -> Answer<Option<Pruned>>;
    /// All that was written of a session.
    async fn story(&self, reader: &LogReader, session: SessionId) -> Answer<StoryView>;
    /// What ran outside of a version of the policy.
    async fn outside(&self, reader: &LogReader, search: OutsideSearch) -> Answer<OutsideView>;
    /// What the receipt of an entry says, by its number.
    async fn receipt(&self, reader: &LogReader, number: u64) -> Answer<Receipted>;
}

/// The assurance policy: who oversees reads it, administrators change it, two at a time.
#[async_trait]
pub trait Policies: Send + Sync {
    /// The one in force and its versions.
    async fn page(&self, reader: &Overseer) -> Answer<PolicyView>;
    /// One version, with what it changes and what it would have done.
    async fn version(&self, reader: &Overseer, version: u32) -> Answer<VersionView>;
    /// The file to begin a change from: that of a version, or the one in force.
    async fn draft(&self, administrator: &Administrator, from: Option<u32>) -> Answer<DraftView>;
    /// Proposes a version that was written from `base`; it waits for a second administrator.
    async fn propose(&self, administrator: &Administrator, base: u32, text: &str, reason: &ShownText) -> Answer<u32>;
    /// Puts somebody else's proposal in force.
    async fn approve(&self, administrator: &Administrator, version: u32) -> Answer<()>;
    /// Says no to somebody else's proposal.
    async fn reject(&self, administrator: &Administrator, version: u32) -> Answer<()>;
    /// Takes one's own proposal back.
    async fn withdraw(&self, administrator: &Administrator, version: u32) -> Answer<()>;
}

/// The customer's side, for what is drawn on the server. One value serves one request, because it holds its cookie.
#[async_trait]
pub trait Phone: Send + Sync {
    /// What is true of the phone whose cookie came along, and of the request that `place` names.
    async fn page(&self, place: PhonePlace) -> Answer<Truth>;
    /// The organisation's name and hotline, which every customer page shows.
    fn organisation(&self) -> (String, String);
    /// The change that a "this was not me" link would put back. Looking changes nothing.
    async fn put_back_page(&self, token: &str) -> Answer<PutBackPage>;
    /// Puts it back and freezes the account.
    async fn put_back(&self, token: &str) -> Answer<()>;
    /// What a "this was not me" link is about that has nothing to put back. Looking changes nothing.
    async fn not_me_page(&self, token: &str) -> Answer<NotMePage>;
    /// Freezes the account.
    async fn not_me(&self, token: &str) -> Answer<()>;
    /// Until when an invitation to make a passkey works. Looking changes nothing.
    async fn register_page(&self, token: &str) -> Answer<RegisterPage>;
    /// The request that a link opens. Looking changes nothing.
    async fn link_page(&self, token: &str) -> Answer<LinkPage>;
    /// "No, this isn't me" behind a link, or "Someone told me to".
    async fn link_refuse(&self, token: &str, told_to: bool) -> Answer<()>;
    /// Suspends another phone of the customer who holds this one.
    async fn suspend(&self, device: DeviceId) -> Answer<()>;
    /// Removes a passkey of the customer who holds this phone.
    async fn remove_passkey(&self, passkey: PasskeyId) -> Answer<()>;
    /// Removes the authenticator app of the customer who holds this phone.
    async fn remove_totp(&self) -> Answer<()>;
    /// What the receipt of an entry about the customer who holds this phone says.
    async fn receipt(&self, about: About) -> Answer<Receipted>;
    /// Brings another one back.
    async fn bring_back(&self, device: DeviceId) -> Answer<()>;
}

/// Screens at counters. One value serves one request, because it holds its cookie.
#[async_trait]
pub trait Kiosks: Send + Sync {
    /// What the screen shows whose cookie came along.
    async fn page(&self) -> Answer<KioskPage>;
    /// Every kiosk, by name.
    async fn all(&self, administrator: &Administrator) -> Answer<Vec<KioskRow>>;
    /// Makes the screen that shows that code a kiosk.
    async fn set_up(&self, administrator: &Administrator, code: &str, name: &ShownText) -> Answer<()>;
    /// Ends a kiosk for good.
    async fn retire(&self, administrator: &Administrator, kiosk: KioskId) -> Answer<()>;
    /// Puts an own session on a kiosk.
    async fn choose(&self, agent: &Agent, session: SessionId, kiosk: KioskId) -> Answer<()>;
    /// Takes an own session from its kiosk.
    async fn let_go(&self, agent: &Agent, session: SessionId) -> Answer<()>;
}

/// All ports of one request.
#[derive(Clone)]
pub struct Ports {
    /// The desk.
    pub desk: Arc<dyn Desk>,
    /// Who may do what.
    pub access: Arc<dyn Access>,
    /// Sign-ins.
    pub accounts: Arc<dyn Accounts>,
    /// Supervisors.
    pub oversight: Arc<dyn Oversight>,
    /// Second persons.
    pub second_persons: Arc<dyn SecondPersons>,
    /// Taking entries of the log away.
    pub exports: Arc<dyn Exports>,
    /// The audit log.
    pub log: Arc<dyn Log>,
    /// Prunings of it.
    pub prunings: Arc<dyn Prunings>,
    /// The assurance policy.
    pub policies: Arc<dyn Policies>,
    /// Customers.
    pub phone: Arc<dyn Phone>,
    /// Screens at counters.
    pub kiosks: Arc<dyn Kiosks>,
}

/// The ports of the request being served.
///
/// # Panics
/// Outside a request: the server gives every request its ports.
#[must_use]
pub fn ports() -> Ports {
    expect_context()
}

/// Who is signed in on this request; set by the server before anything is drawn.
#[derive(Clone, Debug, Default)]
pub struct SignedIn(pub Option<Staff>);

/// The person signed in, or the refusal that sends them to the sign-in page.
///
/// # Errors
/// [`domain::refusal::Refusal::NotSignedIn`].
pub fn signed_in() -> Answer<Staff> {
    use_context::<SignedIn>().and_then(|signed_in| signed_in.0).ok_or_else(|| domain::refusal::Refusal::NotSignedIn.into())
}

/// The idempotency key of the forms on the page being drawn: made by the server, sent back by the form, so that a press
/// that arrives twice acts once.
#[derive(Clone, Debug, Default)]
pub struct FormKey(pub String);

/// What the form of the page being drawn was answered, when the page is drawn in the answer itself; a form that leads back
/// has it in the page's address.
#[derive(Clone, Debug, Default)]
pub struct FormAnswer(pub Option<ApiError>);

/// What was typed into the form of the page being drawn, if it came back refused.
#[must_use]
pub fn typed() -> Typed {
    use_context().unwrap_or_default()
}

/// The key of the page being drawn.
#[must_use]
pub fn form_key() -> String {
    use_context::<FormKey>().unwrap_or_default().0
}
