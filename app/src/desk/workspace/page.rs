//! What one drawing of a session's page is made from, and which panel stands in its middle.

use domain::{
    challenge::{ChallengeState, ExpiredBecause},
    session::SessionState,
    time::Timestamp,
};

use crate::desk::{
    typed::Typed,
    view::{AskedView, Outcome, Place, SecondStands, SecondView, Workspace},
};

/// What stands in the middle of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Panel {
    /// Ways to raise assurance, and actions.
    Overview,
    /// The form of the page's action.
    FillIn,
    /// The customer is being asked.
    Pending,
    /// It ran out, of time or of tries.
    Expired(ExpiredBecause),
    /// It was taken back.
    Withdrawn,
    /// It ran exactly as approved.
    Done,
    /// Approved, and the gate wants more first.
    NotOpen,
    /// Approved, and now the gate would let it run.
    OpenNow,
    /// Approved; it was only to raise the level.
    Raised,
    /// A second person is being asked.
    Waits,
    /// They said no.
    SecondDenied,
    /// The request to them was taken back.
    SecondWithdrawn,
    /// They did not answer in time.
    SecondExpired,
    /// It ran without asking.
    Ran,
    /// Everything is stopped.
    Frozen,
}

impl Panel {
    /// The panel's name in the page: another name means that the middle is drawn anew.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::FillIn => "fill-in",
            Self::Pending => "pending",
            Self::Expired(ExpiredBecause::Time) => "expired",
            Self::Expired(ExpiredBecause::Tries) => "expired-tries",
            Self::Withdrawn => "withdrawn",
            Self::Done => "done",
            Self::NotOpen => "not-open",
            Self::OpenNow => "open-now",
            Self::Raised => "raised",
            Self::Waits => "second",
            Self::SecondDenied => "second-denied",
            Self::SecondWithdrawn => "second-withdrawn",
            Self::SecondExpired => "second-expired",
            Self::Ran => "ran",
            Self::Frozen => "frozen",
        }
    }

    /// Given where the page is and what is true.
    pub fn of(truth: &Workspace, place: Place) -> Self {
        if matches!(truth.session.state, SessionState::Frozen { .. }) {
            return Self::Frozen;
        }
        match (place, &truth.asked) {
            (Place::Overview, _) | (Place::Asked(_), None) => Self::Overview,
            (Place::FillIn(_), _) => Self::FillIn,
            (Place::Ran(_), _) => Self::Ran,
            (Place::Waits(_), _) => truth.second.as_ref().map_or(Self::Overview, |second| Self::of_second(second, truth.now)),
            (Place::Asked(_), Some(asked)) => Self::of_asked(asked, truth.now),
        }
    }

    fn of_second(second: &SecondView, now: Timestamp) -> Self {
        match second.stands {
            SecondStands::Waiting if now < second.until => Self::Waits,
            SecondStands::Approved => Self::Ran,
            SecondStands::Denied { .. } => Self::SecondDenied,
            SecondStands::Withdrawn(_) => Self::SecondWithdrawn,
            SecondStands::Waiting | SecondStands::Expired => Self::SecondExpired,
        }
    }

    fn of_asked(asked: &AskedView, now: Timestamp) -> Self {
        match (&asked.outcome, asked.state) {
            (Some(Outcome::Done(_)), _) => Self::Done,
            (Some(Outcome::NotOpen { open_now: false, .. }), _) => Self::NotOpen,
            (Some(Outcome::NotOpen { open_now: true, .. }), _) => Self::OpenNow,
            (Some(Outcome::Second(second)), _) => Self::of_second(second, now),
            (Some(Outcome::Raised), _) | (None, ChallengeState::Answered) => Self::Raised,
            (None, ChallengeState::Expired(because)) => Self::Expired(because),
            (None, ChallengeState::Withdrawn | ChallengeState::Denied | ChallengeState::Reported) => Self::Withdrawn,
            (None, _) if now >= asked.expires_at => Self::Expired(ExpiredBecause::Time),
            (None, ChallengeState::Pending | ChallengeState::Delivered | ChallengeState::Opened) => Self::Pending,
        }
    }
}

/// One drawing.
#[derive(Clone, Copy)]
pub struct Page<'a> {
    /// What is true.
    pub truth: &'a Workspace,
    /// Which part of the page is open.
    pub place: Place,
    /// What stands in the middle.
    pub panel: Panel,
    /// The idempotency key of the page's forms.
    pub key: &'a str,
    /// The agent's name, as customers see it.
    pub agent: &'a str,
    /// What was typed into this page's form, if it was refused.
    pub typed: &'a Typed,
}

impl Page<'_> {
    /// The server's time of this drawing.
    pub const fn now(&self) -> Timestamp {
        self.truth.now
    }

    /// The request to a second person that the page is about.
    pub fn second(&self) -> Option<&SecondView> {
        let asked = self.truth.asked.as_ref().and_then(|asked| asked.outcome.as_ref()?.second());
        asked.or(self.truth.second.as_ref())
    }

    /// Where the focus goes when the panel is new.
    pub fn focus(&self) -> &'static str {
        let asked = self.truth.asked.as_ref().and_then(|asked| asked.request.as_ref());
        match (self.panel, asked) {
            (Panel::SecondDenied | Panel::SecondWithdrawn | Panel::SecondExpired, _) => {
                self.second().map_or("panel-h", super::second::focus)
            }
            (Panel::Expired(_), _) | (Panel::Withdrawn, None) => "next",
            (Panel::Withdrawn, Some(request)) => super::fill_in::first_field(request.kind()),
            _ => "panel-h",
        }
    }

    /// What a screen reader is told when this drawing differs from the one before, and whether at once.
    pub fn news(&self) -> (String, bool) {
        super::news::news(self)
    }
}
