//! Each thing that can be wrong with a batch, by itself.

use super::*;
use crate::audit_log::{checkpoint::tests::NOBODY, collector::lying_tests::Log, note::Note};

const NOW: Timestamp = Timestamp::from_micros(1_796_000_000_000_000);

fn admitted(log: &Log, batch: Batch) -> Admitted {
    Admitted::by(&[log.key()], batch, NOW, &NOBODY).unwrap()
}

/// What is kept after the first so many entries of that log.
fn kept(log: &Log, size: u64) -> Collected {
    Collected::default().take(&admitted(log, log.batch(0, size, size)), &[]).unwrap().collected
}

fn taken(log: &Log, collected: &Collected, batch: Batch) -> Result<Taken, Trouble> {
    let asked = admitted(log, batch);
    collected.take(&asked, &log.hashes(collected.again(&asked)))
}

#[test]
fn what_follows_is_taken_however_far_the_head_goes() {
    let log = Log::new(1, 40);
    let collected = kept(&log, 7);
    for (to, size) in [(7, 7), (7, 40), (8, 8), (8, 40), (40, 40)] {
        let taken = taken(&log, &collected, log.batch(7, to, size)).unwrap();
        assert_eq!((taken.collected.next(), taken.again, taken.vouched), (to, 0, true), "{to} of {size}");
        assert_eq!(taken.collected, kept(&log, to));
    }
}

#[test]
fn what_is_kept_already_is_taken_again_if_it_is_the_same() {
    let log = Log::new(1, 40);
    let collected = kept(&log, 20);
    for (from, to, again, vouched) in [(0, 0, 0, false), (0, 20, 20, true), (5, 9, 4, false), (15, 30, 5, true), (20, 20, 0, true)] {
        let taken = taken(&log, &collected, log.batch(from, to, 40)).unwrap();
        assert_eq!((taken.collected.next(), taken.again, taken.vouched), (to.max(20), again, vouched), "{from} to {to}");
    }
    // Whoever cannot read what is kept says so; if not, it is not taken for the same.
    let asked = admitted(&log, log.batch(15, 30, 40));
    assert_eq!(collected.take(&asked, &[]), Err(Trouble::Other { place: 15 }));
}

#[test]
fn each_trouble_is_seen_and_names_its_entry() {
    let log = Log::new(1, 40);
    let collected = kept(&log, 20);
    let with = |change: &dyn Fn(&mut Batch)| {
        let mut batch = log.batch(20, 30, 40);
        change(&mut batch);
        taken(&log, &collected, batch).map(drop)
    };
    let out_of_order = |expected, came| Err(Trouble::OutOfOrder { expected, came });
    assert_eq!(with(&|batch| drop(batch.entries.remove(0))), out_of_order(20, Some(21)), "the first dropped");
    assert_eq!(with(&|batch| drop(batch.entries.remove(5))), out_of_order(25, Some(26)), "one dropped");
    assert_eq!(with(&|batch| drop(batch.entries.pop())), out_of_order(29, None), "the last dropped");
    assert_eq!(with(&|batch| batch.entries.insert(5, batch.entries[5].clone())), out_of_order(26, Some(25)), "one twice");
    assert_eq!(with(&|batch| batch.entries.push(batch.entries[9].clone())), out_of_order(30, Some(29)), "the last twice");
    assert_eq!(with(&|batch| batch.entries.swap(3, 4)), out_of_order(23, Some(24)), "two in the other order");
    let root = Err(Trouble::Root { from: 20, to: 29 });
    assert_eq!(with(&|batch| batch.entries[5].1.push(' ')), root, "one changed");
    assert_eq!(with(&|batch| batch.proof.reverse()), root, "a proof of something else");
    assert_eq!(with(&|batch| batch.proof.clear()), root, "no proof");
    // Whoever renumbers what is left to hide it: the places fit, and the root does not.
    let renumber = |batch: &mut Batch| {
        batch.entries.remove(5);
        let from = batch.from;
        batch.entries.iter_mut().zip(from..).for_each(|(entry, place)| entry.0 = place);
        batch.to -= 1;
        batch.proof = log.batch(20, 29, 40).proof;
    };
    assert_eq!(with(&renumber), Err(Trouble::Root { from: 20, to: 28 }), "one dropped and the rest renumbered");

    assert_eq!(taken(&log, &collected, log.batch(25, 30, 40)).map(drop), Err(Trouble::Gap { next: 20, from: 25 }));
    assert_eq!(taken(&log, &collected, log.batch(25, 25, 40)).map(drop), Err(Trouble::Gap { next: 20, from: 25 }), "and without entries");
    let mut beyond = log.batch(20, 30, 40);
    beyond.note = log.note(29);
    assert_eq!(taken(&log, &collected, beyond).map(drop), Err(Trouble::BeyondTheHead { size: 29, to: 30 }));

    let other = log.forked(18);
    assert_eq!(taken(&log, &collected, other.batch(15, 30, 40)).map(drop), Err(Trouble::Other { place: 18 }));
    assert_eq!(taken(&log, &collected, other.batch(18, 19, 40)).map(drop), Err(Trouble::Other { place: 18 }), "and what is not new");
    assert_eq!(taken(&log, &collected, other.batch(20, 30, 40)).map(drop), root, "a fork, from where they still agree");
    assert_eq!(taken(&log, &collected, other.batch(20, 20, 40)).map(drop), Err(Trouble::Root { from: 20, to: 20 }));
    assert_eq!(taken(&log, &collected, other.batch(20, 20, 20)).map(drop), Err(Trouble::Forked { size: 20 }));
    assert!(Trouble::Forked { size: 20 }.is_proof() && !Trouble::Root { from: 20, to: 20 }.is_proof());
    assert_eq!(Trouble::Gap { next: 20, from: 25 }.to_string(), "entries 20 to 24 are missing");
    assert_eq!(Trouble::OutOfOrder { expected: 7, came: None }.to_string(), "entry 7 should have come, and nothing did");
}

#[test]
fn a_batch_that_nobody_known_has_signed_for_is_not_looked_at() {
    let log = Log::new(1, 9);
    let by = |keys: &[VerifierKey], batch| Admitted::by(keys, batch, NOW, &NOBODY).map(drop);
    let good = log.batch(0, 9, 9);
    let stranger = Log::new(2, 9);
    assert_eq!(by(&[log.key()], good.clone()), Ok(()));
    assert_eq!(by(&[], good.clone()), Err(Refused::UnknownLog));
    let elsewhere = VerifierKey { name: "other.example/1".parse().unwrap(), ..log.key() };
    assert_eq!(by(&[elsewhere], good.clone()), Err(Refused::UnknownLog));
    assert_eq!(by(&[stranger.key()], good.clone()), Err(Refused::Unsigned));
    assert_eq!(by(&[stranger.key(), log.key()], good.clone()), Ok(()), "any key of that name");
    let timeless = Batch { note: log.without_time(9), ..good.clone() };
    assert_eq!(by(&[log.key()], timeless), Err(Refused::Unsigned));
    // With its time and nothing else: that the key saw a head, as a witness's does, and not that it is this log's.
    let mut seen = Note::unsigned(good.note.text().to_owned());
    seen.add(good.note.signatures()[1].clone());
    assert_eq!(by(&[log.key()], Batch { note: seen, ..good.clone() }), Err(Refused::Unsigned));
    let ahead = |seconds: i64| {
        let at = NOW.after(SKEW).after(Duration::seconds(seconds));
        by(&[log.key()], Batch { note: log.note_at(9, at), ..good.clone() })
    };
    assert_eq!((ahead(0), ahead(1)), (Ok(()), Err(Refused::ClockAhead)));
    let nothing = Batch { note: log.signed("hello\n"), ..good };
    assert_eq!(by(&[log.key()], nothing), Err(Refused::NoHead));
}
