//! What the kiosks' pages are drawn from.

use serde::{Deserialize, Serialize};

use domain::{assurance::Method, ids::KioskId, time::Timestamp};

use crate::desk::view::QrView;

/// A screen's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum KioskPage {
    /// It is no kiosk.
    NotOne,
    /// It shows a code, for an administrator to type.
    Waits {
        /// The code.
        code: String,
        /// Until when it can be used.
        until: Timestamp,
    },
    /// It is a kiosk.
    Is {
        /// Its name, for staff.
        name: String,
        /// The server's time.
        now: Timestamp,
        /// What it shows.
        shown: Shown,
        /// When time alone changes that.
        changes_at: Option<Timestamp>,
    },
}

/// What a kiosk shows: never a name, a number, or what is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Shown {
    /// Nothing of anybody's.
    Nothing,
    /// Six digits, to be typed on the customer's phone.
    Digits {
        /// The digits.
        digits: String,
        /// When they are hidden, if nobody touches the screen.
        hide_at: Timestamp,
    },
    /// A link, to be scanned.
    Link {
        /// It.
        qr: QrView,
        /// What is asked behind it.
        method: Method,
        /// When it is hidden, if nobody touches the screen.
        hide_at: Timestamp,
    },
    /// That a touch shows it again.
    Hidden,
    /// That they go on, on their own device.
    OnTheirDevice,
    /// Thanks.
    Thanks,
}

/// A kiosk as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KioskRow {
    /// Which.
    pub id: KioskId,
    /// Its name.
    pub name: String,
    /// Whether it was heard of lately: it can show something.
    pub heard: bool,
    /// Whether a customer is asked something there now.
    pub asking: bool,
}
