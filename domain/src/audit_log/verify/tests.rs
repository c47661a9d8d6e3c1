//! A good log, and each check broken once.

use core::slice;

use proptest::prelude::*;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    entry, head,
    sample::{BEGIN, Entry, Sample, export_proof, key_of, passkey_proof, phone_proof, second_proof},
    *,
};
use crate::audit_log::{
    Hash, VerifierKey,
    checkpoint::tests::{Fake, NOBODY},
    key,
    note::Note,
};

const LOG: Fake = Fake([3; 32]);
const WITNESS: Fake = Fake([4; 32]);
const POINT: [u8; 65] = {
    let mut point = [9; 65];
    point[0] = 4;
    point
};

/// A signature that is a hash, as [`Fake`] is.
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

fn session() -> Uuid {
    Uuid::from_u128(4)
}

fn witness() -> VerifierKey {
    VerifierKey { name: "witness.example".parse().unwrap(), kind: key::Kind::Cosignature, public: WITNESS.0 }
}

/// Ten entries, two of them approvals, with heads over 4 and 10 of them.
fn good() -> Sample {
    let mut sample = Sample::default();
    for n in 0..10 {
        sample.push(match n {
            3 => Entry::approved(n, &phone_proof(&POINT, session(), sign)),
            6 => Entry::approved(n, &passkey_proof(&POINT, session(), Uuid::from_u128(3), sign)).with("prompt", "words"),
            _ => Entry::plain(n),
        });
        if n == 3 || n == 9 {
            sample.seal(&key_of(&LOG), &LOG, BEGIN + n + 1);
        }
    }
    sample
}

/// Verifies it as a program does.
fn verify_with(sample: &Sample, witnesses: &[VerifierKey], quorum: usize) -> Report {
    let logs = [key_of(&LOG), VerifierKey { name: "desk.example/audit/2".parse().unwrap(), ..key_of(&LOG) }];
    let trust = Trust { logs: &logs, witnesses, quorum, skew: SKEW, ed25519: &NOBODY, p256: &FakeP256 };
    trust.check().unwrap();
    let mut log = Log::new(trust.skew, quorum, witnesses.len());
    let mut heads = sample.heads.iter().peekable();
    for (bytes, opened) in &sample.entries {
        while let Some((_, note)) = heads.next_if(|(size, _)| *size <= log.size()) {
            log.head(head::examine(&note.to_string(), &trust));
        }
        log.entry(entry::examine(bytes, opened, trust.p256), Some(Hash::leaf(bytes)));
    }
    heads.for_each(|(_, note)| log.head(head::examine(&note.to_string(), &trust)));
    log.finish()
}

fn verify(sample: &Sample) -> Report {
    verify_with(sample, &[], 0)
}

/// The first thing that is wrong.
fn first(sample: &Sample) -> (Place, Kind) {
    let report = verify(sample);
    let first = report.first().unwrap_or_else(|| panic!("nothing is wrong: {report:?}"));
    (first.place, first.kind)
}

fn broken(change: impl FnOnce(&mut Sample)) -> (Place, Kind) {
    let mut sample = good();
    change(&mut sample);
    first(&sample)
}

/// A log whose entry 5 is that one, signed by its own key.
fn signed_with(entry: &Entry) -> Report {
    let mut sample = Sample::default();
    for n in 0..10 {
        sample.push(if n == 5 { entry.clone() } else { Entry::plain(n) });
        if n == 3 || n == 9 {
            sample.seal(&key_of(&LOG), &LOG, BEGIN + n + 1);
        }
    }
    verify(&sample)
}

#[test]
fn a_good_log_is_good() {
    let report = verify(&good());
    assert_eq!(report.findings(), []);
    assert_eq!((report.entries, report.heads, report.sealed, report.sealed_at), (10, 2, 10, Some(BEGIN + 10)));
    assert_eq!((report.approvals.signed, report.opened, report.erased), (2, 3, 0));
    assert_eq!(report.root, good().root());
    assert_eq!(verify(&Sample::default()).first().map(|finding| finding.kind), Some(Kind::NothingSigned));
}

#[test]
fn what_was_erased_is_counted_and_not_missed() {
    let mut sample = good();
    sample.entries.iter_mut().for_each(|(_, opened)| opened.clear());
    let report = verify(&sample);
    assert_eq!((report.findings().len(), report.approvals.erased, report.erased), (0, 2, 3));
}

#[test]
fn whatever_is_done_to_the_entries_is_between_two_heads() {
    let tampered: [fn(&mut Sample); 4] = [
        |s| s.entries[5] = (Entry::plain(50).bytes(), vec![]),
        |s| drop(s.entries.remove(5)),
        |s| s.entries.insert(5, (Entry::plain(4).bytes(), vec![])),
        |s| s.entries.swap(5, 7),
    ];
    for (place, change) in tampered.into_iter().enumerate() {
        let (at, kind) = broken(change);
        let cut = place == 1;
        assert_eq!(kind, if cut { Kind::Cut } else { Kind::OtherRoot }, "{place}");
        assert_eq!(at, if cut { Place::Between(9, 10) } else { Place::Between(4, 10) }, "{place}");
    }
}

#[test]
fn an_entry_that_is_none_is_named() {
    assert_eq!(broken(|s| s.entries[7].0.push(b' ')), (Place::Entry(7), Kind::Malformed));
    let mut other = Entry::plain(5);
    other.members["v"] = 2.into();
    assert_eq!(signed_with(&other).first().map(|f| (f.place, f.kind)), Some((Place::Entry(5), Kind::Malformed)));
}

#[test]
fn a_stored_hash_that_is_another_names_the_entry() {
    let mut log = Log::new(SKEW, 0, 0);
    log.entry(entry::examine(&Entry::plain(0).bytes(), &[], &FakeP256), None);
    log.entry(entry::examine(&Entry::plain(1).bytes(), &[], &FakeP256), Some(Hash::empty()));
    log.missing(None);
    let report = log.finish();
    let found: Vec<_> = report.findings().iter().map(|finding| (finding.place, finding.kind)).collect();
    let place = Place::Entry;
    assert_eq!(found, [(place(1), Kind::OtherHash), (place(2), Kind::Missing), (Place::Log, Kind::NothingSigned)]);
}

#[test]
fn the_first_finding_is_the_most_exact_one() {
    let mut log = Log::new(SKEW, 0, 0);
    let first = |log: &Log| log.clone().finish().first().map(|finding| finding.place);
    log.find(Place::Between(0, 512), Kind::Copy, "");
    assert_eq!(first(&log), Some(Place::Between(0, 512)));
    log.find(Place::Between(300, 400), Kind::OtherRoot, "");
    log.find(Place::Entry(600), Kind::OtherHash, "");
    assert_eq!(first(&log), Some(Place::Between(300, 400)));
    log.find(Place::Entry(310), Kind::OtherHash, "");
    assert_eq!(first(&log), Some(Place::Entry(310)));
    log.find(Place::Entry(20), Kind::OtherHash, "");
    assert_eq!(first(&log), Some(Place::Entry(20)));
}

#[test]
fn opened_data_that_is_not_committed_to_is_found() {
    assert_eq!(broken(|s| s.entries[6].1[1].data.push('!')), (Place::Entry(6), Kind::OtherData));
    assert_eq!(broken(|s| s.entries[6].1[1].name.push('!')), (Place::Entry(6), Kind::OtherData));
    assert_eq!(broken(|s| s.entries[6].1[0].salt.clear()), (Place::Entry(6), Kind::OtherData));
    let twice = |s: &mut Sample| s.entries[6].1 = vec![s.entries[6].1[1].clone(), s.entries[6].1[1].clone()];
    assert_eq!(broken(twice), (Place::Entry(6), Kind::OtherData));
}

#[test]
fn an_approval_that_nobody_signed_is_found() {
    let proof = |session, forged: bool| phone_proof(&POINT, session, |message| sign(if forged { b"" } else { message }));
    let other = Uuid::from_u128(9);
    let passkey = |session, customer| passkey_proof(&POINT, session, customer, sign);
    let good = proof(session(), false);
    for wrong in [
        proof(session(), true),
        proof(other, false),
        passkey(other, Uuid::from_u128(3)),
        passkey(session(), other),
        good.replace("\"jws\":\"", "\"jws\":\"x"),
        good.replace("\"kind\":\"jws\"", "\"kind\":\"jwt\""),
        good.replace("\"kind\"", "\"unlock_key\":\"\",\"kind\""),
        "{}".to_owned(),
        "x".to_owned(),
    ] {
        let report = signed_with(&Entry::approved(5, &wrong));
        assert_eq!(report.first().map(|f| (f.place, f.kind)), Some((Place::Entry(5), Kind::BadProof)), "{wrong}");
        assert_eq!(report.approvals.signed, 0);
    }
    let mut other: serde_json::Value = serde_json::from_str(&passkey(session(), Uuid::from_u128(3))).unwrap();
    other["key"] = serde_json::Value::Null;
    for unchecked in [good.replace("\"key\":\"", "\"key\":\"AA"), other.to_string()] {
        let report = signed_with(&Entry::approved(5, &unchecked));
        assert_eq!((report.approvals.unchecked, report.approvals.signed, report.wrong()), (1, 0, 0));
    }
    let mut elsewhere = Entry::approved(5, &good);
    elsewhere.members["event"]["challenge"] = Uuid::from_u128(7).to_string().into();
    assert_eq!(signed_with(&elsewhere).first().map(|f| f.kind), Some(Kind::BadProof));
}

#[test]
fn a_second_persons_approval_is_by_their_own_passkey_and_for_this_request() {
    let by = Uuid::from_u128(11);
    let proof = second_proof(&POINT, by, session(), 0x05, sign);
    let report = signed_with(&Entry::seconded(5, by, &proof));
    assert_eq!((report.wrong(), report.approvals.signed), (0, 1));
    let bad = |entry: &Entry, why: &str| {
        let report = signed_with(entry);
        assert_eq!(report.first().map(|f| (f.place, f.kind)), Some((Place::Entry(5), Kind::BadProof)), "{why}");
        assert_eq!(report.approvals.signed, 0, "{why}");
    };
    bad(&Entry::seconded(5, Uuid::from_u128(13), &proof), "somebody else");
    bad(&Entry::seconded(5, by, &second_proof(&POINT, by, session(), 0x01, sign)), "not verified who");
    bad(&Entry::seconded(5, by, &second_proof(&POINT, by, Uuid::from_u128(9), 0x05, sign)), "another session");
    bad(&Entry::seconded(5, by, &second_proof(&POINT, by, session(), 0x05, |_| sign(b""))), "forged");
    bad(&Entry::seconded(5, by, &passkey_proof(&POINT, session(), Uuid::from_u128(3), sign)), "a customer's");
    bad(&Entry::seconded(5, by, &phone_proof(&POINT, session(), sign)), "a phone's");
    let asker = Uuid::from_u128(12);
    bad(&Entry::seconded(5, asker, &second_proof(&POINT, asker, session(), 0x05, sign)), "one's own");
    for (path, other) in [("request", Uuid::from_u128(9)), ("asked_by", Uuid::from_u128(9))] {
        let mut changed = Entry::seconded(5, by, &proof);
        changed.members["event"][path] = other.to_string().into();
        bad(&changed, path);
    }
    let mut changed = Entry::seconded(5, by, &proof);
    changed.members["customer"] = Uuid::from_u128(9).to_string().into();
    bad(&changed, "customer");
    let mut bare = Entry::seconded(5, by, "");
    (bare.members["personal"], bare.personal) = (serde_json::Value::Null, vec![]);
    bad(&bare, "none");
}

#[test]
fn the_approval_of_an_export_is_by_the_passkey_of_somebody_else_and_for_this_request() {
    let by = Uuid::from_u128(11);
    let proof = export_proof(&POINT, by, 0x05, sign);
    let report = signed_with(&Entry::exported(5, by, &proof));
    assert_eq!((report.wrong(), report.approvals.signed), (0, 1));
    let bad = |entry: &Entry, why: &str| {
        let report = signed_with(entry);
        assert_eq!(report.first().map(|f| (f.place, f.kind)), Some((Place::Entry(5), Kind::BadProof)), "{why}");
    };
    bad(&Entry::exported(5, Uuid::from_u128(13), &proof), "somebody else");
    bad(&Entry::exported(5, by, &export_proof(&POINT, by, 0x01, sign)), "not verified who");
    bad(&Entry::exported(5, by, &export_proof(&POINT, by, 0x05, |_| sign(b""))), "forged");
    bad(&Entry::exported(5, by, &second_proof(&POINT, by, session(), 0x05, sign)), "a second person's");
    let asker = Uuid::from_u128(12);
    bad(&Entry::exported(5, asker, &export_proof(&POINT, asker, 0x05, sign)), "one's own");
    for path in ["request", "asked_by", "hash"] {
        let mut changed = Entry::exported(5, by, &proof);
        changed.members["event"][path] = Uuid::from_u128(9).to_string().into();
        bad(&changed, path);
    }
    let mut bare = Entry::exported(5, by, "");
    (bare.members["personal"], bare.personal) = (serde_json::Value::Null, vec![]);
    bad(&bare, "none");
}

#[test]
fn an_approval_without_a_signature_may_only_be_older() {
    let mut bare = Entry::approved(5, "");
    (bare.members["personal"], bare.personal) = (serde_json::Value::Null, vec![]);
    let report = signed_with(&bare);
    assert_eq!((report.wrong(), report.approvals.older), (0, 1));
    let mut sample = good();
    sample.push(bare);
    sample.seal(&key_of(&LOG), &LOG, BEGIN + 12);
    assert_eq!(first(&sample), (Place::Entry(10), Kind::Unproven));
}

#[test]
fn times_lie_between_those_of_the_heads() {
    let at = |seconds: u64| {
        let mut entry = Entry::plain(5);
        entry.members["at"] = (seconds * 1_000_000).into();
        signed_with(&entry).first().map(|f| (f.place, f.kind))
    };
    assert_eq!((at(BEGIN + 4 - 60), at(BEGIN + 10 + 60)), (None, None));
    assert_eq!(at(BEGIN + 4 - 61), Some((Place::Entry(5), Kind::TooEarly)));
    assert_eq!(at(BEGIN + 10 + 61), Some((Place::Entry(5), Kind::TooLate)));
}

#[test]
fn heads_that_do_not_fit_each_other_are_found() {
    let more = |seconds: u64| {
        let mut sample = good();
        sample.push(Entry::plain(10));
        sample.seal(&key_of(&LOG), &LOG, seconds);
        sample
    };
    assert_eq!(first(&more(BEGIN + 4)), (Place::Head(11), Kind::ClockBack));
    assert_eq!(verify(&more(BEGIN + 5)).findings(), []);
    assert_eq!(verify(&more(BEGIN + 12)).findings(), []);
    assert_eq!(broken(|s| s.heads.push(s.heads[0].clone())), (Place::Head(4), Kind::Order));
    assert_eq!(broken(|s| s.heads.push(s.heads[1].clone())), (Place::Head(10), Kind::Order));
    assert_eq!(broken(|s| s.heads.clear()).1, Kind::NothingSigned);
}

#[test]
fn a_head_that_the_log_did_not_sign_is_found() {
    let resign = |s: &mut Sample, signer: &Fake, timed: bool| {
        let mut other = Note::unsigned(s.heads[1].1.text().to_owned());
        other.sign(sample::ORIGIN.parse().unwrap(), signer);
        if timed {
            other.cosign(sample::ORIGIN.parse().unwrap(), signer, BEGIN + 10);
        }
        s.heads[1].1 = other;
    };
    assert_eq!(broken(|s| resign(s, &WITNESS, true)), (Place::Head(10), Kind::Unsigned));
    assert_eq!(broken(|s| resign(s, &LOG, false)), (Place::Head(10), Kind::Unsigned));
    let text = |s: &mut Sample, from: &str, to: &str| s.heads[1].1 = s.heads[1].1.to_string().replacen(from, to, 1).parse().unwrap();
    assert_eq!(broken(|s| text(s, "\n10\n", "\n9\n")), (Place::Head(9), Kind::Unsigned));
    assert_eq!(broken(|s| text(s, "desk.example", "task.example")), (Place::Head(10), Kind::OtherLog));
    assert_eq!(broken(|s| text(s, "\n10\n", "\n010\n")).1, Kind::NoHead);
}

#[test]
fn a_fork_is_found_although_its_key_is_right() {
    let mut fork = good();
    fork.entries[8] = (Entry::plain(80).bytes(), vec![]);
    fork.heads.pop();
    fork.seal(&key_of(&LOG), &LOG, BEGIN + 10);
    let mut both = good();
    both.push(Entry::plain(10));
    fork.push(Entry::plain(10));
    fork.seal(&key_of(&LOG), &LOG, BEGIN + 12);
    both.heads.push(fork.heads[2].clone());
    assert_eq!(first(&both), (Place::Between(10, 11), Kind::OtherRoot));
}

#[test]
fn a_new_epoch_is_told_and_an_old_one_does_not_come_back() {
    let next = VerifierKey { name: "desk.example/audit/2".parse().unwrap(), ..key_of(&LOG) };
    let mut sample = good();
    sample.seal(&next, &LOG, BEGIN + 20);
    let report = verify(&sample);
    assert_eq!(report.findings(), []);
    assert_eq!(report.epochs.iter().map(|(_, size)| *size).collect::<Vec<_>>(), [4, 10]);
    sample.push(Entry::plain(10));
    sample.seal(&key_of(&LOG), &LOG, BEGIN + 21);
    assert_eq!(first(&sample), (Place::Head(11), Kind::Order));
}

#[test]
fn witnesses_are_counted_and_theirs_must_fit() {
    let mut sample = good();
    let name = witness().name;
    let report = verify_with(&sample, &[witness()], 1);
    assert_eq!(report.first().map(|f| f.kind), Some(Kind::NoQuorum));
    sample.heads[0].1.cosign(name.clone(), &WITNESS, BEGIN + 5);
    let report = verify_with(&sample, &[witness()], 1);
    assert_eq!((report.wrong(), report.witnessed, &*report.cosignatures), (0, Some(4), &[1][..]));
    let mut early = sample.clone();
    early.heads[0].1.cosign(name.clone(), &WITNESS, BEGIN - 57);
    assert_eq!(verify_with(&early, &[witness()], 1).first().map(|f| f.kind), Some(Kind::ClockAhead));
    let mut mixed: Note = good().heads[0].1.clone();
    let mut other = Note::unsigned("another text\n".to_owned());
    other.cosign(name, &WITNESS, BEGIN + 5);
    mixed.add(other.signatures()[0].clone());
    sample.heads[0].1 = mixed;
    assert_eq!(verify_with(&sample, &[witness()], 0).first().map(|f| f.kind), Some(Kind::BadWitness));
}

#[test]
fn keys_that_nothing_can_be_verified_with_are_refused() {
    let (log, seen) = (key_of(&LOG), witness());
    let check = |logs: &[VerifierKey], witnesses: &[VerifierKey], quorum| {
        Trust { logs, witnesses, quorum, skew: SKEW, ed25519: &NOBODY, p256: &FakeP256 }.check()
    };
    let twin = VerifierKey { name: "twin.example".parse().unwrap(), ..seen.clone() };
    let (logs, witnesses) = (slice::from_ref(&log), slice::from_ref(&seen));
    assert_eq!(check(&[], &[], 0), Err(Unfit::NoLog));
    assert_eq!(check(witnesses, &[], 0), Err(Unfit::LogKind));
    assert_eq!(check(logs, logs, 0), Err(Unfit::WitnessKind));
    assert_eq!(check(&[log.clone(), log.clone()], &[], 0), Err(Unfit::Twice));
    assert_eq!(check(logs, &[seen.clone(), twin], 0), Err(Unfit::Twice));
    assert_eq!(check(logs, witnesses, 2), Err(Unfit::Quorum));
    assert_eq!(check(logs, witnesses, 1), Ok(()));
}

proptest! {
    /// Whatever comes, nothing panics, and a byte that is another never passes.
    #[test]
    fn one_changed_byte_never_passes(place in 0_usize..10, at in any::<prop::sample::Index>(), with in 1_u8..=255) {
        let mut sample = good();
        let bytes = &mut sample.entries[place].0;
        let at = at.index(bytes.len());
        bytes[at] ^= with;
        let report = verify(&sample);
        let first = report.first().map(|finding| finding.place.first());
        prop_assert!(first.is_some_and(|first| first <= place as u64));
    }

    #[test]
    fn any_order_but_the_right_one_is_found(order in Just((0..10).collect::<Vec<usize>>()).prop_shuffle()) {
        let (mut sample, is) = (good(), good());
        sample.entries = order.iter().map(|at| is.entries[*at].clone()).collect();
        prop_assert_eq!(verify(&sample).wrong() == 0, order.is_sorted());
    }

    #[test]
    fn nothing_panics(bytes in any::<Vec<u8>>(), note in "\\PC{0,80}\n\n?\\PC{0,80}", proof in "\\PC{0,80}") {
        let mut sample = good();
        sample.entries[2].0 = bytes;
        let report = signed_with(&Entry::approved(5, &proof));
        prop_assert!(report.wrong() > 0 && verify(&sample).wrong() > 0);
        let logs = [key_of(&LOG)];
        let trust = Trust { logs: &logs, witnesses: &[], quorum: 0, skew: SKEW, ed25519: &NOBODY, p256: &FakeP256 };
        prop_assert!(head::examine(&note, &trust).signed.is_none());
    }
}
