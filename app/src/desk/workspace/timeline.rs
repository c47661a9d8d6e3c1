//! What happened in this session, newest first, each event in words.

use leptos::prelude::*;

use domain::{
    action::ActionKind,
    assurance::{Level, Method},
    audit::Event,
    channel::{Channel, StartedBy},
    notification::{PushService, Undelivered},
    second_person::Because,
    session::FrozenBecause,
    suspension::SuspendedBy,
    time::Timestamp,
};

use super::{access_told, house_told, page::Page};
use crate::{
    desk::{parts::count, view::TimelineItem},
    ui::{
        icon, level,
        tick::{self, Kind},
    },
};

/// "Timeline".
pub fn timeline(page: &Page<'_>) -> AnyView {
    let now = page.now();
    let truth = page.truth;
    let items: Vec<_> = truth.timeline.iter().map(|item| row(item, now)).collect();
    view! { <ol>{items}</ol> }.into_any()
}

fn row(item: &TimelineItem, now: Timestamp) -> AnyView {
    let (class, name, head, detail) = told(&item.event);
    let until = match &item.event {
        Event::Raised { until: Some(until), .. } => Some(view! { "Until " {tick::text(Kind::Hm, *until, now)} }),
        _ => None,
    };
    let by = match (&item.by, detail.is_empty()) {
        (Some(by), true) => ["By ", by].concat(),
        (Some(by), false) => [". By ", by].concat(),
        (None, _) => String::new(),
    };
    view! {
        <li class=class>
            {tick::text(Kind::Hms, item.at, now)}
            {icon(name, "i")}
            <p><b>{head}</b>{detail}{until}{by}</p>
        </li>
    }
    .into_any()
}

pub(super) const PLAIN: &str = "tl";
pub(super) const GOOD: &str = "tl tl--good";
pub(super) const WAIT: &str = "tl tl--wait";
pub(super) const BAD: &str = "tl tl--bad";

/// Class, icon, head and detail of an event.
pub type Told = (&'static str, &'static str, String, String);

pub(super) fn line(class: &'static str, name: &'static str, head: &str, detail: String) -> Told {
    (class, name, head.to_owned(), detail)
}

fn on(device: &str) -> String {
    ["On ", device].concat()
}

fn expired(tries: bool) -> Told {
    line(PLAIN, "clock", "Challenge over", if tries { "Other digits five times" } else { "Out of time" }.to_owned())
}

fn not_witnessed(action: ActionKind) -> Told {
    line(BAD, "lock", "Refused", [action.name(), ": the record could not be witnessed"].concat())
}

fn passkey_added(device: &str, synced: bool, invited: bool) -> Told {
    let how = if invited { ", by invitation" } else { "" };
    line(PLAIN, "passkey", "Passkey added", [on(device).as_str(), how, if synced { ", synced" } else { "" }].concat())
}

fn suspended(device: &str, by: SuspendedBy, passkey: bool) -> Told {
    let who = if by == SuspendedBy::Customer { ", by the customer from another phone" } else { ", as the customer said" };
    line(BAD, "device", if passkey { "Passkey suspended" } else { "Phone suspended" }, [device, who].concat())
}

fn brought_back(device: &str, from: &str, passkey: bool) -> Told {
    let what = if passkey { "Passkey brought back" } else { "Phone brought back" };
    line(GOOD, "device", what, [device, ", from ", from].concat())
}

/// An event in words.
#[expect(clippy::too_many_lines, reason = "it names every event, so that a new one does not compile without its words")]
pub fn told(event: &Event) -> Told {
    let none = String::new;
    match event {
        Event::SessionOpened { started_by, reason } => opened(*started_by, *reason),
        Event::SessionTakenOver { .. } => line(PLAIN, "move", "Session taken over", none()),
        Event::SessionMoved { from, to, before, after } => moved(*from, *to, *before, *after),
        Event::SessionEnded => line(PLAIN, "check", "Session ended", "Its assurance ended with it".to_owned()),
        Event::SessionFrozen { because } => line(BAD, "freeze", "Session frozen", why_frozen(*because).to_owned()),
        Event::FreezeEnded => line(GOOD, "unlock", "Freeze ended", none()),
        Event::Asked { method: Method::Pin, .. } => line(WAIT, "keypad", "PIN asked for", none()),
        Event::Asked { method: Method::Totp, .. } => line(WAIT, "clock", "Authenticator code asked for", none()),
        Event::Asked { method: Method::Passkey, action, .. } => asked_by_passkey(*action),
        Event::Asked { action, device, .. } => asked(*action, device.as_deref().unwrap_or_default()),
        Event::Entering { method } => line(WAIT, "keypad", "At the keypad", [method.name(), ", tones muted"].concat()),
        Event::Entered { method, on_page } => entered(*method, *on_page),
        Event::EnteredWrong { method, tries_left } => entered_wrong(*method, *tries_left),
        Event::MethodLocked { method } => locked(*method),
        Event::MethodRemoved { method } => (PLAIN, "keypad", [method.name(), " removed"].concat(), "By the customer".to_owned()),
        Event::MethodSet { method } => (PLAIN, "keypad", ["New ", method.name()].concat(), "Chosen by the customer".to_owned()),
        Event::Delivered { device } => line(WAIT, "push", "Push delivered", on(device)),
        Event::Opened { device } => line(WAIT, "eye", "Push opened", on(device)),
        Event::OtherDigits { tries_left } => {
            line(BAD, "report", "They typed other digits", count(u32::from(*tries_left), "try left", "tries left"))
        }
        Event::Approved { user_verified, device, method: Method::Passkey, synced } => {
            let who = if *user_verified { "Person verified, passkey made on " } else { "Person not verified, passkey made on " };
            line(GOOD, "check", "Approved by the customer", [who, device, if *synced { ", synced" } else { "" }].concat())
        }
        Event::LinkOpened => line(WAIT, "eye", "Link opened", "They answer on a device of theirs".to_owned()),
        Event::PasskeyCopied { device } => {
            line(BAD, "alert", "Passkey refused", ["Its counter went back: there may be a copy. Made on ", device].concat())
        }
        Event::PasskeyAdded { device, synced, invited } => passkey_added(device, *synced, *invited),
        Event::PasskeyRemoved { device } => line(PLAIN, "passkey", "Passkey removed", ["Made on ", device].concat()),
        Event::Approved { user_verified, device, .. } => {
            let how = if *user_verified { "Six digits matched, phone unlocked, on " } else { "Six digits matched, on " };
            line(GOOD, "check", "Approved by the customer", [how, device].concat())
        }
        Event::Denied => line(BAD, "report", "Customer: this isn’t me", none()),
        Event::Reported => line(BAD, "report", "Customer: told to approve", none()),
        Event::Expired { tries } => expired(*tries),
        Event::Withdrawn => line(PLAIN, "x", "Withdrawn", "Nothing was changed".to_owned()),
        Event::Raised { to, .. } => raised(*to),
        Event::NotOpen { action, needs, .. } => {
            (PLAIN, "lock", [action.name(), " not open"].concat(), ["Needs ", level::name(*needs)].concat())
        }
        Event::NotWitnessed { action } => not_witnessed(*action),
        Event::ApprovalVoid { action } => line(PLAIN, "edit", "Approval void", [action.name(), ": the value was changed"].concat()),
        Event::Ran { action, second_person, .. } => ran(*action, second_person.is_some()),
        Event::SecondPersonAsked { action, .. } => second(WAIT, "users", "Second person asked", *action),
        Event::SecondPersonApproved { action, .. } => second(GOOD, "check", "Approved by a second person", *action),
        Event::SecondPersonDenied { action, .. } => second(BAD, "report", "Not approved by a second person", *action),
        Event::SecondPersonWithdrawn { because, .. } => no_longer_asked(*because),
        Event::SecondPersonExpired { action, .. } => second(PLAIN, "clock", "No second person in time", *action),
        Event::EarlierAddressesTold { emails, .. } => line(GOOD, "mail", "Earlier addresses told", count(*emails, "email", "emails")),
        Event::PutBack { .. } => line(BAD, "undo", "Put back by the customer", none()),
        Event::Revealed { field, because } => {
            (PLAIN, "eye", [field.name(), " shown"].concat(), because.map_or_else(none, |because| because.name().to_owned()))
        }
        Event::CanaryMet { session } => {
            line(BAD, "alert", if session.is_some() { "Canary customer opened" } else { "Canary customer looked up" }, none())
        }
        Event::KioskChosen { kiosk } => line(PLAIN, "kiosk", "On a kiosk", kiosk.clone()),
        Event::KioskLetGo { kiosk } => line(PLAIN, "kiosk", "Left the kiosk", kiosk.clone()),
        Event::DeviceBound { device } => line(PLAIN, "device", "Phone added", device.clone()),
        Event::DeviceDisabled { device } => line(BAD, "device", "Phone disabled", [device, ", after too many other digits"].concat()),
        Event::NotificationsOn { device, .. } => line(PLAIN, "push", "Notifications on", on(device)),
        Event::NotificationsOff { device } => line(PLAIN, "push", "Notifications off", on(device)),
        Event::NotificationsStopped { device, service } => {
            line(BAD, "push", "Notifications stopped", [service.name(), " no longer knows ", device].concat())
        }
        Event::NotificationSent { device, service } => {
            line(PLAIN, "push", "Notification handed over", ["To ", service.name(), ", for ", device].concat())
        }
        Event::NotificationFailed { device, service, because } => {
            line(BAD, "push", "Phone not notified", [device, ": ", &undelivered(*service, *because)].concat())
        }
        Event::DeviceSuspended { device, by, passkey } => suspended(device, *by, *passkey),
        Event::DeviceBroughtBack { device, from, passkey } => brought_back(device, from, *passkey),
        Event::SignalReceived { signal, source } => line(BAD, "alert", "Risk signal", by(signal, source)),
        Event::TriedBefore { times } => line(BAD, "alert", "Tried before", count(*times, "try within the hour", "tries within the hour")),
        Event::SignalWithdrawn { signal, source } => line(PLAIN, "alert", "Risk signal taken back", by(signal, source)),
        Event::BindingCodeMade => line(PLAIN, "code", "Code to add a phone made", none()),
        Event::PasskeyInvited => line(PLAIN, "passkey", "Invitation to make a passkey made", none()),
        Event::LookedUp { matches, .. } => line(PLAIN, "search", "Customer found", count(*matches, "exact match", "exact matches")),
        Event::AlertSeen
        | Event::AlertRaised { .. }
        | Event::AlertOver { .. }
        | Event::AlertAcknowledged { .. }
        | Event::AlertClosed { .. }
        | Event::FewWaysRead { .. }
        | Event::PairsRead
        | Event::ManyReveals { .. }
        | Event::CanariesChanged { .. }
        | Event::KioskAdded { .. }
        | Event::KioskRetired { .. }
        | Event::PolicyProposed { .. }
        | Event::PolicyApproved { .. }
        | Event::PolicyRejected { .. }
        | Event::PolicyWithdrawn { .. }
        | Event::LogEpochBegun { .. }
        | Event::LogRead { .. }
        | Event::EntryRead { .. }
        | Event::ReceiptMade { .. }
        | Event::Erased { .. }
        | Event::LogPruningAsked { .. }
        | Event::LogPruningRefused { .. }
        | Event::LogPruned { .. }
        | Event::LegalHold { .. }
        | Event::StoryRead { .. }
        | Event::LogExported { .. }
        | Event::ExportAsked { .. }
        | Event::ExportApproved { .. }
        | Event::ExportDenied { .. }
        | Event::ExportWithdrawn { .. }
        | Event::ExportExpired { .. }
        | Event::StaffInvited
        | Event::StaffRegistered
        | Event::SignedIn
        | Event::StaffPasskeyRefused
        | Event::TurnedAway { .. }
        | Event::SignedOut { .. } => house_told::told(event),
        Event::SignInsEnded { .. }
        | Event::RightTaken { .. }
        | Event::RightAsked { .. }
        | Event::RightGiven { .. }
        | Event::RightNotGiven { .. }
        | Event::AccessReviewStarted { .. }
        | Event::AccessDecided { .. }
        | Event::AccessReviewEnded { .. }
        | Event::AccessReviewExported { .. } => access_told::told(event),
    }
}

fn opened(started_by: StartedBy, reason: ActionKind) -> Told {
    let who = if started_by == StartedBy::Customer { "They contacted us. About: " } else { "We contacted them. About: " };
    line(PLAIN, "phone", "Session opened", [who, reason.about()].concat())
}

fn entered(method: Method, on_page: bool) -> Told {
    let typed = if on_page { "Typed on a page of their own" } else { "Typed on the phone keypad, tones muted" };
    (GOOD, "check", [method.name(), " accepted"].concat(), typed.to_owned())
}

fn entered_wrong(method: Method, tries_left: u32) -> Told {
    (BAD, "keypad", [method.name(), " not accepted"].concat(), count(tries_left, "try left", "tries left"))
}

fn locked(method: Method) -> Told {
    match method {
        Method::Totp => line(BAD, "lock", "Authenticator codes locked", "Wrong ten times in a row".to_owned()),
        method => (BAD, "lock", [method.name(), " locked"].concat(), "Wrong five times in a row".to_owned()),
    }
}

fn asked_by_passkey(action: Option<ActionKind>) -> Told {
    let what = action.map_or("Only to raise the level", |action| action.name());
    line(WAIT, "passkey", "Asked by passkey", [what, ", by a link"].concat())
}

fn moved(from: Channel, to: Channel, before: Level, after: Level) -> Told {
    let level =
        if after < before { [level::name(before), " became ", level::name(after)] } else { ["level stays ", level::name(after), ""] };
    let detail = ["From ", from.rule().name, ", ", &level.concat()].concat();
    line(PLAIN, "move", &["Moved to ", to.rule().name].concat(), detail)
}

fn asked(action: Option<ActionKind>, device: &str) -> Told {
    match action {
        Some(action) => line(WAIT, "push", "Asked the customer", [action.name(), ", on ", device].concat()),
        None => line(WAIT, "push", "Push sent", ["Only to raise the level, on ", device].concat()),
    }
}

fn raised(to: Level) -> Told {
    let class = match to {
        Level::Unverified => PLAIN,
        Level::Low => "tl tl--l1",
        Level::Substantial => WAIT,
        Level::High => GOOD,
    };
    (class, level::chevrons(to), ["Raised to ", level::name(to)].concat(), String::new())
}

fn second(class: &'static str, name: &'static str, head: &str, action: ActionKind) -> Told {
    line(class, name, head, action.name().to_owned())
}

fn no_longer_asked(because: Because) -> Told {
    let why = match because {
        Because::Agent => "Taken back",
        Because::Contact => "The contact was stopped, ended, moved or taken over",
        Because::NotOpen => "It was not open any more",
    };
    line(PLAIN, "x", "Second person no longer asked", why.to_owned())
}

fn ran(action: ActionKind, by_two: bool) -> Told {
    (GOOD, "check", [action.name(), ": done"].concat(), if by_two { "As two people approved it" } else { "" }.to_owned())
}

const fn why_frozen(because: FrozenBecause) -> &'static str {
    match because {
        FrozenBecause::NotMe => "They said: this isn’t me",
        FrozenBecause::ToldTo => "They said: someone told me to",
        FrozenBecause::SuspectedAttack => "Suspected attack",
        FrozenBecause::PutBack => "They put a change back",
        FrozenBecause::NotTheirDoing => "They said: a way to prove it is not mine",
        FrozenBecause::NotTheirContact => "They said: this contact is not mine",
    }
}

fn undelivered(service: PushService, because: Undelivered) -> String {
    let service = service.name();
    match because {
        Undelivered::Gone => ["unknown to ", service].concat(),
        Undelivered::NoAddress => "notifications are off".to_owned(),
        Undelivered::TooLate => "not sent in time".to_owned(),
        Undelivered::Refused => ["not taken by ", service].concat(),
        Undelivered::Unreachable => [service, " not reached in time"].concat(),
        Undelivered::Busy => [service, " took none in time"].concat(),
    }
}

/// A signal and who told of it.
fn by(signal: &str, source: &str) -> String {
    [&signal.replace('_', " "), ", told by ", source].concat()
}
