//! Some entries at a time: their places, their rows, and what they commit to.

use std::collections::{BTreeMap, HashMap};

use domain::audit_log::{
    Hash, Record,
    receipt::Opened,
    verify::{Kind, Log, P256, Place, entry},
};
use uuid::Uuid;

use crate::{
    fault::Fault,
    store::{
        Db,
        log_read::{self, PlaceRow},
    },
};

pub(super) struct Page {
    places: BTreeMap<u64, PlaceRow>,
    records: HashMap<Uuid, Record>,
    personal: BTreeMap<u64, Vec<Opened>>,
}

impl Page {
    pub(super) async fn read(db: &Db, from: u64, to: u64) -> Result<Self, Fault> {
        let (first, end) = (signed(from), signed(to));
        let places = log_read::places(db, first, end).await?;
        let records = match log_read::records(db, first, end).await {
            Ok(records) => records,
            // One of them cannot even be read: the others can.
            Err(_) => one_by_one(db, first, end).await?,
        };
        let mut personal = BTreeMap::<_, Vec<_>>::new();
        for (position, opened) in log_read::personal(db, first, end).await? {
            personal.entry(unsigned(position)).or_default().push(opened);
        }
        let places = places.into_iter().map(|place| (unsigned(place.position), place)).collect();
        Ok(Self { places, records: records.into_iter().map(|record| (record.id, record)).collect(), personal })
    }

    /// Feeds the next entry to the log. Gives its hash, and the stored one.
    pub(super) fn feed(&mut self, log: &mut Log, p256: &dyn P256) -> (Hash, Option<Hash>) {
        let index = log.size();
        let place = self.places.remove(&index);
        let stored = place.as_ref().and_then(|place| <[u8; 32]>::try_from(&*place.leaf).ok()).map(Hash::from_bytes);
        if place.is_some() && stored.is_none() {
            log.find(Place::Entry(index), Kind::OtherHash, "its stored hash is none");
        }
        let record = place.and_then(|place| self.records.remove(&place.entry_id));
        match record.as_ref().map(Record::leaf) {
            Some(Ok(leaf)) => {
                let opened = self.personal.remove(&index).unwrap_or_default();
                let examined = entry::examine(&leaf, &opened, p256);
                let hash = examined.leaf;
                log.entry(examined, stored);
                return (hash, stored);
            }
            Some(Err(why)) => log.find(Place::Entry(index), Kind::Malformed, why.to_string()),
            None => {}
        }
        log.missing(stored);
        (stored.unwrap_or_else(Hash::empty), stored)
    }
}

async fn one_by_one(db: &Db, from: i64, to: i64) -> Result<Vec<Record>, Fault> {
    let mut all = Vec::new();
    for position in from..to {
        match log_read::records(db, position, position + 1).await {
            Ok(records) => all.extend(records),
            // It is missing then, and is said to be.
            Err(fault) => tracing::warn!(position, error = &fault as &dyn std::error::Error, "an entry cannot be read"),
        }
    }
    Ok(all)
}

fn signed(index: u64) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}

fn unsigned(position: i64) -> u64 {
    u64::try_from(position).unwrap_or(u64::MAX)
}
