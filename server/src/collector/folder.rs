//! The files of one log: `entries.jsonl`, an entry a line in the order of their places; `head.json`, the last head that vouches for them, and
//! how far; `trouble.jsonl`, what was wrong.
//!
//! An entry counts when `head.json` says so, which is put in place whole after the entries are on disk. What stands in the file behind that, a
//! line that was cut among it, was promised to nobody: it is dropped at the next start, and comes again. What stands before it is read and
//! hashed at each start: whoever changed any of it is found out by the head.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, BufRead, BufReader, ErrorKind, Seek, SeekFrom, Write},
    ops::Range,
    os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use domain::{
    audit_log::{
        Hash, Tree, VerifierKey,
        collector::{Admitted, Batch, Collected},
    },
    time::Timestamp,
};

use super::LARGEST;
use crate::log_key::Ring;

#[cfg(feature = "testing")]
use crate::store::dying::moment;

/// Where a test may let the program die; nothing at all in one that is shipped.
#[cfg(not(feature = "testing"))]
const fn moment() {}

const ENTRIES: &str = "entries.jsonl";
const HEAD: &str = "head.json";
const HEAD_NEW: &str = "head.json.new";
const TROUBLE: &str = "trouble.jsonl";
/// The place in the file is remembered of each entry whose number this divides.
const EVERY: u64 = 256;
/// How long the file of troubles may grow, in bytes: whoever makes trouble all day does not fill the disk with it.
const MOST_TROUBLE: u64 = 1024 * 1024;

/// The files, open and locked against another collector.
pub struct Folder {
    root: PathBuf,
    entries: File,
    /// How much of it counts.
    bytes: u64,
    starts: Vec<u64>,
}

/// What was found in a folder.
pub(super) struct Opened {
    pub(super) folder: Folder,
    pub(super) collected: Collected,
    pub(super) heard: Option<Timestamp>,
    pub(super) trouble: Option<Line>,
}

/// Why what was kept is not gone on with.
#[derive(Debug, thiserror::Error)]
pub enum NotOpened {
    /// A file cannot be read or written.
    #[error("{place}: {1}", place = .0.display())]
    File(PathBuf, #[source] io::Error),
    /// Another collector has it.
    #[error("{}: another collector has it open", .0.display())]
    Taken(PathBuf),
    /// It is not what was kept.
    #[error("{place}: {1}", place = .0.display())]
    Another(PathBuf, String),
}

/// What `head.json` holds.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Head {
    entries: u64,
    bytes: u64,
    proof: Vec<String>,
    note: String,
}

/// A line of `trouble.jsonl`.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Line {
    pub(super) at: String,
    pub(super) code: String,
    pub(super) entry: u64,
    pub(super) says: String,
    pub(super) proof: bool,
    /// The head that came with it: signed, so that it is proof.
    pub(super) note: String,
}

impl Folder {
    /// The folder of that log below `store`.
    #[must_use]
    pub fn of(store: &Path, log: &VerifierKey) -> PathBuf {
        // No name leads elsewhere, and no two names to the same place.
        let letter = |byte: u8| match byte {
            b'a'..=b'z' | b'0'..=b'9' | b'-' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        };
        store.join(log.name.as_str().bytes().map(letter).collect::<String>())
    }

    pub(super) fn open(store: &Path, log: &VerifierKey) -> Result<Opened, NotOpened> {
        let root = Self::of(store, log);
        let failed = |error| NotOpened::File(root.clone(), error);
        DirBuilder::new().recursive(true).mode(0o700).create(&root).map_err(failed)?;
        let mut options = OpenOptions::new();
        let entries = options.read(true).write(true).create(true).truncate(false).mode(0o600).open(root.join(ENTRIES)).map_err(failed)?;
        entries.try_lock().map_err(|_| NotOpened::Taken(root.clone()))?;
        let head = match fs::read(root.join(HEAD)) {
            Ok(bytes) => Some(serde_json::from_slice::<Head>(&bytes).map_err(|error| failed(error.into()))?),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(failed(error)),
        };
        let trouble = proof_in(&root.join(TROUBLE)).map_err(failed)?;
        let mut folder = Self { root: root.clone(), entries, bytes: 0, starts: Vec::new() };
        let tree = folder.read(head.as_ref().map_or(0, |head| head.entries))?;
        folder.drop_the_rest(head.as_ref().map_or(0, |head| head.bytes))?;
        let collected = Collected::of(tree);
        let signed_at = head.map(|head| vouched(&collected, &head, log)).transpose().map_err(|why| folder.another(why))?;
        Ok(Opened { folder, collected, heard: signed_at, trouble })
    }

    /// Hashes so many entries from the beginning.
    fn read(&mut self, entries: u64) -> Result<Tree, NotOpened> {
        let mut tree = Tree::new();
        let mut lines = BufReader::new(self.entries.try_clone().map_err(|error| self.failed(error))?);
        let mut line = Vec::new();
        while tree.size() < entries {
            line.clear();
            lines.read_until(b'\n', &mut line).map_err(|error| self.failed(error))?;
            let Some(leaf) = line.strip_suffix(b"\n") else {
                return Err(self.another(format!("{ENTRIES} has {} of the {entries} entries that were kept: it was cut", tree.size())));
            };
            if tree.size().is_multiple_of(EVERY) {
                self.starts.push(self.bytes);
            }
            tree.push(Hash::leaf(leaf));
            self.bytes += line.len() as u64;
        }
        Ok(tree)
    }

    /// Takes away what was written and never counted.
    fn drop_the_rest(&self, counted: u64) -> Result<(), NotOpened> {
        let length = self.entries.metadata().map_err(|error| self.failed(error))?.len();
        if self.bytes != counted {
            return Err(self.another(format!("the entries that were kept are {counted} bytes long, and these are {}", self.bytes)));
        }
        if length - self.bytes > LARGEST as u64 {
            let wrong = "has far more entries than";
            return Err(self.another(format!("{ENTRIES} {wrong} {HEAD} says: an older {HEAD} was put back, or it was removed")));
        }
        if length > self.bytes {
            tracing::warn!(folder = %self.root.display(), bytes = length - self.bytes, "entries that were not finished are dropped: they come again");
            self.entries.set_len(self.bytes).and_then(|()| self.entries.sync_all()).map_err(|error| self.failed(error))?;
        }
        Ok(())
    }

    /// The hashes of entries that are kept.
    pub(super) fn hashes(&self, places: Range<u64>) -> io::Result<Vec<Hash>> {
        if places.is_empty() {
            return Ok(Vec::new());
        }
        let lacking = || io::Error::from(ErrorKind::UnexpectedEof);
        let near = usize::try_from(places.start / EVERY).ok().and_then(|at| self.starts.get(at)).ok_or_else(lacking)?;
        let mut file = self.entries.try_clone()?;
        file.seek(SeekFrom::Start(*near))?;
        let mut lines = BufReader::new(file);
        let (mut hashes, mut line) = (Vec::new(), Vec::new());
        for place in places.start / EVERY * EVERY..places.end {
            line.clear();
            lines.read_until(b'\n', &mut line)?;
            let leaf = line.strip_suffix(b"\n").ok_or_else(lacking)?;
            if place >= places.start {
                hashes.push(Hash::leaf(leaf));
            }
        }
        Ok(hashes)
    }

    /// Keeps new entries, and the head that vouches for them and all before: `size` of them. They are on disk when this returns.
    pub(super) fn keep(&mut self, new: &[&str], size: u64, asked: &Admitted) -> io::Result<()> {
        let (mut text, mut starts) = (String::new(), Vec::new());
        for (place, leaf) in (size - new.len() as u64..).zip(new) {
            if place.is_multiple_of(EVERY) {
                starts.push(self.bytes + text.len() as u64);
            }
            text.push_str(leaf);
            text.push('\n');
        }
        let bytes = self.bytes + text.len() as u64;
        if !text.is_empty() {
            // Over whatever a try before left there.
            let half = text.len() / 2;
            self.entries.write_all_at(&text.as_bytes()[..half], self.bytes)?;
            moment();
            self.entries.write_all_at(&text.as_bytes()[half..], self.bytes + half as u64)?;
            moment();
            self.entries.sync_all()?;
            moment();
        }
        let Batch { proof, note, .. } = asked.batch();
        let head = Head { entries: size, bytes, proof: proof.iter().map(ToString::to_string).collect(), note: note.to_string() };
        self.put(&serde_json::to_vec(&head)?)?;
        self.bytes = bytes;
        self.starts.extend(starts);
        moment();
        Ok(())
    }

    /// Puts a head in the place of the one before.
    fn put(&self, head: &[u8]) -> io::Result<()> {
        let new = self.root.join(HEAD_NEW);
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&new)?;
        file.write_all(head)?;
        moment();
        file.sync_all()?;
        fs::rename(&new, self.root.join(HEAD))?;
        moment();
        File::open(&self.root)?.sync_all()
    }

    /// Writes down what was wrong.
    pub(super) fn remember(&self, line: &Line) -> io::Result<()> {
        let mut file = OpenOptions::new().append(true).create(true).mode(0o600).open(self.root.join(TROUBLE))?;
        if file.metadata()?.len() < MOST_TROUBLE {
            file.write_all(&[&serde_json::to_vec(line)?[..], b"\n"].concat())?;
            file.sync_all()?;
        }
        Ok(())
    }

    fn failed(&self, error: io::Error) -> NotOpened {
        NotOpened::File(self.root.clone(), error)
    }

    fn another(&self, why: String) -> NotOpened {
        NotOpened::Another(self.root.clone(), why)
    }
}

/// When the head was signed, if it vouches for what was read.
fn vouched(collected: &Collected, head: &Head, log: &VerifierKey) -> Result<Timestamp, String> {
    let text = [&serde_json::json!({ "from": head.entries, "to": head.entries, "proof": head.proof, "note": head.note }).to_string(), "\n"]
        .concat();
    let batch: Batch = text.parse().map_err(|_| format!("{HEAD} is not what a collector writes"))?;
    // Whether it had come by then was asked when it came.
    let asked = Admitted::by(std::slice::from_ref(log), batch, Timestamp::from_micros(i64::MAX / 2), &Ring);
    let asked = asked.map_err(|why| format!("{HEAD} holds no head of this log: {why}"))?;
    let whole = collected.take(&asked, &[]).is_ok_and(|taken| taken.vouched);
    if whole {
        Ok(asked.signed_at())
    } else {
        Err(format!("the {} entries are not those that the log signed for: one was changed", head.entries))
    }
}

/// The first line that is proof against the log, for that stands until a person has looked at it. A line that was cut is none.
fn proof_in(path: &Path) -> io::Result<Option<Line>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(text.lines().filter_map(|line| serde_json::from_str::<Line>(line).ok()).find(|line| line.proof)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
