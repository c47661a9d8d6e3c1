//! A line between the log and its collector that drops, repeats, reorders and changes single entries and whole requests: each is seen, named
//! and told, and made good when the line is good again.

use domain::audit_log::{Hash, collector::Batch};
use server::services::alarms::Watch;

use super::House;
use crate::{on_both, support::keeper::Mode};

/// What it is called, and what it does.
type Edit = (&'static str, fn(&mut Batch));

/// What it does to a batch, also to one of a single entry.
const EDITS: [Edit; 7] = [
    ("drops one", |batch| drop(batch.entries.remove(batch.entries.len() / 2))),
    ("drops the last", |batch| drop(batch.entries.pop())),
    ("repeats one", |batch| batch.entries.insert(0, batch.entries[0].clone())),
    ("changes one", |batch| batch.entries.iter_mut().for_each(|(_, entry)| *entry = entry.replacen("\"at\":", "\"at\":1", 1))),
    ("changes one's place", |batch| batch.entries[0].0 += 1),
    ("drops one and renumbers", |batch| {
        batch.entries.remove(0);
        batch.to -= 1;
        batch.entries.iter_mut().for_each(|(place, _)| *place -= 1);
    }),
    ("adds to the proof", |batch| batch.proof.push(Hash::empty())),
];

/// Enough happens that a batch has many entries.
async fn much_happens(house: &House) {
    for name in ["Ana", "Bram", "Jonas", "Ingrid", "Freja"] {
        house.world.agent(name).await;
    }
    house.sign().await;
}

on_both! {
    async fn g10_whatever_a_line_does_to_single_entries_is_seen_told_and_made_good(db: TestDb) {
        let house = House::new(&db).await;
        let mut watch = Watch::default();
        house.sign().await;
        house.round().await;
        for (told, (what, edit)) in (1..).zip(EDITS) {
            much_happens(&house).await;
            let (before, said) = (house.known().next.unwrap(), house.keeper.said().len());
            house.keeper.be(Mode::Edits(edit));
            house.later().await;
            assert!(house.keeper.said()[said..].contains(&422), "{what}: {:?}", house.keeper.said());
            assert!(house.keeper.standing().trouble.is_some() && house.keeper.health().await == 503, "{what}");
            assert_eq!(house.keeper.standing().entries, before, "{what}: nothing of it was taken");
            let trouble = house.known().trouble.unwrap();
            let near = [before, before + 1].map(|place| format!("entry {place} "));
            assert!(near.iter().any(|entry| trouble.contains(entry)), "{what}: by smaller batches it is known which: {trouble}");
            assert_eq!(house.alerts(&mut watch).await, (told, told - 1), "{what}");
            assert!(house.world.agent("Jonas").await.get("/audit").await.body.contains("is not what this log is"), "{what}");

            house.keeper.be(Mode::Good);
            house.sign().await;
            house.later().await;
            house.is_whole().await;
            assert_eq!((house.keeper.health().await, house.known().trouble), (200, None), "{what}");
            assert_eq!(house.alerts(&mut watch).await, (told, told), "{what}");
        }
    }

    async fn g10_one_changed_entry_among_many_is_found_by_its_place(db: TestDb) {
        let house = House::new(&db).await;
        much_happens(&house).await;
        house.keeper.be(Mode::Edits(|batch| batch.entries.iter_mut().filter(|(place, _)| *place == 11).for_each(|(_, entry)| entry.push(' '))));
        house.round().await;
        assert!(house.size().await > 12);
        assert_eq!(house.keeper.standing().entries, 11, "all before it are there");
        assert!(house.known().trouble.unwrap().contains("entry 11 "));
        let said = house.keeper.said().len();
        assert!(said < 20, "it did not take one request for each entry: {said}");
        assert_eq!(house.round().await, 0);
        assert_eq!(house.keeper.said().len(), said, "and it is given time");
        house.keeper.be(Mode::Good);
        house.later().await;
        house.is_whole().await;
    }

    async fn g10_entries_in_another_order_are_seen(db: TestDb) {
        let house = House::new(&db).await;
        much_happens(&house).await;
        house.keeper.be(Mode::Edits(|batch| batch.entries.reverse()));
        for _ in 0..4 {
            house.round().await;
        }
        assert!(house.keeper.said().contains(&422), "{:?}", house.keeper.said());
        // One by one there is no order to change.
        house.is_whole().await;
    }

    async fn g10_a_request_that_was_taken_away_is_a_gap_that_alerts(db: TestDb) {
        let house = House::new(&db).await;
        let mut watch = Watch::default();
        house.sign().await;
        house.round().await;
        let before = house.keeper.standing().entries;
        house.keeper.be(Mode::Swallows);
        much_happens(&house).await;
        assert!(house.round().await > 0, "the line says that it was taken");
        house.keeper.be(Mode::Good);
        house.happens().await;
        assert_eq!(house.round().await, 0);
        assert_eq!(house.keeper.said().last(), Some(&409));
        assert!(house.keeper.standing().trouble.unwrap().starts_with(&format!("entries {before} to ")));
        assert!(house.known().trouble.unwrap().contains(&format!("entries from number {before} on are missing there")));
        assert_eq!((house.keeper.health().await, house.alerts(&mut watch).await), (503, (1, 0)));
        house.later().await;
        house.is_whole().await;
        assert_eq!((house.keeper.health().await, house.alerts(&mut watch).await), (200, (1, 1)));
    }

    async fn g10_a_gap_is_seen_by_the_next_heartbeat_too(db: TestDb) {
        let house = House::new(&db).await;
        house.sign().await;
        house.round().await;
        house.keeper.be(Mode::Swallows);
        house.happens().await;
        house.round().await;
        house.keeper.be(Mode::Good);
        house.world.clock.advance(server::collectors::round::HEARTBEAT);
        house.round().await;
        assert_eq!((house.keeper.said().last(), house.keeper.health().await), (Some(&409), 503));
    }

    async fn g10_requests_in_another_order_are_seen(db: TestDb) {
        let house = House::new(&db).await;
        house.sign().await;
        house.round().await;
        house.keeper.be(Mode::Swaps);
        house.happens().await;
        house.round().await;
        house.happens().await;
        house.round().await;
        assert_eq!(house.keeper.said()[2..], [409, 200], "the second one came first");
        assert!(house.known().trouble.is_some());
        house.keeper.be(Mode::Good);
        house.later().await;
        house.is_whole().await;
        assert_eq!((house.keeper.health().await, house.known().trouble), (200, None));
    }

    async fn g10_a_request_that_comes_twice_is_no_trouble(db: TestDb) {
        let house = House::new(&db).await;
        house.sign().await;
        house.round().await;
        house.keeper.be(Mode::LosesAnswers);
        house.happens().await;
        assert_eq!(house.round().await, 0);
        house.is_whole().await;
        house.keeper.be(Mode::Good);
        house.later().await;
        house.is_whole().await;
        assert!(house.known().trouble.is_none() && house.known().failing_since.is_none());
        assert_eq!(house.keeper.health().await, 200);
    }
}
