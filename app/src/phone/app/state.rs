//! What the phone's page knows, and how it changes when the server says something.

use domain::{challenge::ChallengeState, ids::ChallengeId, time::Timestamp};
use leptos::{prelude::*, task::spawn_local};

use crate::{
    browser::device::{self, Line},
    phone::{
        answer::is_honest,
        api::{AnswerResult, Enrolled, Home, PromptView},
    },
};

/// What is in front of the customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Screen {
    /// The field for a binding code.
    Enrol,
    /// The phone was bound just now.
    Enrolled(Enrolled),
    /// Whether we are talking, and what was done.
    Home,
    /// A request to answer.
    Prompt(PromptView),
    /// What came of something.
    Ended(Ending),
}

/// What came of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Approved.
    Approved(PromptView, AnswerResult),
    /// The time of a request was over before it was answered, or it was answered or withdrawn elsewhere.
    RunOut(PromptView),
    /// "No, this isn't me", or "That's not right".
    NotMe,
    /// "Someone told me to approve this".
    ToldTo,
    /// A change was put back.
    PutBack,
    /// The binding code was used or has run out.
    CodeUsed,
}

/// The page's state. Cheap to copy; lives as long as the island.
#[derive(Clone, Copy)]
pub struct Phone {
    /// What the server said last.
    pub home: RwSignal<Option<Home>>,
    /// Whether that is still so.
    pub line: RwSignal<Line>,
    /// What is shown.
    pub screen: RwSignal<Screen>,
    /// The server's time, as far as the phone can tell.
    pub now: RwSignal<Timestamp>,
    /// How far ahead of UTC this phone is, in microseconds; zero until the script runs.
    pub zone: RwSignal<i64>,
    /// Whether something is under way that must not be pressed twice.
    pub busy: RwSignal<bool>,
    /// What did not go.
    pub trouble: RwSignal<Option<String>>,
    /// Whether the phone can verify its person.
    pub can_verify: RwSignal<bool>,
    ahead: StoredValue<i64>,
    over: StoredValue<Vec<ChallengeId>>,
}

impl Phone {
    /// The state as the server drew it.
    pub fn new(initial: Option<Home>) -> Self {
        let now = initial.as_ref().map_or(Timestamp::from_micros(0), |home| home.now);
        Self {
            screen: RwSignal::new(if initial.is_some() { Screen::Home } else { Screen::Enrol }),
            home: RwSignal::new(initial),
            line: RwSignal::new(Line::Starting),
            now: RwSignal::new(now),
            zone: RwSignal::new(0),
            busy: RwSignal::new(false),
            trouble: RwSignal::new(None),
            can_verify: RwSignal::new(false),
            ahead: StoredValue::new(0),
            over: StoredValue::new(Vec::new()),
        }
    }

    /// Shows something else.
    pub fn show(self, screen: Screen) {
        self.trouble.set(None);
        self.screen.set(screen);
    }

    /// Shows the end of a request and never opens that request again.
    pub fn end(self, challenge: ChallengeId, ending: Ending) {
        self.over.update_value(|over| over.push(challenge));
        self.show(Screen::Ended(ending));
    }

    /// The server's time by the phone's clock; ends a request whose time is over.
    pub fn tick(self) {
        self.now.set(Timestamp::from_micros(own_time() + self.ahead.get_value()));
        if let Screen::Prompt(prompt) = self.screen.get_untracked()
            && self.now.get_untracked() >= prompt.expires_at
            && !self.busy.get_untracked()
        {
            self.end(prompt.challenge, Ending::RunOut(prompt));
        }
    }

    /// The server said how things are.
    pub fn heard(self, home: Home) {
        self.ahead.set_value(home.now.micros() - own_time());
        for prompt in home.prompts.iter().filter(|prompt| prompt.state == ChallengeState::Pending) {
            report(prompt.challenge, "delivered");
        }
        let prompts = home.prompts.clone();
        self.home.set(Some(home));
        self.tick();
        if !self.busy.get_untracked() {
            self.follow(prompts);
        }
    }

    /// Opens a request that is new, closes one that is over.
    fn follow(self, prompts: Vec<PromptView>) {
        let screen = self.screen.get_untracked();
        if let Screen::Prompt(open) = &screen
            && prompts.iter().any(|prompt| prompt.challenge == open.challenge)
        {
            return;
        }
        let next = prompts.into_iter().find(|prompt| is_honest(prompt) && !self.over.with_value(|over| over.contains(&prompt.challenge)));
        match (next, screen) {
            (Some(prompt), _) => self.open(prompt),
            (None, Screen::Prompt(gone)) => self.end(gone.challenge, Ending::RunOut(gone)),
            (None, Screen::Enrol) => self.show(Screen::Home),
            (None, _) => {}
        }
    }

    fn open(self, prompt: PromptView) {
        let challenge = prompt.challenge;
        self.show(Screen::Prompt(prompt));
        spawn_local(async move {
            device::visible().await;
            report(challenge, "opened");
        });
    }

    /// The line went or came.
    pub fn line(self, line: Line) {
        self.line.set(line);
        if line == Line::Out && !matches!(self.screen.get_untracked(), Screen::Ended(_)) {
            self.home.set(None);
            self.show(Screen::Enrol);
        }
    }

    /// Hears of every change from now on.
    pub fn connect(self) {
        device::connect(move |home| self.heard(home), move |line| self.line(line));
    }

    /// Does something that can go wrong, once at a time; says what did not go.
    pub fn act(self, doing: impl Future<Output = Result<(), device::Problem>> + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.trouble.set(None);
        spawn_local(async move {
            let done = doing.await;
            self.busy.set(false);
            if let Err(problem) = done {
                self.trouble.set(Some(problem.detail));
            }
        });
    }
}

/// The phone's own time in microseconds.
fn own_time() -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "JavaScript counts whole milliseconds, far below 2^53")]
    let millis = device::now() as i64;
    millis * 1_000
}

/// Tells the server how far a request came. A refusal means that it is over, which the next event says too.
fn report(challenge: ChallengeId, what: &'static str) {
    spawn_local(async move {
        drop(device::press(&["/device/v1/challenges/", &challenge.to_string(), "/", what].concat()).await);
    });
}
