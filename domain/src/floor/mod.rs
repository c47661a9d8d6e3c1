//! The live floor: what every open session is at, and the figures above them. Pure: rows in, numbers out.
//!
//! | figure | what it counts |
//! |---|---|
//! | Sessions now | sessions that are open or frozen |
//! | Waiting for customer | sessions with a challenge that can still be answered; the middle wait is that of the middle one of them ([`middle`]) |
//! | Reached the goal today | of the sessions that ended since midnight UTC and in which the action they were opened for was asked for, those in which it ran ([`Goals`]) |
//! | In … s on average | whole seconds from the session's first challenge to that run, over those that reached it and were asked at all |
//! | Gate refusals this hour | times since the hour began (UTC) that the gate did not let an action run: more had to be proved, or it was closed |
//! | Usual | the median of the same hour of the last 14 days, as far back as there are decisions, from three days on ([`usual`]) |
//!
//! The level of a session is none of these: it is what [`crate::session::Session::assurance`] says, here as at the desk.

mod doing;
mod figures;
mod refusals;
mod show;

pub use doing::{Approved, Doing, Goal, Known, PAUSED_AFTER, SLOW_AFTER, order};
pub use figures::{Goals, Try, middle, share};
pub use refusals::{DAYS, DAYS_TO_KNOW, HOURS, Refusals, hour_of, known_days, unusual, usual};
pub use show::Show;
