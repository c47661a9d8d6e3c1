//! A log that never was, for whoever wants to try a verifier on one.
//!
//! `made export DIR ENTRIES EVERY` writes it as an export, with a checkpoint after so many entries, and prints its key: to measure with.
//! `made receipts` prints receipts, a line of JSON each with what is in them: for verifiers that others wrote.

#![expect(clippy::unwrap_used, reason = "a helper of the tests, which may")]

#[path = "../tests/support/mod.rs"]
mod support;

use std::{env, io::Write, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::audit_log::{Checkpoint, Hash, key::Signer, verify::sample::BEGIN};
use serde_json::json;
use support::{LogKey, export, receipt, sample};

fn main() {
    let args: Vec<_> = env::args().skip(1).collect();
    let args: Vec<_> = args.iter().map(String::as_str).collect();
    let key = LogKey::of(1);
    let mut out = std::io::stdout();
    match *args {
        ["export", dir, size, every] => {
            export(Path::new(dir), &sample(size.parse().unwrap(), every.parse().unwrap(), &key));
            writeln!(out, "{}", key.vkey()).unwrap();
        }
        ["receipts"] => receipts(&key).iter().for_each(|line| writeln!(out, "{line}").unwrap()),
        _ => panic!("export DIR ENTRIES EVERY, or receipts"),
    }
}

/// Receipts from trees of several sizes, one of them with a witness's cosignature too.
fn receipts(key: &LogKey) -> Vec<serde_json::Value> {
    let places = [(1, 0), (2, 1), (7, 3), (8, 7), (57, 0), (57, 56), (300, 255), (300, 257)];
    let receipts = places.into_iter().map(|(size, index)| {
        let mut receipt = receipt(&sample(size, 1_000, key), index);
        if size == 57 {
            let witness = LogKey::of(5);
            receipt.checkpoint.cosign(witness.witness("witness.example").name, &witness, BEGIN + size);
        }
        let head = Checkpoint::of(&receipt.checkpoint).unwrap();
        json!({
            "origin": head.origin.as_str(),
            "key": STANDARD.encode(key.public()),
            "keyId": STANDARD.encode(key.vkey().id()),
            "entry": receipt.told.entry,
            "index": receipt.index,
            "size": head.size,
            "root": head.root.to_string(),
            "hashes": receipt.proof.iter().map(Hash::to_string).collect::<Vec<_>>(),
            "checkpoint": receipt.checkpoint.to_string(),
        })
    });
    receipts.collect()
}
