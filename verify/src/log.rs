//! An exported log, from its first entry to its last.

use std::{
    collections::HashSet,
    path::Path,
    sync::mpsc::Receiver,
    thread::{self, available_parallelism},
};

use domain::audit_log::{
    Above, Checkpoint, Hash, Note,
    export::{CHECKPOINT, CHECKPOINTS, personal_path},
    tile::TILE,
    verify::{Kind, Log, Place, Report, Trust},
};

use crate::{
    bundle::{self, Bundle},
    folder::Folder,
    heads::{self, Found},
    tiles,
};

/// More threads gain nothing: one has to put together what they find.
const MOST_THREADS: usize = 4;
/// A head with all its signatures is not as long.
const LONGEST_HEAD: usize = 64 * 1024;

/// What came of it.
#[derive(Debug)]
pub struct Verified {
    /// What was looked at, and what is wrong.
    pub report: Report,
    /// Files that no export has. Nothing was read from them.
    pub others: Vec<String>,
}

/// Verifies an exported log; `progress` hears from time to time how many entries there were, of how many.
///
/// # Errors
/// When the folder cannot be read, or holds no log.
pub fn verify(folder: &Path, trust: &Trust<'_>, progress: &mut dyn FnMut(u64, u64)) -> Result<Verified, String> {
    let folder = Folder::open(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let newest = String::from_utf8(folder.read(CHECKPOINT, LONGEST_HEAD)?).map_err(|_| format!("{CHECKPOINT} is not text"))?;
    let head = newest.parse::<Note>().ok().and_then(|note| Checkpoint::of(&note).ok());
    let size = head.ok_or_else(|| format!("{CHECKPOINT} is not a signed head"))?.size;
    let threads = available_parallelism().map_or(1, usize::from).clamp(1, MOST_THREADS);
    let report = thread::scope(|scope| {
        let heads = heads::start(scope, &folder, trust);
        let bundles = bundle::start(scope, &folder, size, threads, trust.p256);
        let mut reading = Reading::new(&folder, trust, heads);
        for number in 0..size.div_ceil(TILE as u64) {
            let from = usize::try_from(number % threads as u64).unwrap_or_default();
            let Ok(bundle) = bundles[from].recv() else { break };
            let whole = bundle.whole;
            reading.bundle(bundle);
            progress(reading.log.size(), size);
            if !whole {
                break;
            }
        }
        // Threads that are ahead have nobody to give to any more, and end.
        drop(bundles);
        reading.finish(&newest, size)
    });
    // A head that says more than there can be does not make us count up to it.
    let size = size.min(folder.files().saturating_mul(TILE as u64));
    let known: HashSet<_> = tiles::paths(size).chain([CHECKPOINT, CHECKPOINTS].map(str::to_owned)).collect();
    let personal = 0..size.div_ceil(TILE as u64);
    let personal: HashSet<_> = personal.map(personal_path).collect();
    let others = folder.others(|name| known.contains(name) || personal.contains(name)).map(str::to_owned).collect();
    Ok(Verified { report, others })
}

struct Reading<'a> {
    folder: &'a Folder,
    log: Log,
    above: Above,
    heads: Receiver<Found>,
    /// The next head, when it was read before as many entries as it is over.
    next: Option<Found>,
    /// The last head that was given to the log.
    newest: String,
    seen: HashSet<u128>,
}

impl<'a> Reading<'a> {
    fn new(folder: &'a Folder, trust: &Trust<'_>, heads: Receiver<Found>) -> Self {
        let log = Log::new(trust.skew, trust.quorum, trust.witnesses.len());
        let next = heads.recv().ok();
        Self { folder, log, above: Above::default(), heads, next, newest: String::new(), seen: HashSet::new() }
    }

    fn bundle(&mut self, bundle: Bundle) {
        for (place, kind, why) in bundle.found {
            self.log.find(place, kind, why);
        }
        let mut hashes = Vec::with_capacity(TILE);
        for (examined, stored) in bundle.entries {
            self.heads(false);
            // Of what is stored: a tile above them that is another is not the entry's fault.
            hashes.push(stored.unwrap_or(examined.leaf));
            if let Some((id, _)) = examined.entry
                && !self.seen.insert(id.as_u128())
            {
                self.log.find(Place::Entry(self.log.size()), Kind::Twice, "there was an entry of that name before it");
            }
            self.log.entry(examined, stored);
        }
        for hash in bundle.gone {
            self.heads(false);
            hashes.push(hash);
            self.log.missing(Some(hash));
        }
        self.above(&hashes);
    }

    /// Gives the log the heads that are due, or all that are left.
    fn heads(&mut self, rest: bool) {
        while let Some((head, note)) = self.next.take_if(|(head, _)| rest || head.size.is_none_or(|size| size <= self.log.size())) {
            self.log.head(head);
            self.newest = note;
            self.next = self.heads.recv().ok();
        }
    }

    fn above(&mut self, hashes: &[Hash]) {
        if hashes.len() == TILE {
            for (place, why) in tiles::push(&mut self.above, self.folder, hashes) {
                self.log.find(place, Kind::Copy, why);
            }
        }
    }

    fn finish(mut self, newest: &str, size: u64) -> Report {
        self.heads(true);
        // Of a log that was cut, other tiles are partial.
        if self.log.size() == size {
            for (place, why) in tiles::finish(&self.above, self.folder) {
                self.log.find(place, Kind::Copy, why);
            }
        }
        if self.newest != newest {
            self.log.find(Place::Log, Kind::Copy, format!("{CHECKPOINT} is not the last line of {CHECKPOINTS}"));
        }
        self.log.finish()
    }
}
