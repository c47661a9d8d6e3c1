//! A kiosk: a screen at a counter, in front of the customer. It shows what one session asks, and for how long.
//!
//! Whoever stands there next must find nothing of whoever stood there before (OBLIGATIONS CH4). So it holds six digits, or a link as
//! a QR code, and neither a name nor a number; and it hides those when nobody has touched it for [`IDLE`].

use time::Duration;

use crate::{
    challenge::{Challenge, ChallengeState, Means},
    channel::Conveyed,
    session::{Session, SessionState},
    time::Timestamp,
};

/// How long a kiosk shows what a session asks without being touched. The obligation is a minute; what is left of it is for a slow
/// line and a slow clock.
pub const IDLE: Duration = Duration::seconds(45);

/// How long it thanks the customer. There is nothing of theirs in that.
pub const THANKS: Duration = Duration::seconds(20);

/// How long the code can be used that a screen shows to be made a kiosk.
pub const SET_UP: Duration = Duration::minutes(10);

/// How long ago a kiosk was heard of that can show something now.
pub const HEARD: Duration = Duration::minutes(2);

/// What a kiosk shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Showing<'a> {
    /// Nothing of anybody's.
    Nothing,
    /// What is asked: six digits, or the link.
    Asked {
        /// What.
        challenge: &'a Challenge,
        /// When it is hidden, if nobody touches the screen.
        hide_at: Timestamp,
    },
    /// It is asked still, and hidden until somebody touches the screen.
    Hidden(&'a Challenge),
    /// They answer on a device of their own; the link is of no more use to anybody.
    OnTheirDevice(&'a Challenge),
    /// They answered.
    Thanks {
        /// Until when it says so.
        until: Timestamp,
    },
}

/// What the kiosk of a session shows. `latest` is what the session asked last; `touched_at`, when somebody touched the screen last, or the
/// agent chose it.
#[must_use]
pub fn showing<'a>(session: &Session, latest: Option<&'a Challenge>, touched_at: Timestamp, now: Timestamp) -> Showing<'a> {
    let here = session.state == SessionState::Open && session.channel.rule().conveyed == Conveyed::OnKiosk;
    let Some(asked) = latest.filter(|asked| here && asked.session == session.id) else { return Showing::Nothing };
    match (asked.state_at(now), &asked.means) {
        (ChallengeState::Answered, _) => {
            let until = asked.ended_at.map(|at| at.after(THANKS)).filter(|until| now < *until);
            until.map_or(Showing::Nothing, |until| Showing::Thanks { until })
        }
        (state, _) if !state.is_open() => Showing::Nothing,
        // There is no keypad at a kiosk.
        (_, means) if !matches!(means, Means::Push(_)) && means.link().is_none() => Showing::Nothing,
        (ChallengeState::Opened, means) if means.link().is_some() => Showing::OnTheirDevice(asked),
        _ => {
            let hide_at = asked.asked_at.max(touched_at).after(IDLE).min(asked.expires_at);
            if now < hide_at { Showing::Asked { challenge: asked, hide_at } } else { Showing::Hidden(asked) }
        }
    }
}

impl Showing<'_> {
    /// When time alone changes it.
    #[must_use]
    pub fn changes_at(&self) -> Option<Timestamp> {
        match self {
            Self::Nothing => None,
            Self::Asked { hide_at, .. } => Some(*hide_at),
            Self::Hidden(asked) | Self::OnTheirDevice(asked) => Some(asked.expires_at),
            Self::Thanks { until } => Some(*until),
        }
    }
}

#[cfg(test)]
mod tests;
