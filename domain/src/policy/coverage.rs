//! Whom a policy leaves out: dead ends by channel, level and what a person is without (CH9, W13).

use serde::Serialize;

use super::{ChannelIx, Exception, MethodRow, Need, Policy};
use crate::{
    assurance::{Evidence, Level, Limit, Method, level_at},
    channel::Conveyed,
    ids::EvidenceId,
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
    /// Why it is lower than the channel's ceiling, when somebody answers for it.
    pub exception: Option<String>,
    /// Whether nobody answers for it.
    pub dead_end: bool,
}

/// Every channel with every need.
#[must_use]
pub fn coverage(policy: &Policy) -> Vec<Reach> {
    let needs = || core::iter::once(None).chain(Need::ALL.map(Some));
    policy.channels().flat_map(|(ix, _)| needs().map(move |without| reach(policy, ix, without))).collect()
}

fn reach(policy: &Policy, ix: ChannelIx, without: Option<Need>) -> Reach {
    let row = policy.channel_row(ix);
    let shut_out = row.is_some_and(|row| without.is_some_and(|need| row.needs.contains(&need)));
    let usable = |method: &Method| !shut_out && can_use(policy, policy.method(*method), *method, ix, without);
    let mut methods: Vec<_> = Method::ALL.into_iter().filter(usable).collect();
    let evidence: Vec<_> = methods.iter().map(|&method| best(policy, method)).collect();
    let level = level_at(policy, &evidence, Limit::at(policy.ceiling(ix)), NOW).0;
    methods.sort_by_key(|&method| core::cmp::Reverse(best(policy, method).strength(policy)));
    let wanted = wanted(policy, ix);
    let short = level < wanted;
    let exception = policy.exceptions().iter().find(|one| covers(one, ix, without, level));
    Reach {
        channel: row.map(|row| row.key.clone()).unwrap_or_default(),
        without,
        level,
        methods,
        exception: exception.filter(|_| short).map(|one| one.because.clone()),
        dead_end: short && exception.is_none(),
    }
}

/// The highest level that an action on this channel needs: what nobody needs, nobody misses.
fn wanted(policy: &Policy, ix: ChannelIx) -> Level {
    let there = policy.actions().iter().filter(|action| action.channels.has(ix));
    there.map(|action| action.needs.level).filter(|&level| level <= policy.ceiling(ix)).max().unwrap_or_default()
}

fn covers(exception: &Exception, ix: ChannelIx, without: Option<Need>, level: Level) -> bool {
    exception.channel == ix && Some(exception.without) == without && level.rank() + 1 >= exception.from.rank()
}

fn can_use(policy: &Policy, row: &MethodRow, method: Method, ix: ChannelIx, without: Option<Need>) -> bool {
    // Digits that are read out have to be heard.
    let aloud = method == Method::Push && policy.channel_row(ix).is_some_and(|row| row.conveyed == Conveyed::Aloud);
    let missing = |need: Need| row.needs.contains(&need) || (need == Need::Hearing && aloud);
    row.enabled && row.offered_on.has(ix) && !without.is_some_and(missing)
}

const NOW: Timestamp = Timestamp::from_micros(0);

/// The best evidence that the method can leave.
fn best(policy: &Policy, method: Method) -> Evidence {
    Evidence {
        id: EvidenceId::from(uuid::Uuid::nil()),
        method,
        user_verified: policy.method(method).user_verified > policy.method(method).alone,
        synced: false,
        asserted: policy.method(method).acr.iter().map(|(_, level)| *level).max(),
        obtained_at: NOW,
        expires_at: Timestamp::from_micros(1),
        counts_from: NOW,
    }
}
