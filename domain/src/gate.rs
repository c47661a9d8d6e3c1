//! The one function that answers *allow / step up / refuse* for (who, session, action, now), with rule id and reasons.

use serde::{Deserialize, Serialize};

use crate::{
    action::ActionKind,
    agent::Agent,
    assurance::{Level, Method},
    channel::StartedBy,
    ids::DeviceId,
    session::{Session, SessionState},
};

/// A way for this customer to prove more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    /// How.
    pub method: Method,
    /// On which phone.
    pub device: DeviceId,
    /// What that is called, such as "Pixel 8"; two may be called the same.
    pub on: String,
    /// The level the session would reach by it.
    pub reaches: Level,
    /// How long it usually takes, in seconds.
    pub seconds: u32,
}

/// The way that reaches highest; of equal ones the first.
#[must_use]
pub fn strongest(ways: &[Way]) -> Option<&Way> {
    ways.iter().rev().max_by_key(|way| way.reaches)
}

/// What is still missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missing {
    /// The level that is needed, when the session's is lower.
    pub level: Option<Level>,
    /// Whether the customer's approval of these parameters is missing.
    pub consent: bool,
}

/// What else must happen for the action to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Obligation {
    /// The approval is used up by it.
    UseApproval,
    /// Every earlier address is told.
    TellEarlierAddresses,
}

/// The gate's answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "decision")]
pub enum Decision {
    /// It may run now.
    Allow {
        /// What else must happen.
        obligations: Vec<Obligation>,
    },
    /// It may run once more is proved.
    StepUp {
        /// What is missing.
        missing: Missing,
        /// The sufficient ways for this customer, fastest first; empty when there is none.
        ways: Vec<Way>,
    },
    /// It may not run, whatever is proved.
    Refuse {
        /// Why, in words for the agent.
        reason: String,
    },
}

/// What the gate looks at.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Who wants to act. Holding an [`Agent`] is the role check.
    pub agent: &'a Agent,
    /// In which session.
    pub session: &'a Session,
    /// The session's level now, after ceiling and caps.
    pub level: Level,
    /// Whether the customer's account is frozen.
    pub account_frozen: bool,
    /// What they want to do.
    pub action: ActionKind,
    /// Whether a valid approval of exactly these parameters is at hand.
    pub approved: bool,
    /// Every way this customer has.
    pub ways: &'a [Way],
}

/// Decides. Deny by default: only the last line allows.
#[must_use]
pub fn decide(question: Question<'_>) -> Decision {
    let rule = question.action.rule();
    let refuse = |reason: &str| Decision::Refuse { reason: reason.to_owned() };
    match question.session.state {
        SessionState::Ended { .. } => return refuse("This session has ended."),
        SessionState::Frozen { .. } => return refuse("This session is frozen."),
        SessionState::Open => {}
    }
    if question.session.agent != question.agent.id() {
        return refuse("This session is served by somebody else.");
    }
    if question.account_frozen {
        return refuse("The account is frozen until a supervisor ends it.");
    }
    if question.session.started_by == StartedBy::Us && !rule.when_we_started {
        return refuse("We started this contact. Credentials and payouts stay closed.");
    }
    let missing = Missing { level: (question.level < rule.needs).then_some(rule.needs), consent: rule.consent && !question.approved };
    if missing.level.is_some() || missing.consent {
        if rule.needs > question.session.channel.rule().ceiling {
            let channel = question.session.channel.rule();
            return Decision::Refuse {
                reason: format!("{} reaches {} at most. Ask them to call or use the app.", channel.name, channel.ceiling),
            };
        }
        return Decision::StepUp { ways: sufficient(question, &missing), missing };
    }
    Decision::Allow { obligations: obligations(question.action) }
}

/// The ways that would open it, fastest first. Consent is given on the customer's own device, so it needs one.
fn sufficient(question: Question<'_>, missing: &Missing) -> Vec<Way> {
    let enough = |way: &&Way| missing.level.is_none_or(|level| way.reaches >= level) && (!missing.consent || way.method == Method::Push);
    let mut ways: Vec<_> = question.ways.iter().filter(enough).cloned().collect();
    ways.sort_by_key(|way| way.seconds);
    ways
}

/// What else must happen for an action to run, whoever asks for it.
#[must_use]
pub fn obligations(action: ActionKind) -> Vec<Obligation> {
    match action {
        ActionKind::UpdateContactPreferences => vec![],
        ActionKind::Refund => vec![Obligation::UseApproval],
        ActionKind::ChangeEmail => vec![Obligation::UseApproval, Obligation::TellEarlierAddresses],
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        agent::{Role, Staff},
        channel::Channel,
        session::FrozenBecause,
        time::Timestamp,
    };

    const NOW: Timestamp = Timestamp::from_micros(1_773_324_960_000_000);

    fn ana() -> Agent {
        let staff = Staff { id: Uuid::from_u128(7).into(), name: "Ana Lindqvist".parse().unwrap(), number: 2207, roles: vec![Role::Agent] };
        Agent::try_from(staff).unwrap()
    }

    fn session(channel: &str) -> Session {
        Session {
            id: Uuid::from_u128(1).into(),
            customer: Uuid::from_u128(2).into(),
            agent: ana().id(),
            channel: Channel::from_key(channel).unwrap(),
            started_by: StartedBy::Customer,
            reason: ActionKind::ChangeEmail,
            case: None,
            opened_at: NOW,
            state: SessionState::Open,
        }
    }

    fn ask(session: &Session, level: Level, action: ActionKind, approved: bool) -> Decision {
        let way = |reaches, seconds| Way { method: Method::Push, device: Uuid::nil().into(), on: "Pixel 8".to_owned(), reaches, seconds };
        let ways = [way(Level::High, 45), way(Level::High, 20), way(Level::Substantial, 10)];
        decide(Question { agent: &ana(), session, level, account_frozen: false, action, approved, ways: &ways })
    }

    #[test]
    fn every_level_action_and_consent_has_its_answer() {
        for level in Level::ALL {
            for action in ActionKind::ALL {
                for approved in [false, true] {
                    let rule = action.rule();
                    let open = level >= rule.needs && (approved || !rule.consent);
                    let allowed = matches!(ask(&session("phone"), level, action, approved), Decision::Allow { .. });
                    assert_eq!(open, allowed, "{action:?} at {level}, approved: {approved}");
                }
            }
        }
    }

    #[test]
    fn w15_the_first_way_is_the_fastest_that_is_enough() {
        let Decision::StepUp { ways, missing } = ask(&session("phone"), Level::Low, ActionKind::ChangeEmail, false) else { panic!() };
        assert_eq!(missing, Missing { level: Some(Level::High), consent: true });
        assert_eq!(ways.iter().map(|way| way.seconds).collect::<Vec<_>>(), [20, 45]);
    }

    #[test]
    fn b06_what_we_started_opens_no_credential_and_no_payout() {
        let ours = Session { started_by: StartedBy::Us, ..session("phone") };
        for action in [ActionKind::ChangeEmail, ActionKind::Refund] {
            assert!(matches!(ask(&ours, Level::High, action, true), Decision::Refuse { .. }));
        }
        assert!(matches!(ask(&ours, Level::High, ActionKind::UpdateContactPreferences, false), Decision::Allow { .. }));
    }

    #[test]
    fn a_session_that_is_not_open_or_not_theirs_opens_nothing() {
        let states = [SessionState::Ended { at: NOW }, SessionState::Frozen { at: NOW, because: FrozenBecause::NotMe }];
        for state in states {
            let session = Session { state, ..session("phone") };
            assert!(matches!(ask(&session, Level::High, ActionKind::Refund, true), Decision::Refuse { .. }));
        }
        let theirs = Session { agent: Uuid::from_u128(8).into(), ..session("phone") };
        assert!(matches!(ask(&theirs, Level::High, ActionKind::Refund, true), Decision::Refuse { .. }));
    }

    #[test]
    fn a_channel_that_cannot_reach_the_level_says_so() {
        assert!(matches!(ask(&session("ticket"), Level::Substantial, ActionKind::ChangeEmail, false), Decision::Refuse { .. }));
    }
}
