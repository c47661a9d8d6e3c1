//! A bundle of entries with its tile and what its entries commit to, looked at by itself: several threads do that at once.

use std::{
    collections::BTreeMap,
    sync::mpsc::{Receiver, sync_channel},
    thread::Scope,
};

use domain::audit_log::{
    Hash, TileId,
    export::{self, LARGEST_BUNDLE, PersonalLine},
    receipt::Opened,
    tile::TILE,
    verify::{Examined, Kind, P256, Place, entry},
};

use crate::folder::Folder;

/// How many each thread is ahead.
const AHEAD: usize = 4;
/// More than the words and signatures of 256 entries.
const LARGEST_PERSONAL: usize = 64 << 20;

/// A bundle that was looked at.
pub(crate) struct Bundle {
    /// Its entries, each with the hash that its tile has for it.
    pub(crate) entries: Vec<(Examined, Option<Hash>)>,
    /// The hashes of those that are not there: all of the bundle, or none. The log has to say that they were pruned.
    pub(crate) gone: Vec<Hash>,
    /// What is wrong besides.
    pub(crate) found: Vec<(Place, Kind, String)>,
    /// Whether it has as many entries as it must.
    pub(crate) whole: bool,
}

/// Begins to look at all bundles of a log of that size: as many threads as there are receivers, each with every so many-th bundle.
pub(crate) fn start<'scope>(
    scope: &'scope Scope<'scope, '_>,
    folder: &'scope Folder,
    size: u64,
    threads: usize,
    p256: &'scope (dyn P256 + Sync),
) -> Vec<Receiver<Bundle>> {
    let bundles = size.div_ceil(TILE as u64);
    let first = 0..threads;
    first
        .map(|first| {
            let (give, take) = sync_channel(AHEAD);
            scope.spawn(move || {
                for number in (first as u64..bundles).step_by(threads) {
                    let width = TileId { level: 0, number }.width(size);
                    let Some(bundle) = Bundle::read(folder, number, width, p256) else { return };
                    if give.send(bundle).is_err() {
                        return;
                    }
                }
            });
            take
        })
        .collect()
}

impl Bundle {
    /// Reads one; `None` if it is not there, and no full tile of hashes in its place.
    fn read(folder: &Folder, number: u64, width: usize, p256: &dyn P256) -> Option<Self> {
        let tile = TileId { level: 0, number };
        let (name, begin) = (tile.entries_path(width), number * TILE as u64);
        let all = Place::Between(begin, begin + width as u64);
        let mut bundle = Self { entries: Vec::new(), gone: Vec::new(), found: Vec::new(), whole: false };
        if !folder.has(&name) {
            return (width == TILE && folder.has(&tile.path(width))).then(|| bundle.without(folder, tile, all));
        }
        let bytes = folder.read(&name, LARGEST_BUNDLE).unwrap_or_else(|why| {
            bundle.found.push((all, Kind::Copy, why));
            Vec::new()
        });
        let (entries, rest) = export::entries(&bytes);
        if entries.len() != width || !rest {
            let why = format!("{name} holds {} entries, or parts of one, and not {width}", entries.len());
            bundle.found.push((Place::Entry(begin + entries.len().min(width) as u64), Kind::Copy, why));
        }
        let hashes = bundle.hashes(folder, tile, width, all);
        let mut personal = bundle.personal(folder, number, all);
        for (index, leaf) in (begin..).zip(entries.into_iter().take(width)) {
            let opened = personal.remove(&index).unwrap_or_default();
            let stored = usize::try_from(index - begin).ok().and_then(|at| hashes.get(at)).copied();
            bundle.entries.push((entry::examine(leaf, &opened, p256), stored));
        }
        for index in personal.into_keys().filter(|index| !all.holds(Place::Entry(*index))) {
            bundle.found.push((all, Kind::OtherData, format!("data of entry {index} stands with theirs")));
        }
        bundle.whole = bundle.entries.len() == width;
        Some(bundle)
    }

    /// One of which there are only the hashes.
    fn without(mut self, folder: &Folder, tile: TileId, all: Place) -> Self {
        self.gone = self.hashes(folder, tile, TILE, all);
        for index in self.personal(folder, tile.number, all).into_keys() {
            self.found.push((all, Kind::OtherData, format!("data of entry {index} is there, and the entry is not")));
        }
        self.whole = self.gone.len() == TILE;
        self
    }

    fn hashes(&mut self, folder: &Folder, tile: TileId, width: usize, all: Place) -> Vec<Hash> {
        let name = tile.path(width);
        let hashes = folder.read(&name, width * Hash::LENGTH).map(|bytes| Hash::all(&bytes).filter(|all| all.len() == width));
        let why = match hashes {
            Ok(Some(hashes)) => return hashes,
            Ok(None) => format!("{name} does not hold {width} hashes"),
            Err(why) => why,
        };
        self.found.push((all, Kind::Copy, why));
        Vec::new()
    }

    /// What is opened, by the entry that commits to it. That there is no such file is nothing odd: all of it may be erased.
    fn personal(&mut self, folder: &Folder, number: u64, place: Place) -> BTreeMap<u64, Vec<Opened>> {
        let (name, mut all) = (export::personal_path(number), BTreeMap::<_, Vec<_>>::new());
        if !folder.has(&name) {
            return all;
        }
        let bytes = folder.read(&name, LARGEST_PERSONAL).unwrap_or_else(|why| {
            self.found.push((place, Kind::Copy, why));
            Vec::new()
        });
        for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            match serde_json::from_slice::<PersonalLine>(line) {
                Ok(line) => all.entry(line.index).or_default().push(line.opened()),
                Err(_) => self.found.push((place, Kind::Copy, format!("a line of {name} cannot be read"))),
            }
        }
        all
    }
}
