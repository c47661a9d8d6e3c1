//! Who may do what, and who says so.
//!
//! A **grant** is a member of staff and a role of theirs. One person takes a right away, two give it (T-01); nobody decides over their own (D06). Now
//! and then every grant is **reviewed** (D09): each is kept or removed by somebody else, and what nobody decided over by the day the review is
//! due lapses. The last administrator stays in any case, or nobody could ever give a right again.

mod decision;
mod due;
mod finding;
mod lapse;
mod rights;
mod uses;

pub use self::{
    decision::{Decision, Standing, may_decide, may_finish},
    due::{LONGEST, due},
    finding::{Finding, usual},
    lapse::lapse,
    rights::{LAST_ADMINISTRATOR, may_ask, may_end_sign_ins, may_give, may_take, with, without},
    uses::{DORMANT, MANY, WINDOW, is_use},
};

use serde::{Deserialize, Serialize};

use crate::{agent::Role, ids::AgentId};

/// What a member of staff is trusted with, one role at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Grant {
    /// Whose.
    pub staff: AgentId,
    /// Which.
    pub role: Role,
}
