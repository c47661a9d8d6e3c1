//! What a head shows of the entries before it.

use super::{
    finding::{Kind, Place},
    head::{Head, Signed},
    log::Log,
};
use crate::{audit_log::key::KeyName, time::Timestamp};

/// How far the clocks of two servers that sign for one log may be apart, in seconds.
const APART: u64 = 5;

/// What the next head is compared with.
#[derive(Clone, Debug)]
pub(super) struct Last {
    origin: KeyName,
    size: u64,
    time: u64,
}

impl Last {
    pub(super) fn micros(&self) -> i64 {
        micros(self.time)
    }
}

fn micros(seconds: u64) -> i64 {
    i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1_000_000)
}

impl Log {
    /// The next head. Give it when as many entries were given as it says.
    pub fn head(&mut self, head: Head) {
        let place = Place::Head(head.size.unwrap_or_else(|| self.size()));
        for (kind, why) in head.flaws {
            self.report.find(place, kind, why);
        }
        let Some(signed) = head.signed else { return };
        if !self.continues(place, &signed) {
            return;
        }
        self.times(place, &signed);
        if signed.head.size > self.size() {
            if !self.cut {
                let why = format!("a head was signed over {} entries, and there are {}", signed.head.size, self.size());
                self.report.find(Place::Between(self.size(), signed.head.size), Kind::Cut, why);
            }
            self.cut = true;
        } else if self.root_of(place, &signed) {
            self.witnesses(&signed);
        }
        let Signed { head, time, .. } = signed;
        self.last = Some(Last { origin: head.origin, size: head.size, time });
    }

    /// Whether it comes after those before it, in its epoch or a new one.
    fn continues(&mut self, place: Place, signed: &Signed) -> bool {
        let (origin, size) = (&signed.head.origin, signed.head.size);
        let same = self.last.as_ref().is_some_and(|last| last.origin == *origin);
        if !same && self.report.epochs.iter().any(|(seen, _)| seen == origin) {
            self.report.find(place, Kind::Order, format!("it is of {origin}, which had ended"));
            return false;
        }
        let smaller = self.last.as_ref().is_some_and(|last| size < last.size || same && size == last.size);
        if smaller || size < self.size() {
            self.report.find(place, Kind::Order, "it does not come after those before it");
            return false;
        }
        if !same {
            self.report.epochs.push((origin.clone(), size));
        }
        true
    }

    fn times(&mut self, place: Place, signed: &Signed) {
        let time = micros(signed.time);
        let told = Timestamp::from_micros(time);
        if let Some(last) = self.last.as_ref().filter(|last| last.time > signed.time.saturating_add(APART)) {
            let why = format!("it was signed at {told}, and the one before it at {}", Timestamp::from_micros(last.micros()));
            self.report.find(place, Kind::ClockBack, why);
        }
        let bound = time.saturating_add(self.skew);
        if let Some((index, at)) = self.latest.iter().find(|(_, at)| *at > bound) {
            let why = format!("it says {}, and the head that first holds it was signed at {told}", Timestamp::from_micros(*at));
            self.report.find(Place::Entry(*index), Kind::TooLate, why);
        }
        self.latest.clear();
        if let Some((_, seen)) = signed.witnesses.iter().find(|(_, seen)| time > micros(*seen).saturating_add(self.skew)) {
            let why = format!("it says {told}, and a witness saw it at {}", Timestamp::from_micros(micros(*seen)));
            self.report.find(place, Kind::ClockAhead, why);
        }
    }

    fn witnesses(&mut self, signed: &Signed) {
        for (witness, _) in &signed.witnesses {
            if let Some(count) = self.report.cosignatures.get_mut(*witness) {
                *count += 1;
            }
        }
        if signed.witnesses.len() >= self.quorum.max(1) {
            self.report.witnessed = Some(signed.head.size);
        }
    }

    /// Whether the entries have the root that was signed.
    fn root_of(&mut self, place: Place, signed: &Signed) -> bool {
        let size = signed.head.size;
        let good = signed.head.root == self.root();
        if good {
            self.good = size;
            self.report.heads += 1;
            (self.report.sealed, self.report.sealed_at) = (size, Some(signed.time));
        } else if !self.broken {
            let place = if self.good < size { Place::Between(self.good, size) } else { place };
            let why = "the head after them was signed over another root: something in them was changed, added, removed or put elsewhere";
            self.report.find(place, Kind::OtherRoot, why);
        }
        self.broken = !good;
        good
    }
}
