//! Whether the customer's phone will ring: what became of the notification, in words that say what to do next.
//!
//! A request waits in the app whatever becomes of its notification. So nothing is said of it once the phone shows the request.

use leptos::prelude::*;

use domain::notification::{Handing, Undelivered};

use super::page::Page;
use crate::{
    desk::view::NotificationView,
    ui::{Tone, note},
};

/// The note below the digits; nothing while all is well.
pub fn notification(page: &Page<'_>) -> AnyView {
    let asked = page.truth.asked.as_ref().filter(|asked| asked.delivered_at.is_none());
    match asked.and_then(|asked| asked.notification).and_then(words) {
        Some((head, body)) => note(Tone::Warn, "alert", head, body, false),
        None => ().into_any(),
    }
}

/// Head and body of what an agent must know; `None` while all is well.
pub fn words(notification: NotificationView) -> Option<(String, String)> {
    let (service, next) = (notification.service.name(), "Ask the customer to open the app, or choose another way.");
    match notification.handing {
        Handing::Queued | Handing::Handed => None,
        Handing::Again(because) => {
            let why =
                [service, if because == Undelivered::Busy { " takes none right now." } else { " cannot be reached right now." }].concat();
            Some((
                "Their phone has not been notified yet".to_owned(),
                [&why, " We try again while this request is open. It waits in their app all the same."].concat(),
            ))
        }
        Handing::Failed(because) => {
            let why = match because {
                Undelivered::Gone => [service, " says this phone no longer takes notifications from us. "].concat(),
                Undelivered::NoAddress => "This phone has switched our notifications off. ".to_owned(),
                Undelivered::TooLate => "It could not be sent in time. ".to_owned(),
                Undelivered::Refused => [service, " does not take notifications from us. Tell an administrator. "].concat(),
                Undelivered::Unreachable => [service, " could not be reached in time. "].concat(),
                Undelivered::Busy => [service, " took none in time. "].concat(),
            };
            Some(("Their phone was not notified".to_owned(), [&why, next].concat()))
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::{notification::PushService, time::Timestamp};

    use super::*;

    fn said(handing: Handing) -> Option<String> {
        words(NotificationView { service: PushService::Apns, handing, at: Timestamp::from_micros(0) })
            .map(|(head, body)| head + ": " + &body)
    }

    #[test]
    fn what_did_not_arrive_is_said_with_what_to_do() {
        assert_eq!(said(Handing::Queued), None);
        assert_eq!(said(Handing::Handed), None);
        assert_eq!(
            said(Handing::Failed(Undelivered::Gone)).unwrap(),
            "Their phone was not notified: Apple says this phone no longer takes notifications from us. \
             Ask the customer to open the app, or choose another way."
        );
        for because in Undelivered::ALL {
            assert!(said(Handing::Failed(because)).unwrap().ends_with("or choose another way."), "{because:?}");
            assert!(said(Handing::Again(because)).unwrap().contains("We try again"), "{because:?}");
        }
    }
}
