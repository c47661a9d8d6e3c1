//! One round of the sequencer: meet the head, place what waits, sign.

use domain::{
    audit_log::{Checkpoint, Note, Tree, key::Kind, tree::FullTile},
    time::{Duration, Timestamp},
};

use super::{Log, Memory, state::SignedHead};
use crate::{
    fault::Fault,
    log_key::Ring,
    services::{Shared, witnessed},
    store::{
        Db, Engine,
        log::{self, Head, Placed, Sealed},
    },
};

/// How many entries one transaction places at most: on SQLite everybody else waits for it. What comes while a smaller batch is placed waits
/// for the next round, so that writers who never pause cost few large transactions, not many small ones.
const BATCH: u32 = 512;
/// Writers who never pause do not keep a head from being signed for longer than this.
const AT_LEAST_EVERY: Duration = Duration::milliseconds(500);
/// While what is placed is older than this, a backlog is worked off, and only its end is signed: what a head does not hold must not be
/// much older than the head (G08).
const RECENT: Duration = Duration::seconds(20);
/// How many leaves are read at a time when another server went ahead.
const PAGE: u64 = 4_096;

/// Why nothing was placed or signed.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Trouble {
    /// The database was put back to before what this server signed.
    #[error(
        "this server signed a head of {signed} entries in epoch {epoch}, and the database has {has}: it was put back to an earlier state. \
         Find out why; if that is meant, run `countersign audit new-epoch`"
    )]
    PutBack {
        /// In which epoch.
        epoch: u32,
        /// How many entries were signed for.
        signed: u64,
        /// How many there are.
        has: u64,
    },
    /// What the database holds is not what was signed.
    #[error("the first {size} entries of the database are not those that this server signed for: somebody changed the log's tables")]
    Another {
        /// How many entries they should be.
        size: u64,
    },
    /// The log's tables contradict each other.
    #[error("the log's tables do not make a tree of {size} entries")]
    Broken {
        /// How many entries there should be.
        size: u64,
    },
    /// The database's heads were signed with another key.
    #[error(
        "the last head of the database was signed with another key than this server's: name the right one by `log_key_file`, or, if it is \
         lost, run `countersign audit new-epoch`"
    )]
    OtherKey,
    /// A file of a database that this folder's server never signed for.
    #[error(
        "this database has a signed log, and this folder does not remember it: it was restored from a backup, or moved here without \
         audit-log.head. Bring that file, or run `countersign audit new-epoch`, so that what is missing since stays visible"
    )]
    NotRemembered,
    /// The note in this server's memory is not one that its key signed.
    #[error("audit-log.head in the data folder is not a head that this server's key signed: another key, or somebody changed it")]
    Memory,
    /// Somebody outside has seen more, or something else.
    #[error(
        "a witness has cosigned a head that this database does not continue: it was put back to an earlier state, or rewritten. Find out \
         why; if that is meant, run `countersign audit new-epoch`, and if the witness is wrong, take it out of `witness_policy_file`"
    )]
    Witnessed,
    /// Something failed; the next round tries again.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl Trouble {
    /// Whether the next round may find it gone.
    const fn passes(&self) -> bool {
        matches!(self, Self::Fault(_))
    }
}

/// What the sequencer holds between two rounds.
pub(super) struct Sequencer {
    pub(super) memory: Memory,
    /// The tree as far as it is known to be whole, and whose epoch; `None` before the first round.
    known: Option<(u32, Tree)>,
    /// How many entries the last head signed has.
    signed: u64,
    /// When this server signed last; `None` before it did.
    signed_at: Option<Timestamp>,
}

impl Sequencer {
    pub(super) const fn new(memory: Memory) -> Self {
        Self { memory, known: None, signed: 0, signed_at: None }
    }
}

/// Looks whether the database continues what this server signed, before any door is open.
///
/// # Errors
/// When it does not.
pub async fn start(shared: &Shared) -> Result<(), Trouble> {
    let mut sequencer = shared.log.0.sequencer.lock().await;
    meet(&mut sequencer, &shared.db, &shared.log).await.map(drop)
}

/// Places what waits, and signs the head if it moved since it was signed. What the worker calls, some times a second; says how many
/// entries it placed.
///
/// # Errors
/// When the log is not what this server signed, or something fails. Pages and numbers show it from then on.
pub async fn round(shared: &Shared) -> Result<u64, Trouble> {
    let mut sequencer = shared.log.0.sequencer.lock().await;
    let (state, done) = (&shared.log.0.state, run(&mut sequencer, shared).await);
    match &done {
        Ok(_) => state.well(),
        Err(trouble) if state.trouble(trouble.to_string(), trouble.passes()) => {
            tracing::error!(error = trouble as &dyn std::error::Error, passes = trouble.passes(), "the log's head is not signed");
        }
        Err(_) => {}
    }
    done
}

async fn run(sequencer: &mut Sequencer, shared: &Shared) -> Result<u64, Trouble> {
    let mut placed = 0;
    if !witnessed::may_sign(shared).await? {
        return Err(Trouble::Witnessed);
    }
    let head = loop {
        let head = meet(sequencer, &shared.db, &shared.log).await?;
        let Some((_, tree)) = &mut sequencer.known else { return Err(Trouble::Broken { size: head.size }) };
        let batch = Batch::of(&shared.db, tree).await?;
        if batch.entries.is_empty() {
            break head;
        }
        let after = Head { size: batch.tree.size(), root: batch.tree.root(), ..head };
        // Somebody else moved the head: what waits now is read again.
        if log::place(&shared.db, &head, &after, &batch.entries, &batch.full).await? {
            placed += after.size - head.size;
            *tree = batch.tree;
            if batch.last {
                break after;
            }
            let now = shared.now();
            if batch.oldest >= now.before(RECENT) && sequencer.signed_at.is_none_or(|at| at <= now.before(AT_LEAST_EVERY)) {
                sign(sequencer, shared, &after).await?;
            }
        }
    };
    if head.size > sequencer.signed {
        sign(sequencer, shared, &head).await?;
    } else if shared.log.state().signed.is_none() {
        shown(shared, &head).await?;
    }
    Ok(placed)
}

/// Shows the head that was signed before this server started.
async fn shown(shared: &Shared, head: &Head) -> Result<(), Fault> {
    if let Some(sealed) = log::last(&shared.db, head.epoch).await?.filter(|sealed| sealed.size == head.size) {
        shared.log.0.state.signed(SignedHead { epoch: head.epoch, size: head.size, root: head.root, at: sealed.at });
    }
    Ok(())
}

/// Brings what is known up to the database's head, leaf by leaf, so that it is seen to continue what was known.
async fn meet(sequencer: &mut Sequencer, db: &Db, of: &Log) -> Result<Head, Trouble> {
    // Before the head: whoever only looks may meet a server that signs meanwhile, which must not look like a database that was put back.
    let note = if sequencer.known.is_none() { sequencer.memory.read()? } else { None };
    let head = log::head(db).await?;
    if sequencer.known.as_ref().is_none_or(|(epoch, _)| *epoch < head.epoch) {
        let note = if sequencer.known.is_none() { note } else { sequencer.memory.read()? };
        let (tree, signed) = begin(note.as_deref(), db, of, &head).await?;
        sequencer.signed = signed;
        sequencer.known = Some((head.epoch, tree));
    }
    let Some((epoch, tree)) = &mut sequencer.known else { return Err(Trouble::Broken { size: head.size }) };
    if *epoch > head.epoch || tree.size() > head.size {
        return Err(Trouble::PutBack { epoch: *epoch, signed: sequencer.signed, has: head.size });
    }
    while tree.size() < head.size {
        let (from, to) = (tree.size(), head.size.min(tree.size() + PAGE));
        let leaves = log::leaves(db, from, to).await?;
        if leaves.len() as u64 != to - from {
            return Err(Trouble::Broken { size: head.size });
        }
        for leaf in leaves {
            tree.push(leaf);
        }
    }
    if tree.root() == head.root { Ok(head) } else { Err(Trouble::Another { size: head.size }) }
}

/// The tree to begin with, and how far it was signed: as far as this server remembers, or else the whole of what is there.
async fn begin(memory: Option<&str>, db: &Db, of: &Log, head: &Head) -> Result<(Tree, u64), Trouble> {
    let there = async |size| log::tree(db, size).await?.ok_or(Trouble::Broken { size });
    let last = log::last(db, head.epoch).await?;
    if let Some(sealed) = &last {
        signed_by(&sealed.note, of, head.epoch).ok_or(Trouble::OtherKey)?;
    }
    let signed = last.as_ref().map_or(0, |sealed| sealed.size.min(head.size));
    match memory.map(|note| remembered(note, of)).transpose()? {
        Some((epoch, before)) if epoch > head.epoch || (epoch == head.epoch && before.size > head.size) => {
            Err(Trouble::PutBack { epoch, signed: before.size, has: head.size })
        }
        Some((epoch, before)) if epoch == head.epoch => {
            let tree = there(before.size).await?;
            if tree.root() == before.root { Ok((tree, signed)) } else { Err(Trouble::Another { size: before.size }) }
        }
        // A server that joins others on PostgreSQL remembers nothing yet; a file has one server only.
        None if last.is_some() && db.engine() == Engine::Sqlite => Err(Trouble::NotRemembered),
        _ => Ok((there(head.size).await?, signed)),
    }
}

/// What this server signed last: the epoch, and the head.
pub(super) fn remembered(note: &str, of: &Log) -> Result<(u32, Checkpoint), Trouble> {
    let text = note.lines().next().unwrap_or_default();
    let epoch = text.rsplit('/').next().and_then(|epoch| epoch.parse().ok()).ok_or(Trouble::Memory)?;
    Ok((epoch, signed_by(note, of, epoch).ok_or(Trouble::Memory)?))
}

/// The head in a note, if this server's key signed it for that epoch.
fn signed_by(note: &str, of: &Log, epoch: u32) -> Option<Checkpoint> {
    let note: Note = note.parse().ok()?;
    let head = Checkpoint::of(&note).ok()?;
    let key = of.verifier(epoch, Kind::Note).ok()?;
    note.verify(&key, &Ring).ok()?;
    (head.origin == key.name).then_some(head)
}

/// What one transaction is to place.
struct Batch {
    entries: Vec<Placed>,
    full: Vec<FullTile>,
    tree: Tree,
    /// When the first of them happened.
    oldest: Timestamp,
    /// Whether nothing else waited.
    last: bool,
}

impl Batch {
    /// The oldest that wait, on top of `tree`. What is no entry has no place to get: it goes on waiting, and a verification
    /// names it.
    async fn of(db: &Db, tree: &Tree) -> Result<Self, Fault> {
        let waiting = log::waiting(db, BATCH).await?;
        let oldest = Timestamp::from_micros(waiting.first().map_or(0, |record| record.at));
        let last = waiting.len() < usize::try_from(BATCH).unwrap_or(usize::MAX);
        let mut batch = Self { entries: Vec::new(), full: Vec::new(), tree: tree.clone(), oldest, last };
        for record in waiting {
            match record.hash() {
                Ok(leaf) => {
                    batch.full.extend(batch.tree.push(leaf));
                    batch.entries.push((record.id, leaf));
                }
                Err(why) => tracing::error!(entry = %record.id, error = &why as &dyn std::error::Error, "an entry cannot be placed"),
            }
        }
        Ok(batch)
    }
}

/// Signs a head that is committed and that continues what was signed, remembers it, and only then shows it.
async fn sign(sequencer: &mut Sequencer, shared: &Shared, head: &Head) -> Result<(), Trouble> {
    let of = &shared.log;
    let now = shared.now();
    let note = signed(of, head, now)?;
    sequencer.memory.write(&note, &*shared.entropy)?;
    log::keep(&shared.db, &Sealed { epoch: head.epoch, size: head.size, at: now, note }).await?;
    (sequencer.signed, sequencer.signed_at) = (head.size, Some(now));
    of.0.state.signed(SignedHead { epoch: head.epoch, size: head.size, root: head.root, at: now });
    Ok(())
}

/// The note: what a head is, the key's signature, and the same key's of when it was.
pub(super) fn signed(of: &Log, head: &Head, now: Timestamp) -> Result<String, Fault> {
    let origin = of.origin(head.epoch).map_err(|error| Fault::other("naming the log", error))?;
    let mut note = Note::unsigned(Checkpoint { origin: origin.clone(), size: head.size, root: head.root }.to_string());
    note.sign(origin.clone(), &of.0.key);
    note.cosign(origin, &of.0.key, u64::try_from(now.millis() / 1_000).unwrap_or_default());
    Ok(note.to_string())
}
