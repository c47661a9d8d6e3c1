//! One request to the customer through one method, and the judgement of the answer.
//!
//! [`Challenge`] is the state machine, [`Means`] how it asks, [`Code`] the six digits, [`Prompt`] what the phone shows, [`Claims`]
//! what it signs, [`Bound`] what a passkey's answer is bound to. To add a method: a variant of [`Means`] with what only that method has.
//! To add a transition: give it here, then give the store an update that repeats the expected state and counts its rows.

mod answer;
mod bound;
mod code;
mod means;
mod prompt;
mod state;

pub use answer::{Answer, Claims, UserVerification, Verdict, judge};
pub use bound::{Binds, Bound};
pub use code::Code;
pub use means::{EntryNumber, Link, Means, Push, Typed};
pub use prompt::Prompt;
pub use state::{Challenge, ChallengeState, ExpiredBecause};

use time::Duration;

/// How long a challenge can be answered (NIST SP 800-63B-4 section 3.1.3.2 allows ten minutes).
pub const LIFETIME: Duration = Duration::minutes(2);

/// How often digits can be typed for one challenge.
pub const TRIES: u8 = 5;

/// After so many wrong entries in a row, over all its challenges, a phone is disabled until it is bound again (A04).
pub const FAILURES_UNTIL_DISABLED: u32 = 10;
