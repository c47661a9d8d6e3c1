//! Data for the desk's screens, by what it is about. What an agent may not see is not in it.

mod action;
mod aside;
mod asked;
mod assurance;
mod at_kiosk;
mod find;
mod second;
mod session;

pub use action::{Acted, ActionRow, Done, Draft};
pub use aside::{RecordField, RevealsView, Segment, Theirs, TimelineItem};
pub use asked::{AskedView, LinkView, NotificationView, Outcome, QrView};
pub use assurance::{AssuranceView, EvidenceView};
pub use at_kiosk::AtKiosk;
pub use find::{Found, Identifier, IdentifierKind, NewSession};
pub use second::{SecondStands, SecondView};
pub use session::{Move, PhoneRow, Place, RailItem, SessionHead, Topic, Workspace};
