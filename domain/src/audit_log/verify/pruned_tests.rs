//! Entries that are not there, and what the log says of it.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    entry, head,
    sample::{BEGIN, Entry, Sample, key_of, pruning_proof},
    *,
};
use crate::{
    audit_log::{
        Hash,
        checkpoint::tests::{Fake, NOBODY},
    },
    pruning::Range,
};

const LOG: Fake = Fake([3; 32]);
const POINT: [u8; 65] = {
    let mut point = [9; 65];
    point[0] = 4;
    point
};

fn sign(message: &[u8]) -> Vec<u8> {
    Sha256::new().chain_update(POINT).chain_update(message).finalize().to_vec()
}

struct FakeP256;

impl P256 for FakeP256 {
    fn verifies_fixed(&self, key: &[u8; 65], message: &[u8], signature: &[u8]) -> bool {
        *key == POINT && sign(message) == signature
    }

    fn verifies_der(&self, key: &[u8; 65], message: &[u8], signature: &[u8]) -> bool {
        self.verifies_fixed(key, message, signature)
    }
}

fn boss() -> Uuid {
    Uuid::from_u128(13)
}

/// A pruning of these, as it should be.
fn pruning(n: u64, from: u64, to: u64) -> Entry {
    let range = Range { from, to };
    Entry::pruned(n, range, boss(), &pruning_proof(&POINT, range, boss(), 0x05, sign))
}

/// That many entries, with these among them, and a head over each hundred and over all of them.
fn log_with(size: u64, special: &[(u64, Entry)]) -> Sample {
    let mut sample = Sample::default();
    for n in 0..size {
        let entry = special.iter().find(|(at, _)| *at == n).map_or_else(|| Entry::plain(n), |(_, entry)| entry.clone());
        sample.push(entry);
        if (n + 1) % 100 == 0 || n + 1 == size {
            sample.seal(&key_of(&LOG), &LOG, BEGIN + n + 1);
        }
    }
    sample
}

/// What is found when these are not there.
fn without(sample: &Sample, gone: &[(u64, u64)]) -> Report {
    let logs = [key_of(&LOG)];
    let trust = Trust { logs: &logs, witnesses: &[], quorum: 0, skew: SKEW, ed25519: &NOBODY, p256: &FakeP256 };
    let mut log = Log::new(trust.skew, 0, 0);
    let mut heads = sample.heads.iter().peekable();
    for (bytes, opened) in &sample.entries {
        while let Some((_, note)) = heads.next_if(|(size, _)| *size <= log.size()) {
            log.head(head::examine(&note.to_string(), &trust));
        }
        let stored = Some(Hash::leaf(bytes));
        if gone.iter().any(|(from, to)| (*from..*to).contains(&log.size())) {
            log.missing(stored);
        } else {
            log.entry(entry::examine(bytes, opened, trust.p256), stored);
        }
    }
    heads.for_each(|(_, note)| log.head(head::examine(&note.to_string(), &trust)));
    log.finish()
}

fn first(report: &Report) -> Option<(Place, Kind)> {
    report.first().map(|finding| (finding.place, finding.kind))
}

#[test]
fn g13_what_the_log_says_was_pruned_may_be_gone_and_nothing_else() {
    let sample = log_with(700, &[(600, pruning(600, 0, 512))]);
    let report = without(&sample, &[]);
    assert_eq!((report.findings(), report.pruned, report.approvals.signed), (&[][..], 0, 1), "it may also be there");
    let report = without(&sample, &[(0, 512)]);
    assert_eq!((report.findings(), report.pruned, report.heads), (&[][..], 512, 7));
    assert_eq!((report.prunings[0].gone, report.prunings[0].approved_by), (512, boss()));
    assert_eq!(without(&sample, &[(0, 256)]).findings(), [], "half of it so far");
    assert_eq!(first(&without(&sample, &[(0, 513)])), Some((Place::Entry(512), Kind::Missing)));
    assert_eq!(first(&without(&sample, &[(0, 512), (550, 560)])), Some((Place::Between(550, 560), Kind::Missing)));
    assert_eq!(first(&without(&sample, &[(0, 512), (650, 651)])), Some((Place::Entry(650), Kind::Missing)), "what is behind it");
    assert_eq!(
        first(&without(&sample, &[(0, 512), (600, 601)])),
        Some((Place::Between(0, 512), Kind::Missing)),
        "without the entry that says so"
    );
    assert_eq!(first(&without(&log_with(700, &[]), &[(0, 256)])), Some((Place::Between(0, 256), Kind::Missing)));
}

#[test]
fn g13_prunings_are_a_chain_and_one_that_was_pruned_itself_is_vouched_for_by_the_next() {
    let chain = log_with(1_200, &[(300, pruning(300, 0, 256)), (900, pruning(900, 256, 768)), (1_100, pruning(1_100, 768, 1_024))]);
    let report = without(&chain, &[(0, 768)]);
    assert_eq!((report.findings(), report.pruned, report.prunings.len()), (&[][..], 768, 2));
    assert_eq!(without(&chain, &[(0, 1_024)]).findings(), []);
    // One that does not begin where the one before it ended.
    for (from, to) in [(0, 512), (512, 768), (0, 256)] {
        let odd = log_with(1_000, &[(300, pruning(300, 0, 256)), (900, pruning(900, from, to))]);
        assert_eq!(first(&without(&odd, &[(0, 256)])), Some((Place::Entry(900), Kind::BadPruning)), "{from} to {to}");
    }
    // One that says it goes on from one that there never was.
    let odd = log_with(1_000, &[(900, pruning(900, 512, 768))]);
    assert_eq!(first(&without(&odd, &[(0, 512)])), Some((Place::Between(0, 512), Kind::Missing)));
}

#[test]
fn g13_a_pruning_that_cannot_have_been_is_found() {
    let found = |entry: Entry| {
        let report = without(&log_with(700, &[(600, entry)]), &[]);
        (first(&report), report.prunings.len())
    };
    let bad = (Some((Place::Entry(600), Kind::BadPruning)), 0);
    for (from, to) in [(0, 500), (1, 257), (256, 256), (512, 256), (0, 768), (0, 1 << 40)] {
        assert_eq!(found(pruning(600, from, to)), bad, "{from} to {to}");
    }
    // Its two people are one.
    let range = Range { from: 0, to: 256 };
    let asker = Uuid::from_u128(12);
    let (place, count) = found(Entry::pruned(600, range, asker, &pruning_proof(&POINT, range, asker, 0x05, sign)));
    assert_eq!((place.map(|(place, _)| place), count), (Some(Place::Entry(600)), 0));
    for member in ["from", "to", "asked_by"] {
        let mut lacks = pruning(600, 0, 256);
        lacks.members["event"][member] = serde_json::Value::Null;
        assert_eq!(found(lacks).1, 0, "{member}");
    }
    let mut nobodys = pruning(600, 0, 256);
    nobodys.members["actor"] = serde_json::json!({ "kind": "system", "id": null });
    assert_eq!(found(nobodys).1, 0);
    // No signed head held it yet.
    let mut early = Sample::default();
    (0..260).for_each(|n| early.push(Entry::plain(n)));
    early.push(pruning(260, 0, 256));
    early.seal(&key_of(&LOG), &LOG, BEGIN + 300);
    assert_eq!(first(&without(&early, &[])), Some((Place::Entry(260), Kind::BadPruning)));
}

#[test]
fn g13_the_approval_is_a_passkeys_over_exactly_that() {
    let range = Range { from: 0, to: 256 };
    let found = |entry: Entry| first(&without(&log_with(700, &[(600, entry)]), &[]));
    let bad = Some((Place::Entry(600), Kind::BadProof));
    let proof = |range: Range, by: Uuid, flags: u8| pruning_proof(&POINT, range, by, flags, sign);
    assert_eq!(found(Entry::pruned(600, range, boss(), &proof(range, boss(), 0x05))), None);
    assert_eq!(found(Entry::pruned(600, range, boss(), &proof(Range { from: 0, to: 512 }, boss(), 0x05))), bad, "other entries");
    assert_eq!(found(Entry::pruned(600, range, boss(), &proof(range, Uuid::from_u128(14), 0x05))), bad, "somebody else's");
    assert_eq!(found(Entry::pruned(600, range, boss(), &proof(range, boss(), 0x01))), bad, "the device alone");
    assert_eq!(found(Entry::pruned(600, range, boss(), &pruning_proof(&POINT, range, boss(), 0x05, |_| sign(b"")))), bad, "forged");
    assert_eq!(found(Entry::pruned(600, range, boss(), "{}")), bad);
    for (member, value) in [("pruning", serde_json::json!(Uuid::from_u128(9))), ("root", "q".into()), ("head", 300.into())] {
        let mut other = pruning(600, 0, 256);
        other.members["event"][member] = value;
        assert_eq!(found(other), bad, "{member}");
    }
    let mut bare = pruning(600, 0, 256);
    (bare.members["personal"], bare.personal) = (serde_json::Value::Null, vec![]);
    assert_eq!(found(bare), bad, "none");
}
