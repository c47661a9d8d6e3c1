//! Nobody is left without a way, unless somebody answers for it (CH9, W13).

use crate::policy::{
    Policy,
    coverage::coverage,
    file::{Findings, PolicyFile},
};

/// Every dead end has its exception, and every exception its dead end.
pub(super) fn nobody_is_left_out(policy: &Policy, file: &PolicyFile, findings: &mut Findings) {
    let reaches = coverage(policy);
    for reach in reaches.iter().filter(|reach| reach.dead_end) {
        let who = reach.without.map_or("everybody".to_owned(), |need| format!("people without {}", need.key()));
        let instead = match reach.without {
            Some(need) => format!(
                "Offer another method there, or add [exceptions.…] with channel = \"{}\", without = \"{}\", why, and who answers for it.",
                reach.channel,
                need.key()
            ),
            None => "Offer a method there that reaches what its actions need.".to_owned(),
        };
        let path = format!("channels.{}", reach.channel);
        findings.error(
            "dead-end",
            path,
            format!("On it, {who} reach {} at most, and some of its actions need more.", reach.level),
            instead,
        );
    }
    for (exception, key) in policy.exceptions().iter().zip(file.exceptions.keys()) {
        let used = reaches.iter().any(|reach| {
            reach.exception.as_ref() == Some(&exception.because)
                && reach.without == Some(exception.without)
                && policy.channel_row(exception.channel).is_some_and(|row| row.key == reach.channel)
        });
        if !used {
            findings.warning("dead-end", format!("exceptions.{key}"), "There is no such dead end any more.", "Take the exception out.");
        }
    }
}
