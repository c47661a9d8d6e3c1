//! The program over exports: good ones, and ones that somebody changed.

use std::{
    fs::{self, OpenOptions},
    io::Write,
    path::Path,
    process::Command,
};

use crate::support::{LogKey, export, sample};
use domain::audit_log::{VerifierKey, verify::sample::Sample};
use tempfile::TempDir;

const SIZE: u64 = 700;

/// Runs the program: its status, and what it said.
fn run(dir: &Path, key: &VerifierKey, more: &[&str]) -> (i32, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_countersign-verify"));
    let output = program.arg("log").arg(dir).args(["--key", &key.to_string()]).args(more).output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), said)
}

fn exported(sample: &Sample) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    export(dir.path(), sample);
    dir
}

/// What it says of that log after somebody did something to its files.
fn after(change: impl FnOnce(&Path)) -> (i32, String) {
    let key = LogKey::of(1);
    let dir = exported(&sample(SIZE, 100, &key));
    change(dir.path());
    run(dir.path(), &key.vkey(), &[])
}

/// That it is found, and where.
fn found(wanted: &str, change: impl FnOnce(&Path)) {
    let (status, said) = after(change);
    assert_eq!(status, 1, "{said}");
    assert!(said.contains(&format!("WRONG        {wanted}")), "{wanted}: {said}");
}

fn edit(path: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(path).unwrap();
    change(&mut bytes);
    fs::write(path, bytes).unwrap();
}

/// Changes a text in a file, once.
fn replace(path: &Path, from: &str, to: &str) {
    edit(path, |bytes| {
        let at = bytes.windows(from.len()).position(|window| window == from.as_bytes()).unwrap_or_else(|| panic!("no {from}"));
        bytes.splice(at..at + from.len(), to.bytes());
    });
}

#[test]
fn a_good_log_is_good() {
    let (status, said) = after(|_| {});
    assert_eq!(status, 0, "{said}");
    for line in [
        "log          desk.example/audit/1, first signed at 100 entries",
        "entries      700; 700 of them are under a signed checkpoint",
        "checkpoints  7 with the log's signature",
        "approvals    28 signed by customers' devices and second persons' passkeys, 0 by passkeys without their session, 0 erased",
        "personal     42 pieces fit, 0 were erased",
        "Nothing is wrong.",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    assert!(!said.contains("Note"), "{said}");
}

#[test]
fn every_size_around_the_tiles_edges_is_read() {
    let key = LogKey::of(1);
    for size in [1, 2, 255, 256, 257, 511, 512, 513] {
        let dir = exported(&sample(size, 1_000, &key));
        let (status, said) = run(dir.path(), &key.vkey(), &[]);
        assert_eq!((status, said.contains("Note")), (0, false), "{size}: {said}");
    }
}

#[test]
fn erased_data_is_counted() {
    let (status, said) = after(|dir| fs::remove_file(dir.join("personal/1.jsonl")).unwrap());
    assert_eq!(status, 0, "{said}");
    assert!(said.contains("18 were erased"), "{said}");
}

#[test]
fn what_was_changed_is_found_and_named() {
    let entries = |dir: &Path| dir.join("tile/entries/001");
    let id = |n: u64| format!("{:032x}", 0x1000 + n).split_at(20).1.to_owned();
    found("entry 300: other-hash", |dir| replace(&entries(dir), &id(300), &id(9_300)));
    found("entry 5: copy: tile/entries/000 holds 5 entries", |dir| {
        edit(&dir.join("tile/entries/000"), |bytes| bytes.truncate(5 * 400));
    });
    found("entry 257: other-hash", |dir| edit(&dir.join("tile/0/001"), |bytes| bytes[40] ^= 1));
    found("entries 0 to 511: copy: tile/1/000.p/2", |dir| edit(&dir.join("tile/1/000.p/2"), |bytes| bytes[40] ^= 1));
    found("entries 0 to 511: copy: tile/1/000.p/2 is not there", |dir| fs::remove_file(dir.join("tile/1/000.p/2")).unwrap());
    found("entries 256 to 511: copy: tile/0/001", |dir| edit(&dir.join("tile/0/001"), |bytes| bytes.truncate(31)));
    found("entries 256 to 511: other-data: data of entry 257 is there, and the entry is not", |dir| fs::remove_file(entries(dir)).unwrap());
    found("entries 256 to 511: missing", |dir| {
        fs::remove_file(entries(dir)).unwrap();
        fs::remove_file(dir.join("personal/1.jsonl")).unwrap();
    });
    found("entries 256 to 299: cut", |dir| {
        fs::remove_file(entries(dir)).unwrap();
        fs::remove_file(dir.join("tile/0/001")).unwrap();
    });
    found("entry 7: other-data", |dir| replace(&dir.join("personal/0.jsonl"), "x@y", "z@y"));
    found("checkpoint at 301: unsigned", |dir| replace(&dir.join("checkpoints.jsonl"), "\\n300\\n", "\\n301\\n"));
    found("the log: copy: checkpoint is not the last line", |dir| {
        let last = fs::read_to_string(dir.join("checkpoints.jsonl")).unwrap();
        let lines: Vec<_> = last.lines().collect();
        fs::write(dir.join("checkpoints.jsonl"), lines[..6].join("\n") + "\n").unwrap();
    });
}

/// Somebody who has no key, but writes everything else anew.
#[test]
fn a_log_that_was_written_anew_has_another_root() {
    let key = LogKey::of(1);
    let mut forged = sample(SIZE, 100, &key);
    forged.entries.swap(310, 320);
    let dir = exported(&forged);
    let (status, said) = run(dir.path(), &key.vkey(), &[]);
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("WRONG        entries 300 to 399: other-root"), "{said}");
    let (status, said) = run(exported(&sample(SIZE, 100, &key)).path(), &LogKey::of(2).vkey(), &[]);
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("checkpoint at 100: unsigned"), "{said}");
}

#[test]
fn an_entry_that_stands_there_twice_is_found() {
    let key = LogKey::of(1);
    let mut twice = Sample { entries: sample(20, 100, &key).entries, heads: vec![] };
    twice.entries.push(twice.entries[3].clone());
    twice.seal(&key.vkey(), &key, domain::audit_log::verify::sample::BEGIN + 30);
    let (status, said) = run(exported(&twice).path(), &key.vkey(), &[]);
    assert_eq!(status, 1, "{said}");
    assert!(said.contains("entry 20: twice"), "{said}");
}

#[test]
fn data_that_belongs_to_no_entry_is_found() {
    found("entries 0 to 255: other-data: data of entry 9999", |dir| {
        let line = domain::audit_log::export::PersonalLine { index: 9_999, name: "prompt".into(), salt: String::new(), data: "x".into() };
        let mut file = OpenOptions::new().append(true).open(dir.join("personal/0.jsonl")).unwrap();
        writeln!(file, "{}", serde_json::to_string(&line).unwrap()).unwrap();
    });
}

#[test]
fn a_witness_vouches_up_to_the_last_head_that_it_saw() {
    let (key, witness) = (LogKey::of(1), LogKey::of(5));
    let vkey = witness.witness("witness.example");
    let mut seen = sample(SIZE, 100, &key);
    let dir = exported(&seen);
    let more = ["--witness", &vkey.to_string(), "--quorum", "1"];
    let (status, said) = run(dir.path(), &key.vkey(), &more);
    assert!(status == 1 && said.contains("no-quorum"), "{said}");
    for (size, note) in &mut seen.heads[..5] {
        note.cosign(vkey.name.clone(), &witness, domain::audit_log::verify::sample::BEGIN + *size);
    }
    let (status, said) = run(exported(&seen).path(), &key.vkey(), &more);
    assert_eq!(status, 0, "{said}");
    assert!(said.contains("500 entries were seen by 1; the 200 since then rest on the log's key alone"), "{said}");
}

#[test]
fn other_files_are_named_and_links_are_not_followed() {
    let (status, said) = after(|dir| fs::write(dir.join("tile/0/001.p"), "x").unwrap());
    assert!(status == 0 && said.contains("Note: 1 files were not read, because no log has them: tile/0/001.p"), "{said}");
    let (status, said) = after(|dir| {
        fs::rename(dir.join("tile/entries/001"), dir.join("moved")).unwrap();
        std::os::unix::fs::symlink("../../moved", dir.join("tile/entries/001")).unwrap();
    });
    assert!(status == 1 && said.contains("entries 256 to 511: missing"), "{said}");
    assert!(said.contains("tile/entries/001"), "{said}");
}

#[test]
fn what_is_no_export_and_keys_that_are_none_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    let key = LogKey::of(1).vkey();
    assert_eq!(run(dir.path(), &key, &[]), (2, "countersign-verify: checkpoint is not there\n".to_owned()));
    assert_eq!(run(&dir.path().join("none"), &key, &[]).0, 2);
    assert_eq!(run(dir.path(), &key, &["--quorum", "1"]).0, 2);
    assert_eq!(run(dir.path(), &key, &["--witness", "x"]).0, 2);
}
