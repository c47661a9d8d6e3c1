//! The program over receipts.

use std::{fs, process::Command};

use crate::support::{LogKey, receipt, sample};
use domain::audit_log::{VerifierKey, receipt::Receipt, verify::sample::BEGIN};

fn run(receipt: &str, key: &VerifierKey, more: &[&str]) -> (i32, String) {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("receipt");
    fs::write(&file, receipt).unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_countersign-verify"));
    let output = program.arg("receipt").arg(file).args(["--key", &key.to_string()]).args(more).output().unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn g12_a_receipt_says_what_it_shows() {
    let key = LogKey::of(1);
    let log = sample(300, 100, &key);
    let (status, said) = run(&receipt(&log, 57).to_string(), &key.vkey(), &[]);
    assert_eq!(status, 0, "{said}");
    for line in [
        "This is true: entry 57 of the log desk.example/audit/1, which had 300 entries then.",
        "  what       approved",
        "  with       device Phone, method push",
        "  customer   00000000-0000-0000-0000-000000000003",
        "  prompt     To x@y.example?",
        "the signature fits the key that was kept as the customer's device's",
        "no witness's key was given",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
}

#[test]
fn g12_one_changed_letter_anywhere_shows_nothing() {
    let key = LogKey::of(1);
    let good = receipt(&sample(20, 100, &key), 7);
    let text = good.to_string();
    // By the library: a program for each letter would take long.
    let keys = countersign_verify::keys::Keys { key: vec![key.vkey()], witness: vec![], quorum: 0, skew: 60 };
    let trust = keys.trust().unwrap();
    assert!(countersign_verify::receipt::verify(&good, &trust).is_ok());
    for at in (0..text.len()).step_by(3) {
        let mut bytes = text.clone().into_bytes();
        bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
        let Ok(read) = String::from_utf8(bytes).map_err(|_| ()).and_then(|text| text.parse::<Receipt>().map_err(|_| ())) else { continue };
        // The base64 of what is told has bits that no byte comes from.
        assert!(read == good || countersign_verify::receipt::verify(&read, &trust).is_err(), "letter {at}");
    }
}

#[test]
fn a_receipt_needs_the_witnesses_that_were_asked_for() {
    let (key, witness) = (LogKey::of(1), LogKey::of(5));
    let vkey = witness.witness("witness.example");
    let mut receipt = receipt(&sample(20, 100, &key), 3);
    let more = ["--witness", &vkey.to_string(), "--quorum", "1"];
    assert_eq!(
        run(&receipt.to_string(), &key.vkey(), &more),
        (1, "This shows nothing: 0 of the witnesses have seen its head, and not 1\n".into())
    );
    receipt.checkpoint.cosign(vkey.name, &witness, BEGIN + 21);
    let (status, said) = run(&receipt.to_string(), &key.vkey(), &more);
    assert_eq!(status, 0, "{said}");
    assert!(said.contains("seen by the witness witness.example on "), "{said}");
}

#[test]
fn another_log_or_key_shows_nothing() {
    let key = LogKey::of(1);
    let text = receipt(&sample(20, 100, &key), 3).to_string();
    assert_eq!(run(&text, &LogKey::of(2).vkey(), &[]).0, 1);
    let other = VerifierKey { name: "else.example/audit/1".parse().unwrap(), ..key.vkey() };
    let (status, said) = run(&text, &other, &[]);
    assert!(status == 1 && said.contains("whose key was not given"), "{said}");
    assert_eq!(run("nothing", &key.vkey(), &[]).0, 2);
}
