//! `countersign audit verify`: what the database holds of the log, from its first entry to its last, against its signed heads.
//!
//! Reads page by page and holds no transaction, so the server may go on meanwhile: only what was there when it began is looked at.
//! The rules are [`domain::audit_log::verify`]'s, and the offline verifier has the same.

mod heads;
mod page;
mod rest;

use domain::audit_log::{
    Hash, Tree, VerifierKey,
    key::Kind as KeyKind,
    tree::FullTile,
    verify::{Kind, Log, P256, Place, Report, Trust},
};
use ring::signature::{ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

use self::{heads::Heads, page::Page};
use super::Shared;
use crate::{
    fault::Fault,
    log_key::Ring,
    store::{Db, log_read},
};

/// How many entries are read at a time.
const PAGE: u64 = 2_048;

/// What came of it.
#[derive(Debug)]
pub struct Verified {
    /// What was looked at, and what is wrong.
    pub report: Report,
    /// How many entries wait for their place.
    pub waiting: u64,
}

impl P256 for Ring {
    fn verifies_fixed(&self, key: &[u8; 65], message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, key).verify(message, signature).is_ok()
    }

    fn verifies_der(&self, key: &[u8; 65], message: &[u8], signature: &[u8]) -> bool {
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, key).verify(message, signature).is_ok()
    }
}

/// The keys of all epochs of this server's log: its own, but where another was given under that name.
///
/// # Errors
/// When the database fails.
pub async fn keys(shared: &Shared, given: &[VerifierKey]) -> Result<Vec<VerifierKey>, Fault> {
    let epochs = log_read::head(&shared.db).await?.and_then(|head| u32::try_from(head.epoch).ok()).unwrap_or(1);
    let mut keys = Vec::new();
    for epoch in 1..=epochs {
        let own = shared.log.verifier(epoch, KeyKind::Note).map_err(|error| Fault::other("naming the log", error))?;
        keys.push(given.iter().find(|key| key.name == own.name).cloned().unwrap_or(own));
    }
    Ok(keys)
}

/// Verifies the log of a database; `progress` hears how many entries there were so far, of how many.
///
/// # Errors
/// When the database fails. What is wrong with the log is in the report.
pub async fn verify(db: &Db, trust: &Trust<'_>, progress: &mut (dyn FnMut(u64, u64) + Send)) -> Result<Verified, Fault> {
    let mut end = End::read(db).await?;
    let mut live = Live {
        db,
        trust,
        log: Log::new(trust.skew, trust.quorum, trust.witnesses.len()),
        tree: Tree::new(),
        heads: Heads::until(end.newest),
    };
    live.until(&end, progress).await?;
    if live.log.is_unexplained() {
        // Whoever prunes meanwhile has said so in the log before the first entry went, but perhaps after the end that was read.
        end = End::read(db).await?;
        live.heads.go_on_until(end.newest);
        live.until(&end, progress).await?;
    }
    live.heads(true).await?;
    let End { head, size, .. } = end;
    match head {
        None => live.log.find(Place::Log, Kind::Copy, "the row that says how far the log goes is not there"),
        Some(head) if head.root == live.log.root().bytes() || (size == 0 && head.root.is_empty()) => {}
        Some(_) => live.log.find(Place::Head(size), Kind::Copy, "the root in audit_head is not the one of these entries"),
    }
    let waiting = rest::look(db, &mut live.log).await?;
    Ok(Verified { report: live.log.finish(), waiting })
}

/// How far the log goes at one moment.
struct End {
    /// Epoch and size of the last signed head.
    newest: Option<(i64, i64)>,
    head: Option<log_read::HeadRow>,
    size: u64,
}

impl End {
    async fn read(db: &Db) -> Result<Self, Fault> {
        // In this order: what is signed has its place already, and what has its place is moved to by the head.
        let newest = log_read::newest(db).await?.map(|row| (row.epoch, row.size));
        let head = log_read::head(db).await?;
        let last = log_read::last_place(db).await?.map_or(0, |place| u64::try_from(place.position).unwrap_or(0) + 1);
        let size = head.as_ref().map_or(last, |head| u64::try_from(head.size).unwrap_or(0));
        Ok(Self { newest, head, size })
    }
}

struct Live<'a> {
    db: &'a Db,
    trust: &'a Trust<'a>,
    log: Log,
    /// Over the hashes as they are stored: a tile that is another is not an entry's fault.
    tree: Tree,
    heads: Heads,
}

impl Live<'_> {
    /// Feeds all that there is up to that end.
    async fn until(&mut self, end: &End, progress: &mut (dyn FnMut(u64, u64) + Send)) -> Result<(), Fault> {
        while self.log.size() < end.size {
            let to = end.size.min(self.log.size() + PAGE);
            self.page(to).await?;
            progress(self.log.size(), end.size);
        }
        Ok(())
    }

    /// Feeds the entries up to that place.
    async fn page(&mut self, to: u64) -> Result<(), Fault> {
        let mut page = Page::read(self.db, self.log.size(), to).await?;
        while self.log.size() < to {
            self.heads(false).await?;
            let (leaf, stored) = page.feed(&mut self.log, self.trust.p256);
            for tile in self.tree.push(stored.unwrap_or(leaf)) {
                self.compare(&tile).await?;
            }
        }
        Ok(())
    }

    /// Gives the log the signed heads that are due, or all that are left.
    async fn heads(&mut self, rest: bool) -> Result<(), Fault> {
        while let Some(head) = self.heads.due(self.db, self.trust, &mut self.log, rest).await? {
            self.log.head(head);
        }
        Ok(())
    }

    async fn compare(&mut self, tile: &FullTile) -> Result<(), Fault> {
        let each = 1_u64 << (u32::from(tile.id.level) * 8);
        let width = each * tile.hashes.len() as u64;
        let place = Place::Between(tile.id.number * width, (tile.id.number + 1) * width);
        match log_read::tile(self.db, tile.id).await? {
            Some(hashes) if hashes == Hash::concat(&tile.hashes) => {}
            Some(_) => self.log.find(place, Kind::Copy, format!("{} is not what follows from what is below it", tile.id.path(256))),
            None => self.log.find(place, Kind::Copy, format!("{} is not there", tile.id.path(256))),
        }
        Ok(())
    }
}
