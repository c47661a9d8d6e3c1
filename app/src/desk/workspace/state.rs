//! What the workspace knows: the last whole truth, which parts of it changed, and the time.
//!
//! Each part has a version, and only what reads a version is drawn again when it rises, so that news elsewhere never
//! disturbs a form that is being filled in.

use leptos::prelude::*;

use domain::{
    challenge::{ChallengeState, ExpiredBecause},
    session::SessionState,
    time::Timestamp,
};

use crate::desk::view::{AskedView, Outcome, Place, Workspace};

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
    /// Approved; it was only to raise the level.
    Raised,
    /// It ran without asking.
    Ran,
    /// Everything is stopped.
    Frozen,
}

/// The parts that are drawn apart from one another.
#[derive(Clone, Copy)]
pub struct Parts<T> {
    /// The sessions.
    pub rail: T,
    /// The head.
    pub head: T,
    /// The assurance panel.
    pub assurance: T,
    /// Ways and actions.
    pub gate: T,
    /// The challenge or run.
    pub asked: T,
    /// The record.
    pub record: T,
    /// The timeline.
    pub timeline: T,
    /// What the customer sees.
    pub theirs: T,
}

/// The workspace's state. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Live {
    truth: StoredValue<Workspace>,
    /// The versions.
    pub parts: Parts<RwSignal<i64>>,
    /// What stands in the middle.
    pub panel: RwSignal<Panel>,
    now: RwSignal<i64>,
    zone: RwSignal<i64>,
}

impl Live {
    /// The state of a page that was just drawn.
    #[must_use]
    pub fn new(truth: Workspace, place: Place) -> Self {
        let version = || RwSignal::new(0);
        Self {
            panel: RwSignal::new(panel(&truth, place, truth.now)),
            now: RwSignal::new(truth.now.micros()),
            zone: version(),
            truth: StoredValue::new(truth),
            parts: Parts {
                rail: version(),
                head: version(),
                assurance: version(),
                gate: version(),
                asked: version(),
                record: version(),
                timeline: version(),
                theirs: version(),
            },
        }
    }

    /// Reads the truth. Draws nothing again by itself: read a version for that.
    pub fn read<T>(self, read: impl FnOnce(&Workspace) -> T) -> T {
        self.truth.with_value(read)
    }

    /// The server's time, counted on in the browser. Whoever reads it here is drawn again every second.
    #[must_use]
    pub fn now(self) -> Timestamp {
        Timestamp::from_micros(self.now.get())
    }

    /// The reader's distance from UTC. It is zero until the page lives, so that both draw the same at first.
    #[must_use]
    pub fn zone(self) -> i64 {
        self.zone.get()
    }

    /// Moves the clock on, and the panel if the time of what it shows is up.
    pub fn tick(self, now: Timestamp, place: Place) {
        self.now.set(now.micros());
        self.turn_to(self.read(|truth| panel(truth, place, now)));
    }

    /// Sets the reader's distance from UTC.
    pub fn set_zone(self, zone: i64) {
        if self.zone.get_untracked() != zone {
            self.zone.set(zone);
        }
    }

    /// Takes the new truth in, and gives the old one back.
    pub fn take(self, new: Workspace, place: Place) -> Workspace {
        let now = new.now;
        let to = panel(&new, place, now);
        let old = self.truth.with_value(Clone::clone);
        let raise = |signal: RwSignal<i64>, changed: bool| {
            if changed {
                signal.update(|version| *version += 1);
            }
        };
        let changed = Parts {
            rail: old.rail != new.rail,
            head: old.session != new.session,
            assurance: old.assurance != new.assurance,
            gate: old.ways != new.ways || old.actions != new.actions,
            asked: old.asked != new.asked || old.ran != new.ran,
            record: old.record != new.record,
            timeline: old.timeline != new.timeline,
            theirs: old.theirs != new.theirs,
        };
        self.truth.set_value(new);
        self.now.set(now.micros());
        self.turn_to(to);
        let parts = self.parts;
        raise(parts.rail, changed.rail);
        raise(parts.head, changed.head);
        raise(parts.assurance, changed.assurance);
        raise(parts.gate, changed.gate);
        raise(parts.asked, changed.asked);
        raise(parts.record, changed.record);
        raise(parts.timeline, changed.timeline);
        raise(parts.theirs, changed.theirs);
        old
    }

    fn turn_to(self, panel: Panel) {
        if self.panel.get_untracked() != panel {
            self.panel.set(panel);
        }
    }
}

/// What stands in the middle, given where the page is and what is true.
fn panel(truth: &Workspace, place: Place, now: Timestamp) -> Panel {
    if matches!(truth.session.state, SessionState::Frozen { .. }) {
        return Panel::Frozen;
    }
    match (place, &truth.asked) {
        (Place::Overview, _) | (Place::Asked(_), None) => Panel::Overview,
        (Place::FillIn(_), _) => Panel::FillIn,
        (Place::Ran(_), _) => Panel::Ran,
        (Place::Asked(_), Some(asked)) => of_asked(asked, now),
    }
}

fn of_asked(asked: &AskedView, now: Timestamp) -> Panel {
    match (&asked.outcome, asked.state) {
        (Some(Outcome::Done(_)), _) => Panel::Done,
        (Some(Outcome::NotOpen { .. }), _) => Panel::NotOpen,
        (Some(Outcome::Raised), _) | (None, ChallengeState::Answered) => Panel::Raised,
        (None, ChallengeState::Expired(because)) => Panel::Expired(because),
        (None, ChallengeState::Withdrawn | ChallengeState::Denied | ChallengeState::Reported) => Panel::Withdrawn,
        (None, _) if now >= asked.expires_at => Panel::Expired(ExpiredBecause::Time),
        (None, ChallengeState::Pending | ChallengeState::Delivered | ChallengeState::Opened) => Panel::Pending,
    }
}
