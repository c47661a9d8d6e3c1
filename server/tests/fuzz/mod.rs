//! Every input that the fuzzer begins with or has found, put to its target again: what was wrong once is looked for by each run of
//! the tests, and a target that has come to refuse everything is found out. `docs/fuzzing.md` says how to add one.

#[path = "../../../fuzz/src/lib.rs"]
mod targets;

use std::fs;

use targets::{
    Seed, bundle::Bundles, corpus, jws::Jws, note::Notes, receipt::Receipts, telephony::Telephony, webauthn::Webauthn, witness::Witness,
};

/// Puts all of a target's inputs to it.
fn replay(target: &str, seeds: &[Seed], run: impl Fn(&[u8]) -> bool) {
    for (name, accepted, bytes) in seeds {
        let kept = fs::read(corpus(target).join(name)).unwrap_or_default();
        assert!(kept == *bytes, "{target}/{name} is not what is sent today: `cargo xtask fuzz {target} --minutes 0` writes it");
        assert_eq!(run(bytes), *accepted, "{target}/{name}");
    }
    for input in fs::read_dir(corpus(target)).unwrap() {
        run(&fs::read(input.unwrap().path()).unwrap());
    }
}

#[test]
fn what_was_sent_as_a_phones_answer_is_judged_as_it_must_be() {
    let target = Jws::new();
    replay("jws", &target.seeds(), |input| target.run(input));
}

#[test]
fn what_was_sent_as_a_passkeys_answer_is_judged_as_it_must_be() {
    let target = Webauthn::new();
    replay("webauthn", &target.seeds(), |input| target.run(input));
}

#[test]
fn what_was_sent_by_telephone_is_judged_as_it_must_be() {
    let target = Telephony::new();
    replay("telephony", &Telephony::seeds(), |input| target.run(input));
}

#[test]
fn what_was_shown_as_a_signed_head_is_judged_as_it_must_be() {
    let target = Notes::default();
    replay("note", &target.seeds(), |input| target.run(input));
}

#[test]
fn what_was_shown_as_a_receipt_is_judged_as_it_must_be() {
    let target = Receipts::default();
    replay("receipt", &target.seeds(), |input| target.run(input));
}

#[test]
fn what_was_shown_as_an_exported_log_is_judged_as_it_must_be() {
    let target = Bundles::default();
    replay("bundle", &target.seeds(), |input| target.run(input));
}

#[test]
fn what_was_asked_of_a_witness_is_judged_as_it_must_be() {
    let target = Witness::default();
    replay("witness", &target.seeds(), |input| target.run(input));
}
