//! What an entry can be found by.

use std::collections::BTreeSet;

use super::{action, group, method, outcome, words};
use crate::audit::{Actor, Entry, ErasedBecause, Event};

/// What a term says of an entry. The order is how many entries usually share one: few first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Name {
    /// In that session.
    Session,
    /// Of that customer.
    Customer,
    /// Of that case.
    Case,
    /// With that word in it.
    Word,
    /// Done by that member of staff.
    Agent,
    /// That event.
    Event,
    /// Of that action.
    Action,
    /// By that rule.
    Rule,
    /// By that method.
    Method,
    /// With that outcome.
    Outcome,
    /// Of that group of events.
    Group,
    /// At that level.
    Level,
    /// On that channel.
    Channel,
    /// Of that version of the policy.
    Policy,
}

impl Name {
    /// The word in front of the colon.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Customer => "customer",
            Self::Case => "case",
            Self::Word => "word",
            Self::Agent => "agent",
            Self::Event => "event",
            Self::Action => "action",
            Self::Rule => "rule",
            Self::Method => "method",
            Self::Outcome => "outcome",
            Self::Group => "group",
            Self::Level => "level",
            Self::Channel => "channel",
            Self::Policy => "policy",
        }
    }

    /// The term with that value.
    #[must_use]
    pub fn is(self, value: impl core::fmt::Display) -> String {
        format!("{}:{value}", self.key())
    }
}

/// Every term of an entry, each once. `event` is the word for what happened, as the database has it.
///
/// Of a person they hold no more than the entry does: ids, a case's reference, the names of devices.
#[must_use]
pub fn terms(entry: &Entry, event: &str) -> BTreeSet<String> {
    let scope = &entry.scope;
    let mut found =
        BTreeSet::from([Name::Event.is(event), Name::Group.is(group(&entry.event).key()), Name::Outcome.is(outcome(&entry.event).key())]);
    found.extend(agents(entry));
    found.extend(scope.customer.map(|id| Name::Customer.is(id)));
    found.extend(scope.session.map(|id| Name::Session.is(id)));
    found.extend(scope.case.as_ref().map(|case| Name::Case.is(case)));
    found.extend(scope.channel.map(|channel| Name::Channel.is(channel.rule().key)));
    found.extend(scope.level.map(|level| Name::Level.is(level.rank())));
    found.extend(scope.rule.as_ref().map(|rule| Name::Rule.is(rule)));
    found.extend(scope.policy.map(|version| Name::Policy.is(version)));
    found.extend(action(&entry.event).map(|action| Name::Action.is(action.key())));
    found.extend(method(&entry.event).map(|method| Name::Method.is(method.key())));
    if let Event::StoryRead { session } | Event::CanaryMet { session: Some(session) } = &entry.event {
        found.insert(Name::Session.is(session));
    }
    let texts = [event, scope.case.as_ref().map_or("", |case| case.as_str()), scope.rule.as_deref().unwrap_or_default()];
    let texts = texts.into_iter().chain(said(&entry.event)).chain(action(&entry.event).map(crate::action::ActionKind::name));
    found.extend(texts.flat_map(words).map(|word| Name::Word.is(word)));
    found
}

/// Who did it, and to which other member of staff: whose session it was before, whose rights or sign-ins it is about, who had asked.
fn agents(entry: &Entry) -> impl Iterator<Item = String> {
    let did = if let Actor::Staff(id) = entry.actor { Some(id) } else { None };
    let whose = match &entry.event {
        Event::SessionTakenOver { from: staff }
        | Event::SignInsEnded { staff, .. }
        | Event::RightTaken { staff, .. }
        | Event::RightAsked { staff, .. }
        | Event::RightGiven { staff, .. }
        | Event::RightNotGiven { staff, .. }
        | Event::AccessDecided { staff, .. }
        | Event::LogPruningRefused { asked_by: staff, .. }
        | Event::LogPruned { asked_by: staff, .. } => Some(*staff),
        Event::ExportApproved { asked_by, .. } | Event::ExportDenied { asked_by, .. } => Some(*asked_by),
        _ => None,
    };
    did.into_iter().chain(whose).map(|id| Name::Agent.is(id))
}

/// The names an event holds: of devices, kiosks, signals and who told of them.
fn said(event: &Event) -> impl Iterator<Item = &str> {
    let said: [&str; 2] = match event {
        Event::Asked { device: Some(device), .. }
        | Event::Delivered { device }
        | Event::Opened { device }
        | Event::Approved { device, .. }
        | Event::PasskeyCopied { device }
        | Event::PasskeyAdded { device, .. }
        | Event::PasskeyRemoved { device }
        | Event::DeviceBound { device }
        | Event::DeviceDisabled { device }
        | Event::NotificationsOn { device, .. }
        | Event::NotificationsOff { device }
        | Event::NotificationsStopped { device, .. }
        | Event::NotificationSent { device, .. }
        | Event::NotificationFailed { device, .. }
        | Event::DeviceSuspended { device, .. } => [device, ""],
        Event::DeviceBroughtBack { device, from, .. } => [device, from],
        Event::SignalReceived { signal, source } | Event::SignalWithdrawn { signal, source } => [signal, source],
        Event::KioskAdded { kiosk } | Event::KioskRetired { kiosk } | Event::KioskChosen { kiosk } | Event::KioskLetGo { kiosk } => {
            [kiosk, ""]
        }
        Event::Revealed { field, because } => [field.name(), because.map_or("", crate::reveal::Because::name)],
        Event::LookedUp { by, .. } => [by, ""],
        Event::LogExported { reason, .. }
        | Event::ExportAsked { reason, .. }
        | Event::LogEpochBegun { reason, .. }
        | Event::Erased { because: ErasedBecause::Request { reason }, .. }
        | Event::LegalHold { reason, .. }
        | Event::LogPruningAsked { reason, .. }
        | Event::LogPruned { reason, .. }
        | Event::SignInsEnded { reason, .. } => [reason, ""],
        Event::RightTaken { role, reason, .. } | Event::RightAsked { role, reason, .. } => [role.key(), reason],
        Event::RightGiven { role, .. } | Event::RightNotGiven { role, .. } | Event::AccessDecided { role, .. } => [role.key(), ""],
        Event::AccessReviewStarted { name, .. } => [name, ""],
        Event::TurnedAway { door } => [door, ""],
        _ => ["", ""],
    };
    said.into_iter()
}
