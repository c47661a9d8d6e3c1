//! A checkpoint's signature, checked by OpenSSL. `cargo xtask test` sees to it that the program is there.

use std::{fs, path::Path, process::Command};

use crate::support::{LogKey, sample};
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::audit_log::key::Signer;

/// An Ed25519 public key as OpenSSL reads it: this, and the 32 bytes (RFC 8410 section 4).
const SPKI: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

fn openssl_accepts(dir: &Path, key: &LogKey, text: &[u8], signature: &[u8]) -> bool {
    fs::write(dir.join("key"), [&SPKI[..], &key.public()].concat()).unwrap();
    fs::write(dir.join("text"), text).unwrap();
    fs::write(dir.join("signature"), signature).unwrap();
    let mut openssl = Command::new("openssl");
    openssl.args(["pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", "key", "-rawin", "-in", "text", "-sigfile", "signature"]);
    let output = openssl.current_dir(dir).output().expect("the program `openssl`: install the package of that name");
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("Signature Verif"), "{said}");
    output.status.success()
}

#[test]
fn openssl_accepts_both_signatures_of_a_checkpoint_and_no_others() {
    let (dir, key) = (tempfile::tempdir().unwrap(), LogKey::of(1));
    let note = sample(20, 100, &key).heads[0].1.clone();
    let lines: Vec<_> = note.signatures().iter().map(ToString::to_string).collect();
    let bytes = |line: &str| STANDARD.decode(line.trim_end().rsplit(' ').next().unwrap()).unwrap();
    let (plain, timed) = (bytes(&lines[0]), bytes(&lines[1]));
    let accepts = |text: &[u8], signature: &[u8]| openssl_accepts(dir.path(), &key, text, signature);

    assert!(accepts(note.text().as_bytes(), &plain[4..]));
    let seconds = u64::from_be_bytes(timed[4..12].try_into().unwrap());
    let cosigned = format!("cosignature/v1\ntime {seconds}\n{}", note.text());
    assert!(accepts(cosigned.as_bytes(), &timed[12..]));

    assert!(!accepts(note.text().replace("\n20\n", "\n21\n").as_bytes(), &plain[4..]));
    assert!(!accepts(note.text().as_bytes(), &timed[12..]));
    let mut flipped = plain[4..].to_vec();
    flipped[9] ^= 1;
    assert!(!accepts(note.text().as_bytes(), &flipped));
}
