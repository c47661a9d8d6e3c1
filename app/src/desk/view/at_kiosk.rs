//! Where a customer at a counter stands.

use serde::{Deserialize, Serialize};

use crate::kiosk::view::KioskRow;

/// The kiosk of a session, and those it could be on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AtKiosk {
    /// The one it is on.
    pub on: Option<KioskRow>,
    /// The others, by name.
    pub others: Vec<KioskRow>,
}
