//! What a verification came to, for people.

use super::{report::Report, trust::Trust};
use crate::time::Timestamp;

/// Findings that are printed; the others are counted.
const SHOWN: usize = 20;

/// An instant, from microseconds.
#[must_use]
pub fn instant(micros: i64) -> String {
    Timestamp::from_micros(micros).to_string()
}

/// An instant, from seconds.
#[must_use]
pub fn seconds(seconds: u64) -> String {
    instant(i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1_000_000))
}

/// A stranger's text on somebody's terminal: no control characters.
#[must_use]
pub fn plain(text: impl AsRef<str>) -> String {
    text.as_ref().chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

/// A report, a line for each thing that somebody wants to know.
#[must_use]
pub fn report(report: &Report, trust: &Trust<'_>) -> String {
    let Report { entries, heads, sealed, approvals, opened, erased, .. } = report;
    let mut lines = Vec::new();
    for (origin, size) in &report.epochs {
        lines.push(format!("log          {origin}, first signed at {size} entries"));
    }
    let at = report.sealed_at.map(seconds).unwrap_or_default();
    lines.push(format!("entries      {entries}; {sealed} of them are under a signed checkpoint, the last of {at}"));
    lines.push(format!("root         {}", report.root));
    lines.push(format!("checkpoints  {heads} with the log's signature and the right root: each continues those before it"));
    lines.push(format!(
        "approvals    {} signed by customers' devices and second persons' passkeys, {} by passkeys without their session, {} erased, {} older than kept signatures",
        approvals.signed, approvals.unbound, approvals.erased, approvals.older
    ));
    if approvals.unchecked > 0 {
        lines.push(format!("             {} NOT CHECKED: algorithm", approvals.unchecked));
    }
    lines.push(format!("personal     {opened} pieces fit, {erased} were erased"));
    lines.extend(prunings(report));
    lines.extend(witnesses(report, trust));
    lines.extend(findings(report));
    lines.join("\n")
}

fn prunings(report: &Report) -> Vec<String> {
    let each = report.prunings.iter().map(|one| {
        let (at, range) = (instant(one.at), one.range);
        format!("             {range} on {at}: asked by {}, approved by {}; {} of them are gone", one.asked_by, one.approved_by, one.gone)
    });
    let sum = format!("pruned       {} entries are not there, as the log says; their hashes are", report.pruned);
    if report.prunings.is_empty() { Vec::new() } else { core::iter::once(sum).chain(each).collect() }
}

fn witnesses(report: &Report, trust: &Trust<'_>) -> Vec<String> {
    if trust.witnesses.is_empty() {
        return vec!["witnesses    none given: whoever has the log's key could have made all of this".to_owned()];
    }
    let each = trust.witnesses.iter().zip(&report.cosignatures);
    let mut lines: Vec<_> = each.map(|(key, count)| format!("witness      {}: {count} checkpoints", key.name)).collect();
    let (wanted, size) = (trust.quorum.max(1), report.witnessed.unwrap_or_default());
    let since = report.entries.saturating_sub(size);
    lines.push(format!("             {size} entries were seen by {wanted}; the {since} since then rest on the log's key alone"));
    lines
}

fn findings(report: &Report) -> Vec<String> {
    let Some(first) = report.first() else { return vec!["Nothing is wrong.".to_owned()] };
    let mut lines = vec![format!("WRONG        {}", plain(first.to_string()))];
    let others = report.findings().iter().filter(|finding| *finding != first);
    lines.extend(others.take(SHOWN - 1).map(|finding| format!("             {}", plain(finding.to_string()))));
    let more = report.wrong().saturating_sub(lines.len() as u64);
    if more > 0 {
        lines.push(format!("             and {more} more"));
    }
    lines
}
