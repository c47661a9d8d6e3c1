//! What an event is of, how it came out, of which action and by which method. Each match names every event: a new one is put in its place,
//! or does not compile.

use super::{Group, Outcome};
use crate::{action::ActionKind, assurance::Method, audit::Event};

/// What it is of.
#[must_use]
#[expect(clippy::too_many_lines, reason = "it names every event, a line each")]
pub const fn group(event: &Event) -> Group {
    match event {
        Event::SessionOpened { .. } | Event::SessionTakenOver { .. } | Event::SessionMoved { .. } | Event::SessionEnded => Group::Sessions,
        Event::Asked { .. }
        | Event::Delivered { .. }
        | Event::Opened { .. }
        | Event::OtherDigits { .. }
        | Event::Approved { .. }
        | Event::LinkOpened
        | Event::PasskeyCopied { .. }
        | Event::Entering { .. }
        | Event::Entered { .. }
        | Event::EnteredWrong { .. }
        | Event::Denied
        | Event::Reported
        | Event::Expired { .. }
        | Event::Withdrawn
        | Event::KioskChosen { .. }
        | Event::KioskLetGo { .. }
        | Event::NotificationSent { .. }
        | Event::NotificationFailed { .. } => Group::Challenges,
        Event::Raised { .. } => Group::Levels,
        Event::Revealed { .. }
        | Event::LookedUp { .. }
        | Event::FewWaysRead { .. }
        | Event::ManyReveals { .. }
        | Event::CanaryMet { .. } => Group::Reveals,
        Event::NotOpen { .. }
        | Event::NotWitnessed { .. }
        | Event::ApprovalVoid { .. }
        | Event::Ran { .. }
        | Event::SecondPersonAsked { .. }
        | Event::SecondPersonApproved { .. }
        | Event::SecondPersonDenied { .. }
        | Event::SecondPersonWithdrawn { .. }
        | Event::SecondPersonExpired { .. }
        | Event::EarlierAddressesTold { .. }
        | Event::PutBack { .. } => Group::Actions,
        Event::MethodLocked { .. }
        | Event::MethodSet { .. }
        | Event::MethodRemoved { .. }
        | Event::PasskeyAdded { .. }
        | Event::PasskeyRemoved { .. }
        | Event::PasskeyInvited
        | Event::DeviceBound { .. }
        | Event::DeviceDisabled { .. }
        | Event::DeviceSuspended { .. }
        | Event::DeviceBroughtBack { .. }
        | Event::BindingCodeMade
        | Event::NotificationsOn { .. }
        | Event::NotificationsOff { .. }
        | Event::NotificationsStopped { .. } => Group::Ways,
        Event::SessionFrozen { .. }
        | Event::FreezeEnded
        | Event::AlertSeen
        | Event::AlertRaised { .. }
        | Event::AlertOver { .. }
        | Event::AlertAcknowledged { .. }
        | Event::AlertClosed { .. }
        | Event::SignalReceived { .. }
        | Event::SignalWithdrawn { .. }
        | Event::TriedBefore { .. } => Group::Stops,
        Event::StaffInvited
        | Event::StaffRegistered
        | Event::SignedIn
        | Event::SignedOut { .. }
        | Event::StaffPasskeyRefused
        | Event::TurnedAway { .. }
        | Event::SignInsEnded { .. }
        | Event::RightTaken { .. }
        | Event::RightAsked { .. }
        | Event::RightGiven { .. }
        | Event::RightNotGiven { .. }
        | Event::AccessReviewStarted { .. }
        | Event::AccessDecided { .. }
        | Event::AccessReviewEnded { .. }
        | Event::AccessReviewExported { .. }
        | Event::CanariesChanged { .. }
        | Event::KioskAdded { .. }
        | Event::KioskRetired { .. }
        | Event::PolicyProposed { .. }
        | Event::PolicyApproved { .. }
        | Event::PolicyRejected { .. }
        | Event::PolicyWithdrawn { .. }
        | Event::LogEpochBegun { .. }
        | Event::LogRead { .. }
        | Event::PairsRead
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
        | Event::ExportExpired { .. } => Group::Access,
    }
}

/// How it came out. What is not named here was done.
#[must_use]
pub const fn outcome(event: &Event) -> Outcome {
    match event {
        Event::NotOpen { .. } | Event::NotWitnessed { .. } | Event::ApprovalVoid { .. } | Event::TurnedAway { .. } => Outcome::NotOpen,
        Event::OtherDigits { .. }
        | Event::EnteredWrong { .. }
        | Event::MethodLocked { .. }
        | Event::PasskeyCopied { .. }
        | Event::DeviceDisabled { .. }
        | Event::NotificationFailed { .. }
        | Event::NotificationsStopped { .. }
        | Event::SecondPersonDenied { .. }
        | Event::ExportDenied { .. }
        | Event::StaffPasskeyRefused
        | Event::RightNotGiven { .. }
        | Event::LogPruningRefused { .. }
        | Event::PolicyRejected { .. } => Outcome::NotAccepted,
        Event::Expired { .. }
        | Event::Withdrawn
        | Event::SecondPersonWithdrawn { .. }
        | Event::SecondPersonExpired { .. }
        | Event::ExportWithdrawn { .. }
        | Event::ExportExpired { .. }
        | Event::PolicyWithdrawn { .. }
        | Event::SignalWithdrawn { .. } => Outcome::Expired,
        Event::Denied
        | Event::Reported
        | Event::SessionFrozen { .. }
        | Event::DeviceSuspended { .. }
        | Event::SignalReceived { .. }
        | Event::LogEpochBegun { .. }
        | Event::AlertRaised { .. }
        | Event::ManyReveals { .. }
        | Event::CanaryMet { .. }
        | Event::TriedBefore { .. } => Outcome::Reported,
        Event::PutBack { .. } => Outcome::Undone,
        _ => Outcome::Done,
    }
}

/// Of which action, if it is of one.
#[must_use]
pub const fn action(event: &Event) -> Option<ActionKind> {
    match event {
        Event::SessionOpened { reason: action, .. }
        | Event::NotOpen { action, .. }
        | Event::NotWitnessed { action }
        | Event::ApprovalVoid { action }
        | Event::SecondPersonAsked { action, .. }
        | Event::SecondPersonApproved { action, .. }
        | Event::SecondPersonDenied { action, .. }
        | Event::SecondPersonWithdrawn { action, .. }
        | Event::SecondPersonExpired { action, .. }
        | Event::Ran { action, .. } => Some(*action),
        Event::Asked { action, .. } => *action,
        _ => None,
    }
}

/// By which method, if by one.
#[must_use]
pub const fn method(event: &Event) -> Option<Method> {
    match event {
        Event::Asked { method, .. }
        | Event::Approved { method, .. }
        | Event::Entering { method }
        | Event::Entered { method, .. }
        | Event::EnteredWrong { method, .. }
        | Event::MethodLocked { method }
        | Event::MethodSet { method }
        | Event::MethodRemoved { method } => Some(*method),
        Event::Delivered { .. }
        | Event::Opened { .. }
        | Event::OtherDigits { .. }
        | Event::NotificationSent { .. }
        | Event::NotificationFailed { .. } => Some(Method::Push),
        Event::PasskeyCopied { .. } | Event::PasskeyAdded { .. } | Event::PasskeyRemoved { .. } => Some(Method::Passkey),
        _ => None,
    }
}
