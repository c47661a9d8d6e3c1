//! How often a customer is asked and how much one agent does, against the policy's limits (H04, H05). The rule is
//! [`domain::limits`]; here is what is counted, in the transaction that goes on if there is room.

use domain::{
    ids::{AgentId, CustomerId},
    limits::{Limited, Reveals},
    policy::Limits,
    refusal::Refusal,
    time::{Duration, Timestamp},
};

use super::Outcome;
use crate::store::{Tx, audit, challenge, reveal, staff};

/// Whether that customer, who is held, may be asked once more, whoever asks.
///
/// # Errors
/// [`Refusal::TooManyOf`], with when.
pub(super) async fn may_be_asked(tx: &mut Tx, limits: &Limits, customer: CustomerId, now: Timestamp) -> Outcome<()> {
    let since = now.before(limits.prompts_in.max(Duration::DAY));
    let past = challenge::past(tx, customer, since).await?;
    Ok(limits.may_be_asked(&past.unapproved, past.approved, now)?)
}

/// Whether that agent may ask a customer once more.
///
/// # Errors
/// [`Refusal::TooManyOf`], with when.
pub(super) async fn may_ask(tx: &mut Tx, limits: &Limits, agent: AgentId, now: Timestamp) -> Outcome<()> {
    may(tx, agent, ("asked", limits.challenges_an_hour, Limited::Challenges), now).await
}

/// Whether that agent may open one more session.
///
/// # Errors
/// [`Refusal::TooManyOf`], with when.
pub(super) async fn may_open(tx: &mut Tx, limits: &Limits, agent: AgentId, now: Timestamp) -> Outcome<()> {
    may(tx, agent, ("session_opened", limits.contacts_an_hour, Limited::Contacts), now).await
}

/// Whether that agent, who is held, may have one more field shown; what of the budget is used with it.
///
/// # Errors
/// [`Refusal::TooManyOf`], with when.
pub(super) async fn may_reveal(tx: &mut Tx, limits: &Limits, agent: AgentId, now: Timestamp) -> Outcome<Reveals> {
    let most = limits.reveals_an_hour.max(limits.reveals_a_day);
    let mut shown = reveal::of_agent(tx, agent, now.before(Duration::DAY), most).await?;
    limits.may_reveal(&shown, now)?;
    shown.push(now);
    Ok(Limits::reveals(&shown, now))
}

/// The agent is held after the customer, everywhere: two that wait for each other would wait for ever.
async fn may(tx: &mut Tx, agent: AgentId, (event, most, what): (&str, u32, Limited), now: Timestamp) -> Outcome<()> {
    staff::hold(tx, agent).await?;
    match audit::nth_last_by_actor(tx, agent, event, now.before(Duration::HOUR), most).await? {
        Some(at) => Err(Refusal::TooManyOf { what, again: at.after(Duration::HOUR) }.into()),
        None => Ok(()),
    }
}
