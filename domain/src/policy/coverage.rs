//! Whom a policy leaves out: dead ends by channel, level and what a person is without (CH9, W13).
//!
//! For every channel, for everybody and for people without each of the [`Need`]s, and for every level: by which methods it is
//! reached there, whether an action there needs it, and whether it can be agreed to what needs consent. A level that something
//! needs and nothing reaches is a dead end, unless the channel's ceiling keeps everybody from it, which the agent is told, or
//! somebody answers for it in an [`Exception`].

use serde::Serialize;

use super::{ActionRow, ChannelIx, Circumstances, Exception, MethodRow, Need, Needs, Policy};
use crate::{
    assurance::{Evidence, Level, Limit, Method, level_at},
    channel::Conveyed,
    time::Timestamp,
};

/// What a person on a channel can reach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reach {
    /// On which channel.
    pub channel: String,
    /// What they are without; `None`: nothing.
    pub without: Option<Need>,
    /// The highest level they can reach with what the policy offers.
    pub level: Level,
    /// The methods they can use, strongest first.
    pub methods: Vec<Method>,
    /// Each level above Unverified, lowest first.
    pub rungs: Vec<Rung>,
    /// Why something is out of reach, when somebody answers for it.
    pub exception: Option<String>,
    /// Whether nobody answers for it.
    pub dead_end: bool,
}

/// One level of a [`Reach`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rung {
    /// The level.
    pub level: Level,
    /// How it is reached: one method, or two of which neither is enough. Empty: not at all.
    pub ways: Vec<Vec<Method>>,
    /// Whether something that can be done on this channel needs it.
    pub needed: bool,
    /// Whether something that needs it needs the customer's consent too, which nothing they can use can take.
    pub mute: bool,
    /// Whether it is needed, and cannot be had.
    pub closed: bool,
}

/// Every channel with every need.
#[must_use]
pub fn coverage(policy: &Policy) -> Vec<Reach> {
    let needs = || core::iter::once(None).chain(Need::ALL.map(Some));
    policy.channels().flat_map(|(ix, _)| needs().map(move |without| reach(policy, ix, without))).collect()
}

/// The highest level that anybody can prove on any channel, and where.
pub(super) fn highest(policy: &Policy) -> Option<(Level, &str)> {
    let levels = policy.channels().map(|(ix, row)| (reached(policy, ix, &usable(policy, ix, None)), row.key.as_str()));
    levels.fold(None, |best, one| if best.is_some_and(|(level, _)| level >= one.0) { best } else { Some(one) })
}

fn reach(policy: &Policy, ix: ChannelIx, without: Option<Need>) -> Reach {
    let row = policy.channel_row(ix);
    let mut methods = usable(policy, ix, without);
    let level = reached(policy, ix, &methods);
    let ways = ways(policy, ix, &methods);
    let rungs: Vec<_> = Level::ALL.into_iter().skip(1).map(|level| rung(policy, ix, &ways, level)).collect();
    methods.sort_by_key(|&method| core::cmp::Reverse(worth(policy, method)));
    let lowest = rungs.iter().find(|rung| rung.closed).map(|rung| rung.level);
    let exception = lowest.and_then(|lowest| policy.exceptions().iter().find(|one| one.answers_for(ix, without, lowest)));
    Reach {
        channel: row.map(|row| row.key.clone()).unwrap_or_default(),
        without,
        level,
        methods,
        rungs,
        exception: exception.map(|one| one.because.clone()),
        dead_end: lowest.is_some() && exception.is_none(),
    }
}

/// One method, or two, with the level that they reach and the most that a part of them does.
struct Way {
    methods: Vec<Method>,
    reaches: Level,
    part: Level,
}

fn rung(policy: &Policy, ix: ChannelIx, ways: &[Way], level: Level) -> Rung {
    let wanted = || wanted(policy, ix).filter(|needs| needs.level == level);
    let (needed, consent) = (wanted().next().is_some(), wanted().any(|needs| needs.consent));
    let mute = consent && !ways.iter().any(|way| way.methods.iter().any(|method| method.consents()));
    let shortest = ways.iter().filter(|way| way.part < level && level <= way.reaches);
    let ways: Vec<_> = shortest.map(|way| way.methods.clone()).collect();
    Rung { level, needed, mute, closed: mute || (needed && ways.is_empty()), ways }
}

/// Every method and every pair of them.
fn ways(policy: &Policy, ix: ChannelIx, methods: &[Method]) -> Vec<Way> {
    let alone = |method: Method| reached(policy, ix, &[method]);
    let mut ways: Vec<_> =
        methods.iter().map(|&method| Way { methods: vec![method], reaches: alone(method), part: Level::Unverified }).collect();
    for (place, &one) in methods.iter().enumerate() {
        ways.extend(methods.iter().skip(place + 1).map(|&other| Way {
            methods: vec![one, other],
            reaches: reached(policy, ix, &[one, other]),
            part: alone(one).max(alone(other)),
        }));
    }
    ways
}

/// What can be needed on a channel and lies below its ceiling: of each action as it is, and as each of its circumstances makes
/// it that a person can be in. Not what a risk signal adds: that is meant to close.
pub(super) fn wanted(policy: &Policy, ix: ChannelIx) -> impl Iterator<Item = Needs> + '_ {
    let there = policy.actions().iter().filter(move |action| action.channels.has(ix));
    there.flat_map(move |action| needs(action, ix)).filter(move |needs| needs.level <= policy.ceiling(ix))
}

fn needs(action: &ActionRow, ix: ChannelIx) -> impl Iterator<Item = Needs> + '_ {
    let can_be = move |when: &Circumstances| when.signals.is_empty() && (when.channels.is_empty() || when.channels.has(ix));
    let open = action.when.iter().filter(move |when| when.refuse.is_none() && can_be(&when.circumstances));
    core::iter::once(action.needs).chain(open.map(|when| action.needs.and(when.needs)))
}

impl Exception {
    /// Whether it is about that dead end.
    fn answers_for(&self, ix: ChannelIx, without: Option<Need>, level: Level) -> bool {
        self.channel == ix && Some(self.without) == without && self.from <= level
    }
}

/// The methods that a person can use there.
pub(super) fn usable(policy: &Policy, ix: ChannelIx, without: Option<Need>) -> Vec<Method> {
    let row = policy.channel_row(ix);
    let shut_out = row.is_some_and(|row| without.is_some_and(|need| row.needs.contains(&need)));
    let usable = |method: &Method| !shut_out && can_use(policy, policy.method(*method), *method, ix, without);
    Method::ALL.into_iter().filter(usable).collect()
}

fn can_use(policy: &Policy, row: &MethodRow, method: Method, ix: ChannelIx, without: Option<Need>) -> bool {
    // The digits of a push that are read out have to be heard, those on the kiosk's screen to be seen. Those in writing are read
    // by the customer's own device, aloud if need be.
    let digits = match policy.channel_row(ix).map(|row| row.conveyed) {
        Some(Conveyed::Aloud) => Some(Need::Hearing),
        Some(Conveyed::OnKiosk) => Some(Need::Sight),
        Some(Conveyed::InWriting) | None => None,
    };
    let missing = |need: Need| row.needs.contains(&need) || (method == Method::Push && digits == Some(need));
    row.enabled && row.offered_on.has(ix) && !without.is_some_and(missing)
}

/// The level that these methods reach together at their best.
pub(super) fn reached(policy: &Policy, ix: ChannelIx, methods: &[Method]) -> Level {
    let evidence: Vec<_> = methods.iter().map(|&method| best(policy, method)).collect();
    level_at(policy, &evidence, Limit::at(policy.ceiling(ix)), NOW).0
}

/// The most that the method is worth alone, when somebody uses it who can.
pub(super) fn worth(policy: &Policy, method: Method) -> Level {
    best(policy, method).strength(policy)
}

const NOW: Timestamp = Timestamp::from_micros(0);

/// The best evidence that the method can leave.
fn best(policy: &Policy, method: Method) -> Evidence {
    let row = policy.method(method);
    let asserted = row.acr.iter().map(|(_, level)| *level).max();
    Evidence { asserted, ..Evidence::left_by(policy, method, row.user_verified > row.alone, NOW) }
}
