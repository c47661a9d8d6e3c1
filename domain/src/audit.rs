//! What is written down of every step.
//!
//! An entry is made in the same transaction as what it records. It names actor, customer, session, case, channel, level
//! and rule (SE3); of personal data it holds none but what the customer's own record holds under the same key.
//! To add an event: give it a variant, let a use case write it, say in `app` how the timeline tells it, and name a test in which it is written in
//! `server/tests/log/catalogue`, which fails by the event's name until then.

use serde::{Deserialize, Serialize};

use crate::{
    access::Decision,
    action::ActionKind,
    agent::Role,
    alert::{AlertBecause, AlertOutcome},
    assurance::{Level, Method},
    audit_log::retention::Retention,
    channel::{Channel, StartedBy},
    customer::Field,
    ids::{
        AccessReviewId, AgentId, AlertId, ChallengeId, CustomerId, DeviceId, EntryId, ExportId, PruningId, RunId, SecondPersonId, SessionId,
    },
    notification::{PushService, Undelivered},
    policy::Recorded,
    reveal, second_person,
    session::FrozenBecause,
    suspension::SuspendedBy,
    text::CaseReference,
    time::Timestamp,
};

/// Who did it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "actor", content = "id")]
pub enum Actor {
    /// A member of staff.
    Staff(AgentId),
    /// The customer, on a phone of theirs.
    Device(DeviceId),
    /// The customer, by a link sent to an address of theirs.
    CustomerLink(CustomerId),
    /// The customer, on the keypad of the telephone they are calling with.
    Keypad(CustomerId),
    /// The system, because time passed or it was told to start.
    System,
}

/// Where it happened; every part of it that there is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Whose account.
    pub customer: Option<CustomerId>,
    /// In which session.
    pub session: Option<SessionId>,
    /// Of which case.
    pub case: Option<CaseReference>,
    /// On which channel.
    pub channel: Option<Channel>,
    /// At which level.
    pub level: Option<Level>,
    /// By which rule.
    pub rule: Option<String>,
    /// Of which version of the policy.
    pub policy: Option<u32>,
}

/// In which form entries are taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// A table (RFC 4180).
    Csv,
    /// One JSON object a line.
    Jsonl,
}

impl ExportFormat {
    /// Every form.
    pub const ALL: [Self; 2] = [Self::Csv, Self::Jsonl];

    /// The word for it in the database and in addresses.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
        }
    }

    /// The form with that key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.key() == key)
    }

    /// Its name on screens.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Jsonl => "JSON Lines",
        }
    }
}

/// Why what stood beside entries was erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum ErasedBecause {
    /// It was asked for, of one customer.
    Request {
        /// Why, in the operator's words.
        reason: String,
    },
    /// It was kept for long enough.
    Retention {
        /// What it had been kept for.
        class: Retention,
    },
}

/// The method of a challenge from before there was another.
const fn push() -> Method {
    Method::Push
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum Event {
    /// A member of staff was invited.
    StaffInvited,
    /// They registered a passkey.
    StaffRegistered,
    /// They signed in.
    SignedIn,
    /// They signed out, here or everywhere.
    SignedOut {
        /// Whether every sign-in of theirs ended.
        everywhere: bool,
    },
    /// A passkey of theirs was named, and the answer to it did not fit: at signing in, or to approve something.
    StaffPasskeyRefused,
    /// They came to a door that is not for them.
    TurnedAway {
        /// Which page or function, such as `/access` or `/api/access/end-sign-ins`.
        door: String,
    },
    /// Somebody else ended every sign-in of a member of staff.
    SignInsEnded {
        /// Whose.
        staff: AgentId,
        /// How many there were.
        count: u32,
        /// Why, in their words.
        reason: String,
    },
    /// A right was taken from a member of staff.
    RightTaken {
        /// From whom.
        staff: AgentId,
        /// Which.
        role: Role,
        /// What they were trusted with before.
        before: Vec<Role>,
        /// What they are trusted with since.
        after: Vec<Role>,
        /// Why, in somebody's words or the product's.
        reason: String,
    },
    /// One administrator asked to give a right, which takes a second one.
    RightAsked {
        /// To whom.
        staff: AgentId,
        /// Which.
        role: Role,
        /// Why, in their words.
        reason: String,
    },
    /// A second administrator gave it.
    RightGiven {
        /// To whom.
        staff: AgentId,
        /// Which.
        role: Role,
        /// Who had asked for it.
        asked_by: AgentId,
        /// What they were trusted with before.
        before: Vec<Role>,
        /// What they are trusted with since.
        after: Vec<Role>,
    },
    /// It was not given: another administrator said no, or who asked took it back.
    RightNotGiven {
        /// To whom.
        staff: AgentId,
        /// Which.
        role: Role,
        /// Who had asked for it.
        asked_by: AgentId,
    },
    /// A review of every grant began.
    AccessReviewStarted {
        /// Which.
        review: AccessReviewId,
        /// Its name.
        name: String,
        /// When what is undecided lapses.
        due: Timestamp,
        /// How many grants it lists.
        grants: u32,
    },
    /// Something was decided over a grant under review; when its time was up, by nobody.
    AccessDecided {
        /// In which review.
        review: AccessReviewId,
        /// Whose grant.
        staff: AgentId,
        /// Which.
        role: Role,
        /// What.
        decision: Decision,
    },
    /// A review ended.
    AccessReviewEnded {
        /// Which.
        review: AccessReviewId,
        /// How many grants were kept.
        kept: u32,
        /// How many were removed by somebody's decision.
        removed: u32,
        /// How many lapsed: nobody had decided over them in time.
        lapsed: u32,
    },
    /// Somebody took the record of a review away.
    AccessReviewExported {
        /// Which.
        review: AccessReviewId,
        /// In which form.
        format: ExportFormat,
    },
    /// A session was opened.
    SessionOpened {
        /// Who started the contact.
        started_by: StartedBy,
        /// What it is about.
        reason: ActionKind,
    },
    /// Another agent took the session over.
    SessionTakenOver {
        /// Whose it was.
        from: AgentId,
    },
    /// The session was moved to another channel, and its level cut to what that reaches (W4).
    SessionMoved {
        /// From which.
        from: Channel,
        /// To which.
        to: Channel,
        /// The level before.
        before: Level,
        /// The level after.
        after: Level,
    },
    /// A session ended.
    SessionEnded,
    /// A session was frozen.
    SessionFrozen {
        /// Why.
        because: FrozenBecause,
    },
    /// A supervisor ended a freeze.
    FreezeEnded,
    /// A supervisor looked at an alert that had nothing to end; entries from before alerts had outcomes.
    AlertSeen,
    /// Supervisors were alerted of what no other entry tells.
    AlertRaised {
        /// Which alert.
        alert: AlertId,
        /// Why.
        because: AlertBecause,
        /// Of whom, if it is of a member of staff.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agent: Option<AgentId>,
    },
    /// What an alert told of went by itself.
    AlertOver {
        /// Which alert.
        alert: AlertId,
    },
    /// A supervisor took an alert up.
    AlertAcknowledged {
        /// Which.
        alert: AlertId,
    },
    /// A supervisor said what an alert turned out to be.
    AlertClosed {
        /// Which.
        alert: AlertId,
        /// What it was.
        outcome: AlertOutcome,
    },
    /// Somebody read which customers have fewer than two things to prove themselves with.
    FewWaysRead {
        /// How many were named to them.
        customers: u32,
    },
    /// Somebody searched the log.
    LogRead {
        /// By which facets; not what they asked of them, which may name a person.
        facets: Vec<String>,
        /// How many entries were shown to them.
        hits: u32,
    },
    /// Somebody read one entry of the log.
    EntryRead {
        /// Its number.
        number: u64,
    },
    /// Somebody read the whole story of a session.
    StoryRead {
        /// Which. Not the entry's scope: who reads a session is not told to those who serve it.
        session: SessionId,
    },
    /// Somebody made a receipt of one entry, which shows to anybody that it is in the log.
    ReceiptMade {
        /// Its number.
        number: u64,
    },
    /// What stood beside entries was erased.
    Erased {
        /// Beside how many.
        entries: u32,
        /// Why.
        because: ErasedBecause,
    },
    /// An administrator asked to prune the log's oldest entries, which takes a second person. The entry has the pruning's id.
    LogPruningAsked {
        /// The first entry that is to go.
        from: u64,
        /// The first that is to stay.
        to: u64,
        /// All of them were written before this instant.
        before: Timestamp,
        /// The size of a signed head that they lie under.
        head: u64,
        /// Its root.
        root: String,
        /// Until when it can be approved.
        until: Timestamp,
        /// Why, in their words.
        reason: String,
    },
    /// It is not done: somebody else said no, or whoever asked took it back.
    LogPruningRefused {
        /// Which.
        pruning: PruningId,
        /// Who had asked.
        asked_by: AgentId,
    },
    /// A second person approved it, with a passkey of their own: from this entry on those entries may be missing. What they signed stands
    /// beside it.
    LogPruned {
        /// Which.
        pruning: PruningId,
        /// The first entry that goes.
        from: u64,
        /// The first that stays.
        to: u64,
        /// The size of the signed head that they lie under.
        head: u64,
        /// Its root.
        root: String,
        /// Who had asked.
        asked_by: AgentId,
        /// Why, in their words.
        reason: String,
    },
    /// A legal hold of a customer began or ended.
    LegalHold {
        /// Whether it began: nothing of theirs is erased from then on.
        begins: bool,
        /// Why, in the operator's words.
        reason: String,
    },
    /// Somebody took entries of the log away.
    LogExported {
        /// By which facets they chose them.
        facets: Vec<String>,
        /// How many, at most.
        rows: u32,
        /// In which form.
        format: ExportFormat,
        /// What for, in their words.
        reason: String,
        /// By which approved request; entries from before one was needed lack it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        request: Option<ExportId>,
    },
    /// Somebody asked to take entries of the log away.
    ExportAsked {
        /// Which request.
        request: ExportId,
        /// By which facets they chose them; not what they asked of them, which may name a person.
        facets: Vec<String>,
        /// How many.
        rows: u32,
        /// In which form.
        format: ExportFormat,
        /// What for, in their words.
        reason: String,
        /// The hash of what was asked and of the entries' places ([`crate::export::Request::hash`]).
        hash: String,
    },
    /// Somebody else approved it, with a passkey of their own.
    ExportApproved {
        /// Which request.
        request: ExportId,
        /// Who had asked.
        asked_by: AgentId,
        /// The hash of what was asked, as they signed it.
        hash: String,
    },
    /// They did not. Why, in their words, stands beside the entry: it may name a person.
    ExportDenied {
        /// Which request.
        request: ExportId,
        /// Who had asked.
        asked_by: AgentId,
    },
    /// Whoever asked took it back.
    ExportWithdrawn {
        /// Which request.
        request: ExportId,
    },
    /// Its time was up.
    ExportExpired {
        /// Which request.
        request: ExportId,
        /// Whether it had been approved.
        approved: bool,
    },
    /// The customer was asked.
    Asked {
        /// Which challenge.
        challenge: ChallengeId,
        /// For which action; none when it only raises the level.
        action: Option<ActionKind>,
        /// By which method; entries from before there was more than one say push.
        #[serde(default = "push")]
        method: Method,
        /// On which phone, if the method is of one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        device: Option<String>,
    },
    /// The challenge reached the phone.
    Delivered {
        /// On which phone.
        device: String,
    },
    /// The customer saw it.
    Opened {
        /// On which phone.
        device: String,
    },
    /// Other digits were typed.
    OtherDigits {
        /// How many tries are left.
        tries_left: u8,
    },
    /// The customer approved.
    Approved {
        /// Whether the phone verified the person.
        user_verified: bool,
        /// On which phone, or with the passkey of which.
        device: String,
        /// By which method; entries from before there was more than one say push.
        #[serde(default = "push")]
        method: Method,
        /// Whether the passkey can be on several devices at once.
        #[serde(default)]
        synced: bool,
    },
    /// The customer began to answer, behind the link.
    LinkOpened,
    /// A passkey's counter went back: there may be a copy of it. Its answer was refused (A23).
    PasskeyCopied {
        /// The phone it was made on.
        device: String,
    },
    /// The customer made a passkey.
    PasskeyAdded {
        /// On which phone, or on which device by invitation.
        device: String,
        /// Whether it can be on several devices at once.
        synced: bool,
        /// Whether it was by invitation; entries from before there were any lack it.
        #[serde(default)]
        invited: bool,
    },
    /// The customer removed a passkey.
    PasskeyRemoved {
        /// The phone it was made on.
        device: String,
    },
    /// The customer is at the keypad.
    Entering {
        /// What they are to type.
        method: Method,
    },
    /// They typed it right.
    Entered {
        /// What.
        method: Method,
        /// Whether on a page of their own, and not on a keypad.
        #[serde(default)]
        on_page: bool,
    },
    /// They typed it wrong.
    EnteredWrong {
        /// What.
        method: Method,
        /// How many more times it can be wrong, over all sessions.
        tries_left: u32,
    },
    /// It was wrong too often.
    MethodLocked {
        /// Which.
        method: Method,
    },
    /// The customer has a new one.
    MethodSet {
        /// Which.
        method: Method,
    },
    /// The customer removed one.
    MethodRemoved {
        /// Which.
        method: Method,
    },
    /// "No, this isn't me".
    Denied,
    /// "Someone told me to approve this".
    Reported,
    /// The challenge ran out.
    Expired {
        /// Whether it was the tries and not the time.
        tries: bool,
    },
    /// The agent took the challenge back.
    Withdrawn,
    /// The level rose.
    Raised {
        /// To what.
        to: Level,
        /// Until when it stays.
        until: Option<Timestamp>,
    },
    /// The gate said step up or refuse.
    NotOpen {
        /// To which action.
        action: ActionKind,
        /// The level it needs.
        needs: Level,
        /// The whole decision, so that another policy can be asked the same; entries from before there was one lack it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        decision: Option<Box<Recorded>>,
    },
    /// What was to run was not what was approved.
    ApprovalVoid {
        /// For which action.
        action: ActionKind,
    },
    /// It would have been open, and was refused: nobody outside could see the record of it.
    NotWitnessed {
        /// To which action.
        action: ActionKind,
    },
    /// The action ran, exactly as approved.
    Ran {
        /// Which action.
        action: ActionKind,
        /// Which run.
        run: RunId,
        /// The whole decision that let it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        decision: Option<Box<Recorded>>,
        /// Who approved it besides, where two were needed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        second_person: Option<AgentId>,
    },
    /// A second member of staff was asked to approve an action.
    SecondPersonAsked {
        /// Which request.
        request: SecondPersonId,
        /// For which action.
        action: ActionKind,
        /// Until when it can be answered.
        until: Timestamp,
    },
    /// They approved it, with a passkey of their own.
    SecondPersonApproved {
        /// Which request.
        request: SecondPersonId,
        /// Which action.
        action: ActionKind,
        /// Who had asked.
        asked_by: AgentId,
    },
    /// They did not. Why, in their words, stands beside the entry: it may name a person.
    SecondPersonDenied {
        /// Which request.
        request: SecondPersonId,
        /// Which action.
        action: ActionKind,
    },
    /// The request was taken back.
    SecondPersonWithdrawn {
        /// Which request.
        request: SecondPersonId,
        /// Which action.
        action: ActionKind,
        /// Why.
        because: second_person::Because,
    },
    /// Nobody answered it in time.
    SecondPersonExpired {
        /// Which request.
        request: SecondPersonId,
        /// Which action.
        action: ActionKind,
    },
    /// Somebody read who approves whose requests in turn.
    PairsRead,
    /// Every earlier address was written to.
    EarlierAddressesTold {
        /// How many e-mail addresses.
        emails: u32,
        /// How many telephone numbers.
        phones: u32,
    },
    /// The customer put a change back.
    PutBack {
        /// Which run it undid.
        run: RunId,
    },
    /// A field was shown to the agent in full.
    Revealed {
        /// Which.
        field: Field,
        /// Why; entries from before it was asked lack it. A reason in the agent's own words stands beside the entry.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        because: Option<reveal::Because>,
    },
    /// An agent has had many fields shown; a supervisor was told (D04).
    ManyReveals {
        /// How many in the last hour.
        in_an_hour: u32,
        /// How many in the last day.
        in_a_day: u32,
    },
    /// Somebody opened a customer whom nobody should open, or looked them up; a supervisor was told (W8).
    CanaryMet {
        /// In which session, if one was opened. Not the entry's scope: whoever serves it is not told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        session: Option<SessionId>,
    },
    /// An operator planted canary customers or took them away. Who they are is in no entry.
    CanariesChanged {
        /// How many are new.
        planted: u32,
        /// How many are none any more.
        removed: u32,
    },
    /// A phone was bound to the customer.
    DeviceBound {
        /// Its name.
        device: String,
    },
    /// A phone was disabled after too many wrong digits.
    DeviceDisabled {
        /// Its name.
        device: String,
    },
    /// A phone said where its notifications go.
    NotificationsOn {
        /// Its name.
        device: String,
        /// Who takes them there.
        service: PushService,
    },
    /// A phone took that back.
    NotificationsOff {
        /// Its name.
        device: String,
    },
    /// The service says that it does not know the phone's address, which is not used any more.
    NotificationsStopped {
        /// Its name.
        device: String,
        /// Who says so.
        service: PushService,
    },
    /// The notification of a challenge was handed over to the service.
    NotificationSent {
        /// To which phone.
        device: String,
        /// To whom it was handed.
        service: PushService,
    },
    /// The notification of a challenge could not be handed over.
    NotificationFailed {
        /// To which phone.
        device: String,
        /// Who did not take it.
        service: PushService,
        /// Why.
        because: Undelivered,
    },
    /// A phone was suspended: its customer no longer has it (A30).
    DeviceSuspended {
        /// Its name.
        device: String,
        /// Who said so.
        by: SuspendedBy,
        /// Whether it is no phone but holds an invited passkey.
        #[serde(default)]
        passkey: bool,
    },
    /// The customer brought it back.
    DeviceBroughtBack {
        /// Its name.
        device: String,
        /// From which other phone.
        from: String,
        /// Whether it is no phone but holds an invited passkey.
        #[serde(default)]
        passkey: bool,
    },
    /// Another system told of a risk (CP4).
    SignalReceived {
        /// The policy's key for it.
        signal: String,
        /// Who told, by the operator's name for them.
        source: String,
    },
    /// A contact after tries that did not get through (W9).
    TriedBefore {
        /// How many of them, within the hour.
        times: u32,
    },
    /// They took it back.
    SignalWithdrawn {
        /// The policy's key for it.
        signal: String,
        /// Who told, by the operator's name for them.
        source: String,
    },
    /// A one-time code to bind a phone was made.
    BindingCodeMade,
    /// A screen was made a kiosk.
    KioskAdded {
        /// Its name.
        kiosk: String,
    },
    /// A kiosk shows nothing any more.
    KioskRetired {
        /// Its name.
        kiosk: String,
    },
    /// A kiosk shows what this session asks.
    KioskChosen {
        /// Its name.
        kiosk: String,
    },
    /// A kiosk shows nothing of this session any more, because its agent said so.
    KioskLetGo {
        /// Its name.
        kiosk: String,
    },
    /// A one-time invitation to make a passkey on another device was made.
    PasskeyInvited,
    /// A version of the policy was proposed.
    PolicyProposed {
        /// Its number.
        version: u32,
    },
    /// A second person approved it, and it came into force.
    PolicyApproved {
        /// Its number.
        version: u32,
    },
    /// A second person did not approve it.
    PolicyRejected {
        /// Its number.
        version: u32,
    },
    /// Its author took it back.
    PolicyWithdrawn {
        /// Its number.
        version: u32,
    },
    /// An operator declared that the log goes on from an earlier state of the database.
    LogEpochBegun {
        /// The new epoch.
        epoch: u32,
        /// How many entries it begins with.
        has: u64,
        /// How many entries the server had signed for before, if it remembers.
        had: Option<u64>,
        /// Why, in the operator's words.
        reason: String,
    },
    /// Somebody looked a customer up.
    LookedUp {
        /// By which kind of identifier.
        by: String,
        /// How many exact matches there were.
        matches: u32,
    },
}

/// One line of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name.
    pub id: EntryId,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: Actor,
    /// Where.
    pub scope: Scope,
    /// What.
    pub event: Event,
}
