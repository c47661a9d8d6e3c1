//! Which screen stands in front of the customer: chosen from what is true and where they are, so that a reload or a second
//! tab shows the same.

use domain::{
    challenge::{ChallengeState, Prompt},
    ids::{ChallengeId, RunId},
    time::{Duration, Timestamp},
};

use super::{
    answer::is_honest,
    api::{Home, PromptView},
    place::Place,
};

/// For how long a phone was bound "just now".
const JUST_NOW: Duration = Duration::minutes(10);

/// What one drawing is made from: what is true of this phone, and of the request its address names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Truth {
    /// The phone's home; `None` when this browser is not bound to anybody.
    pub home: Option<Home>,
    /// The request that the address names, once it can no longer be answered.
    pub over: Option<Over>,
}

/// A request that is over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Over {
    /// Which.
    pub challenge: ChallengeId,
    /// The words that were shown.
    pub prompt: Prompt,
    /// How it ended.
    pub end: End,
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Approved.
    Approved {
        /// Whether what was approved ran.
        done: bool,
        /// What can be put back.
        undo: Option<RunId>,
    },
    /// "No, this isn't me".
    NotMe,
    /// "Someone told me to approve this".
    ToldTo,
    /// Its time was over, its tries were used up, or it was taken back.
    RunOut,
}

impl End {
    /// The end that a state is; `None` while it can be answered. `done` and `undo` are what came of an approval.
    #[must_use]
    pub const fn of(state: ChallengeState, done: bool, undo: Option<RunId>) -> Option<Self> {
        match state {
            ChallengeState::Pending | ChallengeState::Delivered | ChallengeState::Opened => None,
            ChallengeState::Answered => Some(Self::Approved { done, undo }),
            ChallengeState::Denied => Some(Self::NotMe),
            ChallengeState::Reported => Some(Self::ToldTo),
            ChallengeState::Expired(_) | ChallengeState::Withdrawn => Some(Self::RunOut),
        }
    }
}

/// What is in front of the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen<'a> {
    /// The field for a binding code.
    Enrol,
    /// The phone was bound just now.
    Added(&'a Home),
    /// The phone is suspended.
    Suspended(&'a Home, Timestamp),
    /// Whether we are talking, and what was done.
    Home(&'a Home),
    /// The fields for a PIN.
    Pin(&'a Home),
    /// Setting up an authenticator app.
    Totp(&'a Home),
    /// Inviting to make a passkey on another device.
    Invite(&'a Home),
    /// A request to answer.
    Prompt(&'a Home, &'a PromptView),
    /// What came of one.
    Over(&'a Over),
    /// Everything was stopped, outside a request.
    Stopped,
    /// A change was put back.
    Undone(RunId),
}

impl<'a> Screen<'a> {
    /// The screen for what is true. A request that can be answered goes before everything but a new binding, and one whose
    /// words to sign are not its words to show is never shown.
    #[must_use]
    pub fn of(truth: &'a Truth, place: Place) -> Self {
        let Some(home) = &truth.home else { return Self::Enrol };
        if let Some(since) = home.device.suspended_at {
            return if place == Place::Add { Self::Enrol } else { Self::Suspended(home, since) };
        }
        let honest = || home.prompts.iter().filter(|prompt| is_honest(prompt));
        let named = honest().find(|prompt| place == Place::Asked(prompt.challenge));
        if place != Place::Add
            && let Some(prompt) = named.or_else(|| honest().next())
        {
            return Self::Prompt(home, prompt);
        }
        match place {
            Place::Add => Self::Enrol,
            Place::Added if is_new(home) => Self::Added(home),
            Place::Pin if home.pin.is_some() => Self::Pin(home),
            Place::Totp if home.totp.is_some() => Self::Totp(home),
            Place::Invite => Self::Invite(home),
            Place::Asked(_) => truth.over.as_ref().map_or(Self::Home(home), Self::Over),
            Place::Stopped if home.frozen_at.is_some() => Self::Stopped,
            Place::Undone(run) if home.frozen_at.is_some() && was_put_back(home, run) => Self::Undone(run),
            Place::Home | Place::Added | Place::Pin | Place::Totp | Place::Stopped | Place::Undone(_) => Self::Home(home),
        }
    }

    /// The screen's own address, given the one it was asked for at.
    #[must_use]
    pub fn place(self, asked: Place) -> Place {
        match self {
            Self::Enrol if asked == Place::Add => Place::Add,
            Self::Enrol | Self::Home(_) | Self::Suspended(..) => Place::Home,
            Self::Added(_) => Place::Added,
            Self::Pin(_) => Place::Pin,
            Self::Totp(_) => Place::Totp,
            Self::Invite(_) => Place::Invite,
            Self::Prompt(_, prompt) => Place::Asked(prompt.challenge),
            Self::Over(over) => Place::Asked(over.challenge),
            Self::Stopped => Place::Stopped,
            Self::Undone(run) => Place::Undone(run),
        }
    }

    /// The screen's name in the page: another name means that the whole is drawn anew.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Enrol => "enrol",
            Self::Added(_) => "added",
            Self::Suspended(..) => "suspended",
            Self::Home(_) => "home",
            Self::Pin(_) => "pin",
            Self::Totp(_) => "totp",
            Self::Invite(_) => "invite",
            Self::Prompt(..) => "prompt",
            Self::Over(_) => "over",
            Self::Stopped => "stopped",
            Self::Undone(_) => "undone",
        }
    }
}

fn is_new(home: &Home) -> bool {
    home.now.since(home.device.since) < JUST_NOW
}

fn was_put_back(home: &Home, run: RunId) -> bool {
    home.recent_changes.iter().any(|change| change.run == run && change.put_back_at.is_some())
}

/// The customer's clock of a home, as the page carries it; the epoch where there is none.
#[must_use]
pub fn now(truth: &Truth) -> Timestamp {
    truth.home.as_ref().map_or(Timestamp::from_micros(0), |home| home.now)
}

#[cfg(test)]
mod tests {
    use domain::challenge::ExpiredBecause;
    use uuid::Uuid;

    use super::*;
    use crate::phone::{
        answer::tests::prompt,
        api::{Change, DeviceView},
    };

    const NOW: Timestamp = Timestamp::from_micros(1_773_325_231_000_000);

    fn run() -> RunId {
        Uuid::from_u128(9).into()
    }

    fn truth(prompts: Vec<PromptView>, over: Option<Over>) -> Truth {
        let device = DeviceView {
            id: Uuid::nil().into(),
            name: "Pixel 8".to_owned(),
            since: NOW.before(Duration::minutes(9)),
            counts_from: NOW,
            has_passkey: false,
            has_unlock_key: false,
            disabled: false,
            suspended_at: None,
        };
        let home = Home {
            now: NOW,
            organisation: "Acme".to_owned(),
            hotline: "0800 555 0100".to_owned(),
            device,
            other_phones: Vec::new(),
            other_devices: Vec::new(),
            contact: None,
            prompts,
            recent_contacts: Vec::new(),
            recent_changes: Vec::new(),
            frozen_at: None,
            pin: None,
            totp: None,
            web_push: None,
            passkeys: Vec::new(),
        };
        Truth { home: Some(home), over }
    }

    fn over(end: End) -> Over {
        Over { challenge: prompt().challenge, prompt: prompt().prompt, end }
    }

    fn key(truth: &Truth, place: Place) -> &'static str {
        Screen::of(truth, place).key()
    }

    #[test]
    fn a_browser_that_nobody_bound_asks_for_a_code_wherever_it_is() {
        let truth = Truth { home: None, over: None };
        for place in [Place::Home, Place::Asked(prompt().challenge), Place::Stopped] {
            assert_eq!((key(&truth, place), Screen::of(&truth, place).place(place)), ("enrol", Place::Home));
        }
    }

    #[test]
    fn a_request_comes_up_wherever_one_is_but_over_a_new_code() {
        let truth = truth(vec![prompt()], None);
        for place in [Place::Home, Place::Added, Place::Stopped, Place::Undone(run()), Place::Asked(Uuid::nil().into())] {
            let screen = Screen::of(&truth, place);
            assert_eq!((screen.key(), screen.place(place)), ("prompt", Place::Asked(prompt().challenge)));
        }
        assert_eq!(key(&truth, Place::Add), "enrol");
    }

    #[test]
    fn of_two_requests_the_one_at_the_address_stays() {
        let other = PromptView { challenge: Uuid::from_u128(77).into(), ..prompt() };
        let truth = truth(vec![prompt(), other.clone()], None);
        let place = Place::Asked(other.challenge);
        assert_eq!(Screen::of(&truth, place).place(place), place);
    }

    #[test]
    fn b02_a_request_that_is_not_what_it_says_is_never_shown() {
        let truth = truth(vec![PromptView { shown_text: "Nothing changes by this".to_owned(), ..prompt() }], None);
        for place in [Place::Home, Place::Asked(prompt().challenge)] {
            assert_eq!(key(&truth, place), "home");
        }
    }

    #[test]
    fn a_request_that_is_over_shows_its_end_at_its_address_only() {
        let truth = truth(Vec::new(), Some(over(End::NotMe)));
        assert_eq!(key(&truth, Place::Asked(prompt().challenge)), "over");
        assert_eq!(key(&truth, Place::Home), "home");
    }

    #[test]
    fn an_address_says_nothing_that_is_not_so() {
        let mut truth = truth(Vec::new(), None);
        let change = Change {
            run: run(),
            what: domain::action::ActionKind::ChangeEmail,
            in_words: String::new(),
            at: NOW,
            approved: true,
            put_back_at: Some(NOW),
        };
        let all = |truth: &Truth| [Place::Added, Place::Stopped, Place::Undone(run())].map(|place| key(truth, place));
        let home = |truth: &mut Truth, change: fn(&mut Home)| truth.home.as_mut().into_iter().for_each(change);
        assert_eq!(all(&truth), ["added", "home", "home"]);
        home(&mut truth, |home| home.frozen_at = Some(NOW));
        assert_eq!(all(&truth), ["added", "stopped", "home"]);
        truth.home.as_mut().into_iter().for_each(|home| home.recent_changes.push(change.clone()));
        home(&mut truth, |home| home.device.since = NOW.before(Duration::hours(1)));
        assert_eq!(all(&truth), ["home", "stopped", "undone"]);
    }

    #[test]
    fn a30_a_suspended_phone_shows_that_and_nothing_else() {
        let mut truth = truth(vec![prompt()], Some(over(End::NotMe)));
        truth.home.as_mut().into_iter().for_each(|home| home.device.suspended_at = Some(NOW));
        for place in [Place::Home, Place::Added, Place::Asked(prompt().challenge), Place::Stopped, Place::Undone(run())] {
            assert_eq!((key(&truth, place), Screen::of(&truth, place).place(place)), ("suspended", Place::Home));
        }
        assert_eq!(key(&truth, Place::Add), "enrol", "it can be added again");
    }

    #[test]
    fn every_state_is_an_end_or_can_be_answered() {
        for state in ChallengeState::ALL {
            assert_eq!(End::of(state, true, None).is_none(), state.is_open(), "{state:?}");
        }
        assert_eq!(End::of(ChallengeState::Expired(ExpiredBecause::Tries), false, None), Some(End::RunOut));
    }
}
