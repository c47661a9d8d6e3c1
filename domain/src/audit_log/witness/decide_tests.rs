use super::*;
use crate::audit_log::{
    checkpoint::tests::{Fake, NOBODY},
    key::Kind,
    witness::lying_tests::Log,
};

fn decided(log: &Log, logs: &[VerifierKey], request: AddCheckpoint, last: Option<Head>) -> Result<Head, Refused> {
    assert_eq!(request.to_string().parse().as_ref(), Ok(&request), "{log:?}: it is sent as it is");
    Admitted::by(logs, request, &NOBODY)?.after(last)
}

#[test]
fn a_first_head_and_one_that_continues_it_are_cosigned() {
    let log = Log::new(1, 100);
    let first = log.head(7);
    assert_eq!(decided(&log, &[log.key()], log.request(0, 7), None), Ok(first));
    assert_eq!(decided(&log, &[log.key()], log.request(7, 100), Some(first)), Ok(log.head(100)));
    assert_eq!(decided(&log, &[log.key()], log.request(7, 7), Some(first)), Ok(first), "the same again");
    assert_eq!(decided(&log, &[log.key()], log.request(0, 0), None), Ok(Head::nothing()));
}

#[test]
fn each_refusal_comes_in_the_specification_s_order() {
    let log = Log::new(1, 100);
    let (last, known) = (Some(log.head(50)), [log.key()]);
    let stranger = Log::new(9, 100);
    // Each has everything wrong that comes after it, too.
    let unreadable = AddCheckpoint { note: log.note("log.example/1\n60\n"), ..log.request(99, 60) };
    assert_eq!(decided(&log, &[], unreadable, last), Err(Refused::Unreadable));
    let signed_by_nobody = AddCheckpoint { note: Note::unsigned(log.request(99, 60).note.text().into()), ..log.request(99, 60) };
    assert_eq!(Admitted::by(&[], signed_by_nobody.clone(), &NOBODY), Err(Refused::UnknownLog));
    assert_eq!(Admitted::by(&known, signed_by_nobody, &NOBODY), Err(Refused::Unsigned));
    assert_eq!(decided(&log, &known, stranger.request(99, 60), last), Err(Refused::Unsigned));
    assert_eq!(decided(&log, &known, AddCheckpoint { proof: vec![], ..log.request(99, 60) }, last), Err(Refused::Backwards));
    for old in [0, 49, 51] {
        let request = AddCheckpoint { proof: vec![Hash::empty(); 5], ..log.request(old, 60) };
        assert_eq!(decided(&log, &known, request, last), Err(Refused::OtherSize { size: 50 }), "{old}");
    }
    assert_eq!(decided(&log, &known, AddCheckpoint { proof: vec![], ..log.request(50, 60) }, last), Err(Refused::Inconsistent));
    assert_eq!(decided(&log, &known, log.forked(49).request(50, 60), last), Err(Refused::Inconsistent));
    let more = AddCheckpoint { proof: vec![Hash::empty()], ..log.forked(10).request(50, 50) };
    assert_eq!(decided(&log, &known, more, last), Err(Refused::Inconsistent));
    assert_eq!(decided(&log, &known, log.forked(10).request(50, 50), last), Err(Refused::OtherRoot { size: 50 }));
}

#[test]
fn the_first_head_needs_no_proof_and_may_have_none() {
    let log = Log::new(1, 10);
    let request = AddCheckpoint { proof: vec![Hash::empty()], ..log.request(0, 10) };
    assert_eq!(decided(&log, &[log.key()], request, None), Err(Refused::Inconsistent));
    let mut empty = log.request(0, 0);
    empty.note = log.note(&Checkpoint { root: Hash::leaf(b"x"), size: 0, origin: log.key().name }.to_string());
    assert_eq!(decided(&log, &[log.key()], empty, None), Err(Refused::OtherRoot { size: 0 }));
}

#[test]
fn any_of_a_log_s_keys_does_and_those_of_others_are_passed_over() {
    let (log, other) = (Log::new(1, 10), Log::new(2, 10));
    let mut request = log.request(0, 10);
    request.note.sign("somebody.example".parse().unwrap(), &Fake([8; 32]));
    assert_eq!(decided(&log, &[other.key(), log.key()], request.clone(), None), Ok(log.head(10)));
    // Under its name a signature of another kind says something else.
    let cosigner = VerifierKey { kind: Kind::Cosignature, ..log.key() };
    assert_eq!(decided(&log, &[cosigner], request, None), Err(Refused::Unsigned));
}

/// A server has one key for all its epochs, and each of them is a log of its own.
#[test]
fn a_known_key_does_not_bring_in_another_origin() {
    let log = Log::new(1, 10);
    let Head { size, root } = log.head(10);
    let text = Checkpoint { origin: "log.example/2".parse().unwrap(), size, root }.to_string();
    let request = AddCheckpoint { note: log.note(&text), ..log.request(0, 10) };
    assert_eq!(decided(&log, &[log.key()], request, None), Err(Refused::UnknownLog));
}

#[test]
fn a_log_s_extension_lines_are_passed_over() {
    let log = Log::new(1, 10);
    let text = [log.request(0, 10).note.text(), "an extension\n"].concat();
    let request = AddCheckpoint { note: log.note(&text), ..log.request(0, 10) };
    assert_eq!(decided(&log, &[log.key()], request, None), Ok(log.head(10)));
}

#[test]
fn a_size_that_no_tree_has_is_not_read() {
    let log = Log::new(1, 1);
    let at = |size| {
        let text = Checkpoint { origin: log.key().name, size, root: Hash::empty() }.to_string();
        Admitted::by(&[log.key()], AddCheckpoint { old: 0, proof: vec![], note: log.note(&text) }, &NOBODY)
            .map(|admitted| admitted.head().size)
    };
    assert_eq!(at(1 << 63), Err(Refused::Unreadable));
    assert_eq!(at((1 << 63) - 1), Ok((1 << 63) - 1));
}

#[test]
fn the_statuses_are_those_of_the_specification() {
    let all = [
        (Refused::Unreadable, 400, None),
        (Refused::Backwards, 400, None),
        (Refused::Unsigned, 403, None),
        (Refused::UnknownLog, 404, None),
        (Refused::OtherSize { size: 7 }, 409, Some(7)),
        (Refused::OtherRoot { size: 7 }, 409, Some(7)),
        (Refused::Inconsistent, 422, None),
    ];
    for (refused, status, size) in all {
        assert_eq!((refused.status(), refused.size()), (status, size), "{refused}");
        assert_eq!(refused.is_suspicious(), matches!(refused, Refused::OtherRoot { .. } | Refused::Inconsistent));
    }
}
