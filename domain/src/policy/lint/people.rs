//! Nobody is left without a way, unless somebody answers for it (CH9, W13).

use crate::{
    assurance::Level,
    policy::{
        ChannelIx, Exception, Policy,
        coverage::{Reach, coverage},
        file::{Findings, Kind, PolicyFile},
    },
};

/// Every dead end has its exception, and every exception its dead end.
pub(super) fn nobody_is_left_out(policy: &Policy, file: &PolicyFile, findings: &mut Findings) {
    let reaches = coverage(policy);
    for reach in reaches.iter().filter(|reach| reach.dead_end) {
        // Where everybody is stopped, nobody else needs to be told of; that nothing there takes a consent is said of the action.
        let everybody = reaches.iter().find(|other| other.channel == reach.channel && other.without.is_none());
        let known = everybody.is_some_and(|everybody| match reach.without {
            Some(_) => lowest(everybody).is_some_and(|level| Some(level) <= lowest(reach)),
            None => reach.rungs.iter().all(|rung| !rung.closed || !rung.ways.is_empty()),
        });
        if !known {
            dead_end(reach, findings);
        }
    }
    for (exception, key) in policy.exceptions().iter().zip(file.exceptions.keys()) {
        match closed(policy, &reaches, exception) {
            None => findings.add(
                Kind::ExceptionIdle,
                format!("exceptions.{key}"),
                "There is no such dead end any more.",
                "Take the exception out.",
            ),
            Some(level) if exception.from < level => findings.add(
                Kind::ExceptionTooWide,
                format!("exceptions.{key}.from"),
                format!("They reach {}, so it would hide a dead end that is none today.", level.below()),
                format!("Write from = \"{}\".", level.key()),
            ),
            Some(_) => {}
        }
    }
}

fn dead_end(reach: &Reach, findings: &mut Findings) {
    let Some(rung) = reach.rungs.iter().find(|rung| rung.closed) else { return };
    let who = reach.without.map_or("everybody".to_owned(), |need| format!("people without {}", need.name()));
    let answer = reach.without.map_or(String::new(), |need| {
        format!(
            ", or add [exceptions.…] with channel = \"{}\", without = \"{}\", from = \"{}\", why, and who answers for it",
            reach.channel,
            need.key(),
            rung.level.key()
        )
    });
    let path = format!("channels.{}", reach.channel);
    if rung.ways.is_empty() {
        findings.add(
            Kind::DeadEnd,
            path,
            format!("On it, {who} reach {} at most, and some of its actions need {}.", reach.level, rung.level),
            format!("Offer them a method there{answer}."),
        );
    } else {
        findings.add(
            Kind::CannotConsent,
            path,
            format!("On it, {who} reach {}, and have nothing to agree with to what needs their consent.", reach.level),
            format!("Offer them passkey or push there{answer}."),
        );
    }
}

/// The lowest level that is closed where that exception is about.
fn closed(policy: &Policy, reaches: &[Reach], exception: &Exception) -> Option<Level> {
    let on = |ix: ChannelIx| policy.channel_row(ix).map_or("", |row| row.key.as_str());
    let about = |reach: &&Reach| reach.channel == on(exception.channel) && reach.without == Some(exception.without);
    reaches.iter().find(about).and_then(lowest)
}

/// The lowest level that is closed.
fn lowest(reach: &Reach) -> Option<Level> {
    reach.rungs.iter().find(|rung| rung.closed).map(|rung| rung.level)
}
