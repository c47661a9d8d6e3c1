//! An answer of the gate in words and lists, for screens, the record and other programs.

use serde::Serialize;

use super::{Decision, Missing, Obligations, Question, Reason, Way, WhyNot, decide::applies};
use crate::assurance::{Level, Method};

/// What one of the customer's methods can do here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Offer {
    /// Which of the question's available methods.
    pub place: usize,
    /// How.
    pub method: Method,
    /// Why it is no part of any way; `None`: it is.
    pub why_not: Option<WhyNot>,
}

/// An answer of the gate with everything that can be said of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "decision")]
pub enum Explanation {
    /// It may run now.
    Allow {
        /// The rule.
        rule: String,
        /// What else must happen.
        obligations: Obligations,
    },
    /// It may run once more is proved.
    StepUp {
        /// The rule.
        rule: String,
        /// The level of the session now.
        current: Level,
        /// What is missing.
        missing: Missing,
        /// Every sufficient way, fastest first.
        ways: Vec<Way>,
        /// What each of the customer's methods can do.
        offers: Vec<Offer>,
    },
    /// It may not run, whatever is proved.
    Refuse {
        /// The rule.
        rule: String,
        /// Why, in sentences for the agent.
        reasons: Vec<String>,
    },
}

/// Says it all.
#[must_use]
pub fn explain(question: &Question<'_>, decision: &Decision<'_>) -> Explanation {
    let rule = decision.rule().to_owned();
    match decision {
        Decision::Allow { obligations, .. } => Explanation::Allow { rule, obligations: *obligations },
        Decision::StepUp { missing, ways, .. } => {
            let all = ways.all();
            let offer =
                |(place, one): (usize, &super::Available)| Offer { place, method: one.method, why_not: ways.why_not_in(&all, place) };
            Explanation::StepUp {
                rule,
                current: question.assurance().level,
                missing: *missing,
                offers: question.available.iter().enumerate().map(offer).collect(),
                ways: all,
            }
        }
        Decision::Refuse { reasons, .. } => {
            Explanation::Refuse { rule, reasons: reasons.iter().flat_map(|reason| words(question, reason)).collect() }
        }
    }
}

/// A reason in sentences that say what to do next.
fn words(question: &Question<'_>, reason: Reason) -> Vec<String> {
    let channel = question.policy.channel_row(question.channel);
    let name = channel.map_or("This channel", |row| row.name.as_str());
    vec![match reason {
        Reason::Ended => "This session has ended.".to_owned(),
        Reason::Frozen => "This session is frozen.".to_owned(),
        Reason::AccountFrozen => "The account is frozen until a supervisor ends it.".to_owned(),
        Reason::NotTheirs => "This session is served by somebody else.".to_owned(),
        Reason::Role => "Your role does not open this.".to_owned(),
        Reason::Channel => format!("This cannot be done on {name}. Ask them to call or use the app."),
        Reason::Ceiling => {
            format!("{name} reaches {} at most. Ask them to call or use the app.", question.policy.ceiling(question.channel))
        }
        Reason::Carried => {
            format!("This session has been on a channel that reaches {} at most. Open a new one.", question.carried)
        }
        Reason::Circumstances => return closed_by(question),
        Reason::Risk => return risks(question),
    }]
}

fn closed_by(question: &Question<'_>) -> Vec<String> {
    let when = question.action.when.iter().filter(|when| applies(when.circumstances, question));
    when.filter_map(|when| when.refuse.clone()).collect()
}

/// What the signals say that keep the level down, so that the reason is on the screen (CP4).
fn risks(question: &Question<'_>) -> Vec<String> {
    let lowering = |cap: Level| cap < Level::High;
    question.policy.standing(question.signals).filter(|row| lowering(row.cap)).map(|row| row.says.clone()).collect()
}
