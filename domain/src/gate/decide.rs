//! The decision. Deny by default: only the last line allows.

use time::Duration;

use super::{Decision, Missing, Obligations, Question, Reason, Reasons, ways::Ways};
use crate::{
    assurance::{Level, Limit, level_at},
    channel::StartedBy,
    policy::{Circumstances, Needs, SegmentIx},
};

/// Decides.
#[must_use]
pub fn decide<'a>(question: &Question<'a>) -> Decision<'a> {
    let (needs, rule, closed) = needed(question);
    let limit = question.limit();
    let reasons = refused(question, needs.level, limit.ceiling).with(Reason::Circumstances, closed);
    if !reasons.is_empty() {
        return Decision::Refuse { reasons, rule };
    }
    let missing = missing(question, needs, limit);
    if missing.any() {
        return Decision::StepUp { missing, ways: Ways::new(*question, needs, limit, missing), rule };
    }
    Decision::Allow { obligations: obligations(question, needs, limit), rule }
}

/// The level that the action needs under the question's circumstances, whether it is reached or not.
#[must_use]
pub fn needs(question: &Question<'_>) -> Level {
    needed(question).0.level
}

/// How old a proof may be for the action under the question's circumstances; `None`: as old as it counts.
pub(super) fn freshness(question: &Question<'_>) -> Option<Duration> {
    needed(question).0.fresh
}

/// What the action needs under these circumstances, by which rule, and whether that rule closes it.
///
/// Everything that applies tightens, so the order in the file says nothing but which name is given: that of the last rule
/// that changed something, and of a rule that closes it before all others.
fn needed<'a>(question: &Question<'a>) -> (Needs, &'a str, bool) {
    let action = question.action;
    let (mut needs, mut rule, mut refused) = (action.needs, action.rule.as_str(), false);
    for when in action.when.iter().filter(|when| applies(when.circumstances, question)) {
        let stricter = needs.and(when.needs);
        if when.refuse.is_some() || (stricter != needs && !refused) {
            rule = &when.rule;
        }
        needs = stricter;
        refused |= when.refuse.is_some();
    }
    for signal in question.policy.standing(question.signals).filter(|signal| signal.raises_classes.contains(&action.class)) {
        needs.level = needs.level.raised(signal.raises);
    }
    (needs, rule, refused)
}

/// Whether the circumstances are those of the question: all that are given hold.
pub(super) fn applies(when: Circumstances, question: &Question<'_>) -> bool {
    // Deny by default: an amount that is not known is over every limit, so that leaving it out never gets around a band.
    let amount = when.amount_above.is_none_or(|limit| question.amount.is_none_or(|amount| amount > limit));
    let channel = when.channels.is_empty() || when.channels.has(question.channel);
    // So is a segment that the policy does not know: whoever is of none of its segments may be of any.
    let segment = when.segments.is_empty() || question.segment == SegmentIx::NONE || when.segments.has(question.segment);
    let signals = when.signals.is_empty() || when.signals.meets(question.signals);
    let started = !when.we_started || question.started_by == StartedBy::Us;
    amount && channel && segment && signals && started
}

fn refused(question: &Question<'_>, needed: Level, ceiling: Level) -> Reasons {
    let standing = question.standing;
    let reasons = Reasons::default()
        .with(Reason::Ended, standing.ended)
        .with(Reason::Frozen, standing.frozen)
        .with(Reason::AccountFrozen, standing.account_frozen)
        .with(Reason::NotTheirs, !standing.theirs)
        .with(Reason::Role, !question.action.who.meets(question.roles))
        .with(Reason::Channel, !question.action.channels.has(question.channel));
    if needed <= ceiling {
        return reasons;
    }
    reasons
        .with(Reason::Ceiling, needed > question.policy.ceiling(question.channel))
        .with(Reason::Carried, needed > question.carried)
        .with(Reason::Risk, needed > question.policy.risk(question.signals).1)
}

/// The question's limit, and only what is fresh enough for the action.
pub(super) fn fresh(question: &Question<'_>, needs: Needs, limit: Limit) -> Limit {
    Limit { since: needs.fresh.map(|age| question.now.before(age)), ..limit }
}

fn missing(question: &Question<'_>, needs: Needs, limit: Limit) -> Missing {
    let level = level_at(question.policy, question.evidence, fresh(question, needs, limit), question.now).0;
    let short = level < needs.level;
    let stale = short && needs.fresh.is_some() && level_at(question.policy, question.evidence, limit, question.now).0 >= needs.level;
    Missing {
        level: short.then_some(needs.level),
        stale,
        consent: needs.consent && !question.consent,
        second_person: needs.second_person && !question.second_person,
    }
}

fn obligations(question: &Question<'_>, needs: Needs, limit: Limit) -> Obligations {
    let action = question.action;
    let lifted = needs.hold > Duration::ZERO && needs.hold_lifted && proved_phishing_resistant(question, needs, limit);
    Obligations {
        use_approval: needs.consent,
        tell: action.tell,
        hold: if lifted { Duration::ZERO } else { needs.hold },
        revert: action.revert,
    }
}

/// Whether one piece that resists phishing reaches the level alone.
fn proved_phishing_resistant(question: &Question<'_>, needs: Needs, limit: Limit) -> bool {
    let since = fresh(question, needs, limit).since;
    question.evidence.iter().any(|piece| {
        piece.is_live(question.now)
            && since.is_none_or(|since| piece.obtained_at >= since)
            && !limit.barred.has(piece.method)
            && question.policy.method(piece.method).phishing_resistant
            && piece.strength(question.policy) >= needs.level
    })
}
