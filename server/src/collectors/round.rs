//! One round: what each collector lacks, to every one whose turn it is, all at once.

use domain::{
    audit_log::{Note, collector::Batch},
    time::{Duration, Timestamp},
};
use futures::future::join_all;

use super::{
    Collectors, Known,
    batch::{self, Another, MOST},
    line::Said,
};
use crate::{
    config::Recipient,
    fault::Fault,
    services::{
        Shared,
        log::{self, SignedHead},
    },
    store,
};

/// Who has everything is told so, this often: silence means that the log's servers are cut off, or stopped.
pub const HEARTBEAT: Duration = Duration::seconds(60);
/// How many batches one collector is sent in one round.
const BATCHES: usize = 64;

/// Goes round once; says how many entries were taken. What [`super::worker::run`] does, for tests that move time by hand.
///
/// # Errors
/// When the database fails.
pub async fn round(shared: &Shared, collectors: &Collectors) -> Result<u64, Fault> {
    let all = collectors.progress.policy().collectors.iter().enumerate();
    let asked = join_all(all.map(|(at, whom)| one(shared, collectors, at, whom))).await;
    show(collectors);
    asked.into_iter().sum()
}

async fn one(shared: &Shared, collectors: &Collectors, at: usize, whom: &Recipient) -> Result<u64, Fault> {
    let mut taken = 0;
    for _ in 0..BATCHES {
        let now = shared.now();
        // A log that has stopped falls silent: what it would say now is not what it signed.
        let Some((head, note)) = log::vouch(shared)? else { break };
        let known = collectors.progress.of(at, head.epoch);
        if !collectors.turns.has_come(whom.url.as_str(), now) || has_all(&known, &head, now) {
            break;
        }
        let turn = Turn { shared, collectors, at, whom, head: &head, now };
        match turn.take(known, note).await? {
            Some(more) => taken += more,
            None => break,
        }
    }
    Ok(taken)
}

/// Whether there is nothing to say.
fn has_all(known: &Known, head: &SignedHead, now: Timestamp) -> bool {
    let quiet = known.trouble.is_none() && known.failing_since.is_none();
    quiet && known.next == Some(head.size) && known.vouched_at.is_some_and(|at| now < at.after(HEARTBEAT))
}

/// One batch to one collector.
struct Turn<'a> {
    shared: &'a Shared,
    collectors: &'a Collectors,
    at: usize,
    whom: &'a Recipient,
    head: &'a SignedHead,
    now: Timestamp,
}

impl Turn<'_> {
    /// Sends what comes next; how many new entries were taken, or `None` when that is enough for now.
    async fn take(&self, mut known: Known, note: Note) -> Result<Option<u64>, Fault> {
        let Some(batch) = self.batch(&known, note).await? else { return Ok(None) };
        let said = self.collectors.line.send(self.whom, batch.to_string()).await;
        match said {
            Said::Next(next) if known.next.is_none() || next > batch.to => {
                // It had said nothing yet, or another server of ours was faster.
                (known.next, known.failing_since) = (Some(next), None);
                self.collectors.progress.put(self.at, known);
                Ok(Some(0))
            }
            Said::Next(next) if next == batch.to => {
                self.collectors.turns.went_well(self.whom.url.as_str());
                let most = known.most.saturating_mul(2).min(MOST);
                let (next, vouched_at) = (Some(next), Some(self.now));
                self.collectors.progress.put(self.at, Known { next, vouched_at, failing_since: None, trouble: None, most, ..known });
                Ok(Some(batch.to - batch.from))
            }
            Said::Trouble { code, entry, next } => Ok(self.trouble(known, &batch, &code, entry, next)),
            Said::Next(_) | Said::Nonsense => Ok(self.nothing(known, "it answers what the protocol does not know")),
            Said::Nothing => Ok(self.nothing(known, "it does not answer")),
            Said::Refused(status) => Ok(self.nothing(known, why(status.as_u16()))),
        }
    }

    /// What to send: nothing but the head to one that has not said how far it is. `None` when there is nothing that can be sent.
    async fn batch(&self, known: &Known, note: Note) -> Result<Option<Batch>, Fault> {
        let Some(next) = known.next else {
            return Ok(Some(Batch { from: 0, to: 0, entries: Vec::new(), proof: Vec::new(), note }));
        };
        if next > self.head.size {
            // Another server of ours may have signed and sent more already: it is in the database then.
            if store::log::head(&self.shared.db).await?.size < next {
                let has = self.head.size;
                self.is_wrong(known, &format!("it has {next} entries, and this database {has}: entries were taken away here"));
            }
            return Ok(None);
        }
        match batch::next(&self.shared.db, next, known.most, self.head, note).await? {
            Ok(batch) => Ok(Some(batch)),
            Err(Another(place)) => {
                self.is_wrong(known, &format!("entry {place} of this database is not the one that was signed, and was not sent"));
                Ok(None)
            }
        }
    }

    /// It says that something is wrong. Smaller batches show which entry it is, one after the other and at once.
    fn trouble(&self, known: Known, batch: &Batch, code: &str, entry: u64, next: u64) -> Option<u64> {
        let within = matches!(code, "other-root" | "out-of-order") && batch.entries.len() > 1;
        let most = (batch.entries.len() as u64 / 2).max(1);
        let known = Known { next: Some(next), most, ..known };
        self.is_wrong(&known, &sentence(code, entry));
        if within {
            self.collectors.turns.went_well(self.whom.url.as_str());
        }
        within.then_some(0)
    }

    /// Remembers what is wrong, and says it once while it is the same.
    fn is_wrong(&self, known: &Known, what: &str) {
        let collector = self.whom.name();
        let what = [&collector, ": ", what].concat();
        if known.trouble.as_ref() != Some(&what) {
            tracing::error!(collector, trouble = what, "a collector's copy of the record is not what this database has");
        }
        self.collectors.counts.failures.inc();
        self.collectors.turns.went_wrong(self.whom.url.as_str(), self.now, &*self.shared.entropy);
        self.collectors.progress.put(self.at, Known { trouble: Some(what), failing_since: None, ..*known });
    }

    fn nothing(&self, mut known: Known, because: &'static str) -> Option<u64> {
        tracing::warn!(collector = self.whom.name(), because, "a collector took no entries");
        self.collectors.counts.failures.inc();
        self.collectors.turns.went_wrong(self.whom.url.as_str(), self.now, &*self.shared.entropy);
        known.failing_since.get_or_insert(self.now);
        self.collectors.progress.put(self.at, known);
        None
    }
}

const fn why(status: u16) -> &'static str {
    match status {
        300..=399 => "it sends us elsewhere",
        401 => "it does not know our token",
        403 => "it does not know this log or its key, or one of the two clocks is wrong",
        413 => "the batch is too large for it, or for a proxy in front of it",
        500.. => "it is broken, or busy",
        _ => "it does not take what we send",
    }
}

/// What is wrong, in our own words: what a stranger writes is shown to nobody.
fn sentence(code: &str, entry: u64) -> String {
    match code {
        "gap" => format!("entries from number {entry} on are missing there, and it had taken them"),
        "other-entry" => format!("it keeps another entry as number {entry} than this database has"),
        "out-of-order" => format!("entry {entry} does not reach it as it was sent"),
        "other-root" | "beyond-the-head" => format!("what reaches it as entry {entry} is not what was signed, or it keeps another record"),
        "forked" => format!("it keeps another record of {entry} entries, which was signed too"),
        _ => "it says that something is wrong, by a word that is not known here".to_owned(),
    }
}

/// Puts what is known now where it can be watched.
fn show(collectors: &Collectors) {
    let known = collectors.progress.all();
    let least = known.iter().map(|known| known.next.unwrap_or_default()).min().unwrap_or_default();
    collectors.counts.collected_size.set(i64::try_from(least).unwrap_or(i64::MAX));
    collectors.counts.trouble.set(known.iter().any(|known| known.trouble.is_some()).into());
}
