//! What is on disk: it is read and hashed at each start, what was never counted is dropped, and what was changed is not gone on with.

use std::{fs, path::PathBuf, sync::Arc};

use domain::{secret::Hashed, testing::HandClock, time::Clock};
use server::collector::{Collector, Folder, LARGEST, NotOpened};
use tempfile::TempDir;

use crate::support::{
    keeper::{SILENCE, TOKEN},
    tale::Tale,
};

struct Shelf {
    folder: TempDir,
    tale: Tale,
    clock: HandClock,
}

impl Shelf {
    /// One that holds so many entries.
    fn holding(size: u64) -> Self {
        let shelf = Self { folder: tempfile::tempdir().unwrap(), tale: Tale::new("log.example/1", 1_000), clock: HandClock::default() };
        let collector = shelf.open().unwrap();
        for from in (0..size).step_by(300) {
            collector.take(shelf.tale.batch(from..size.min(from + 300), 1_000, shelf.clock.now()).to_string().as_bytes()).unwrap();
        }
        shelf
    }

    fn open(&self) -> Result<Collector, NotOpened> {
        Collector::open(Hashed::of(TOKEN), &[self.tale.verifier()], self.folder.path(), Arc::new(self.clock.clone()), SILENCE)
    }

    fn file(&self, name: &str) -> PathBuf {
        Folder::of(self.folder.path(), &self.tale.verifier()).join(name)
    }

    fn add(&self, text: &[u8]) {
        let bytes = [fs::read(self.file("entries.jsonl")).unwrap(), text.to_vec()].concat();
        fs::write(self.file("entries.jsonl"), bytes).unwrap();
    }

    /// What is said when it is opened.
    fn refusal(&self) -> String {
        self.open().err().expect("it was opened").to_string()
    }
}

#[test]
fn g10_it_goes_on_where_it_was_and_drops_what_was_not_finished() {
    let shelf = Shelf::holding(700);
    for unfinished in [&b""[..], b"{\"n\":70", b"{\"n\":700}\n", b"{\"n\":700}\n{\"n\":701}\n{\"n"] {
        shelf.add(unfinished);
        let collector = shelf.open().unwrap();
        let standing = collector.standing().remove(0);
        assert_eq!((standing.entries, standing.is_well()), (700, true));
        assert_eq!(standing.signed_at, Some(shelf.clock.now().micros() / 1_000_000), "when it was heard last is known too");
        // What is kept is found again, wherever it stands in the file.
        for places in [0..1, 255..258, 699..700, 0..700] {
            let again = places.end - places.start;
            let answer = collector.take(shelf.tale.batch(places, 1_000, shelf.clock.now()).to_string().as_bytes()).unwrap();
            assert_eq!((answer.next, answer.again), (700, again));
        }
    }
    let lines = fs::read_to_string(shelf.file("entries.jsonl")).unwrap();
    assert_eq!(lines.lines().collect::<Vec<_>>(), shelf.tale.entries[..700]);
    let collector = shelf.open().unwrap();
    assert_eq!(collector.take(shelf.tale.batch(690..1_000, 1_000, shelf.clock.now()).to_string().as_bytes()).unwrap().next, 1_000);
}

#[test]
fn g10_what_was_changed_on_disk_is_not_gone_on_with() {
    let shelf = Shelf::holding(400);
    let (entries, head) = (fs::read_to_string(shelf.file("entries.jsonl")).unwrap(), fs::read_to_string(shelf.file("head.json")).unwrap());
    let restore = || {
        fs::write(shelf.file("entries.jsonl"), &entries).unwrap();
        fs::write(shelf.file("head.json"), &head).unwrap();
    };
    let (before, after) = entries.split_at(entries.find("{\"n\":200}\n").unwrap());
    let without = after.split_once('\n').unwrap().1;
    for (text, says) in [
        (entries.replace("\"n\":200}", "\"m\":200}"), "one was changed"),
        ([before, without].concat(), "it was cut"),
        ([before, without, "{\"n\":9}\n"].concat(), "bytes long"),
        ([before, "{\"n\":200}\n", after].concat(), "one was changed"),
        (entries.replace("{\"n\":200}\n{\"n\":201}\n", "{\"n\":201}\n{\"n\":200}\n"), "one was changed"),
        (before.to_owned(), "it was cut"),
        (entries[..entries.len() - 1].to_owned(), "it was cut"),
        (String::new(), "it was cut"),
    ] {
        assert_ne!(text, entries);
        fs::write(shelf.file("entries.jsonl"), text).unwrap();
        let said = shelf.refusal();
        assert!(said.contains(says), "{says}: {said}");
        restore();
    }
    for (from, to, says) in [
        ("\"entries\":400", "\"entries\":399", "bytes long"),
        ("log.example/1\\n1000", "log.example/1\\n1001", "no head of this log"),
        ("\"proof\":[\"", "\"proof\":[\"A", "not what a collector writes"),
        ("{", "", ""),
    ] {
        let wrong = head.replacen(from, to, 1);
        assert_ne!(wrong, head);
        fs::write(shelf.file("head.json"), wrong).unwrap();
        assert!(shelf.refusal().contains(says), "{from}: {}", shelf.refusal());
        restore();
    }
    assert_eq!(shelf.open().unwrap().standing()[0].entries, 400);
}

#[test]
fn g10_a_head_that_was_taken_away_or_put_back_is_not_believed_over_many_entries() {
    let shelf = Shelf::holding(10);
    fs::remove_file(shelf.file("head.json")).unwrap();
    assert_eq!(shelf.open().unwrap().standing()[0].entries, 0, "the first batch, before it counted");
    shelf.add(&b"{}\n".repeat(LARGEST / 3 + 1));
    assert!(shelf.refusal().contains("was put back, or it was removed"), "{}", shelf.refusal());
}

#[test]
fn g10_two_collectors_never_share_a_folder() {
    let shelf = Shelf::holding(10);
    let collector = shelf.open().unwrap();
    assert!(shelf.refusal().contains("another collector has it open"));
    drop(collector);
    assert!(shelf.open().is_ok());
}

#[test]
fn g10_proof_against_the_log_stands_after_a_restart_until_somebody_puts_it_away() {
    let shelf = Shelf::holding(10);
    let collector = shelf.open().unwrap();
    let (fork, now) = (shelf.tale.forked(3), shelf.clock.now());
    assert!(collector.take(fork.batch(10..10, 10, now).to_string().as_bytes()).is_err());
    drop(collector);
    let collector = shelf.open().unwrap();
    collector.take(shelf.tale.batch(10..20, 1_000, now).to_string().as_bytes()).unwrap();
    assert!(!collector.is_well() && collector.standing()[0].trouble.as_ref().unwrap().contains("two stories"));
    drop(collector);
    let trouble = fs::read_to_string(shelf.file("trouble.jsonl")).unwrap();
    assert!(trouble.contains(&fork.note(10, now).to_string().lines().nth(2).unwrap()[..20]), "the other head is kept: {trouble}");
    fs::rename(shelf.file("trouble.jsonl"), shelf.file("looked-at.jsonl")).unwrap();
    assert!(shelf.open().unwrap().is_well());
}
