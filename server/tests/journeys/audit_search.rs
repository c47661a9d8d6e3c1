//! Searching the audit log: each facet, text and time against a filter over the entries themselves; page by page; and the indexer, two at
//! once and dying halfway.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    action::ActionKind,
    assurance::{Level, Method},
    audit::{Actor, Entry, Event},
    audit_search::{BLOCK, Bits, Group, Outcome, placed, terms},
    channel::Channel,
    time::Duration,
};
use server::{
    services::audit_search::index,
    store::{Db, audit_search as store, fetch_all},
};

use crate::{
    on_both,
    support::{
        agent::asked,
        database::owner,
        log::{entries, place, ready, search, seed},
        rows,
        world::{MIRELA, World},
    },
};

const ROWS: &str = "SELECT term, block, bits FROM audit_term";
/// The demo's customer who has a PIN.
const NOOR: &str = "12876391";

/// Two contacts: an e-mail change that is approved, and a refund in the chat whose request is reported.
async fn two_contacts(world: &World) {
    let (mirela, noor) = (world.phone(MIRELA).await, world.phone(NOOR).await);
    let mut ana = world.agent("Ana").await;
    let first = ana.open(MIRELA, ActionKind::ChangeEmail).await;
    let challenge = asked(ana.change_email(first, "mirela.k@post.example").await.unwrap());
    mirela.delivered(challenge).await;
    mirela.approve(&ana.digits(first, challenge).await).await.unwrap();
    ana.end(first).await.unwrap();
    world.clock.advance(Duration::HOUR);
    let mut bram = world.agent("Bram").await;
    let second = bram.open_on(NOOR, ActionKind::Refund, "chat", "customer").await.unwrap();
    asked(bram.refund(second, "5", "Invoice 118").await.unwrap());
    noor.report().await.unwrap();
    ready(world).await;
}

/// The numbers of those entries that fit, newest first.
async fn naive(db: &Db, fits: impl Fn(&Entry) -> bool) -> Vec<u64> {
    let all = entries(db).await;
    let mut found: Vec<u64> =
        all.iter().filter(|placed| fits(placed.entry.as_ref().unwrap())).map(|placed| placed.position.unwrap()).collect();
    found.reverse();
    found
}

async fn finds(world: &World, pairs: &[(&str, &str)], fits: impl Fn(&Entry) -> bool) {
    let expected = naive(&world.shared.db, fits).await;
    let pairs: Vec<_> = pairs.iter().copied().chain([("when", "ever")]).collect();
    let page = search(world, &pairs).await;
    let found: Vec<u64> = page.rows.iter().map(|row| row.number.unwrap()).collect();
    assert!(!expected.is_empty(), "{pairs:?} finds something");
    assert_eq!(found, expected, "{pairs:?}");
    assert_eq!((page.total, page.at_least), (expected.len() as u64, false), "{pairs:?}");
}

/// The index as it must be, from the entries alone.
async fn index_of(db: &Db) -> BTreeMap<(String, u64), Bits> {
    let mut made: BTreeMap<(String, u64), Bits> = BTreeMap::new();
    for entry in entries(db).await {
        let (block, offset) = placed(entry.position.unwrap());
        for term in terms(entry.entry.as_ref().unwrap(), &entry.event) {
            made.entry((term, block)).or_default().insert(offset);
        }
    }
    made
}

async fn index_in(db: &Db) -> BTreeMap<(String, u64), Bits> {
    let rows = fetch_all!(db, (String, i64, Vec<u8>), ROWS).await.unwrap();
    rows.into_iter().map(|(term, block, bits)| ((term, block.unsigned_abs()), Bits::decode(&bits).unwrap())).collect()
}

on_both! {
    async fn each_facet_finds_what_a_filter_over_the_entries_finds(db: TestDb) {
        let world = World::new(&db).await;
        two_contacts(&world).await;
        let (ana, mirela) = (world.staff("Ana").await.id, world.customer(MIRELA).await);
        let session = entries(&db).await.iter().find_map(|placed| placed.entry.as_ref().unwrap().scope.session).unwrap();
        finds(&world, &[], |_| true).await;
        finds(&world, &[("agent", &ana.to_string())], |entry| entry.actor == Actor::Staff(ana)).await;
        finds(&world, &[("customer", &mirela.to_string())], |entry| entry.scope.customer == Some(mirela)).await;
        finds(&world, &[("session", &session.to_string())], |entry| entry.scope.session == Some(session)).await;
        finds(&world, &[("level", "high")], |entry| entry.scope.level == Some(Level::High)).await;
        finds(&world, &[("level", "high"), ("level", "unverified")], |entry| {
            [Some(Level::High), Some(Level::Unverified)].contains(&entry.scope.level)
        }).await;
        finds(&world, &[("channel", "chat")], |entry| entry.scope.channel == Channel::from_key("chat")).await;
        finds(&world, &[("rule", "email.change")], |entry| entry.scope.rule.as_deref() == Some("email.change")).await;
        finds(&world, &[("policy", "1")], |entry| entry.scope.policy == Some(1)).await;
        finds(&world, &[("kind", "ran")], |entry| matches!(entry.event, Event::Ran { .. })).await;
        finds(&world, &[("action", "refund")], |entry| domain::audit_search::action(&entry.event) == Some(ActionKind::Refund)).await;
        finds(&world, &[("method", "push")], |entry| domain::audit_search::method(&entry.event) == Some(Method::Push)).await;
        finds(&world, &[("event", "actions")], |entry| domain::audit_search::group(&entry.event) == Group::Actions).await;
        finds(&world, &[("result", "reported")], |entry| domain::audit_search::outcome(&entry.event) == Outcome::Reported).await;
        finds(&world, &[("result", "done"), ("level", "high"), ("channel", "phone")], |entry| {
            domain::audit_search::outcome(&entry.event) == Outcome::Done
                && entry.scope.level == Some(Level::High)
                && entry.scope.channel == Channel::from_key("phone")
        }).await;
        let none = search(&world, &[("when", "ever"), ("level", "high"), ("channel", "chat")]).await;
        assert_eq!((none.rows.len(), none.total), (0, 0));
    }

    async fn text_finds_words_staff_and_customer_numbers(db: TestDb) {
        let world = World::new(&db).await;
        two_contacts(&world).await;
        let (ana, bram, mirela) = (world.staff("Ana").await.id, world.staff("Bram").await.id, world.customer(MIRELA).await);
        let says = |word: &'static str| move |entry: &Entry| terms(entry, "").contains(&format!("word:{word}"));
        finds(&world, &[("q", "refund")], says("refund")).await;
        finds(&world, &[("q", "ana")], |entry| entry.actor == Actor::Staff(ana)).await;
        finds(&world, &[("q", "Bra")], |entry| entry.actor == Actor::Staff(bram)).await;
        finds(&world, &[("q", "4471 0982")], |entry| entry.scope.customer == Some(mirela)).await;
        finds(&world, &[("q", &mirela.to_string())], |entry| entry.scope.customer == Some(mirela)).await;
        for nothing in ["%", "_", "' OR 1=1 --", "mirela.k@post.example", "99999999"] {
            assert_eq!(search(&world, &[("when", "ever"), ("q", nothing)]).await.total, 0, "{nothing}");
        }
        assert_eq!(search(&world, &[("q", "2")]).await.number, Some(2), "an entry's number leads to it");
    }

    async fn a_time_range_cuts_between_two_entries(db: TestDb) {
        let world = World::new(&db).await;
        two_contacts(&world).await;
        let now = world.shared.now();
        let later = naive(&db, |entry| now.since(entry.at) < Duration::minutes(15)).await;
        assert_eq!(search(&world, &[("when", "quarter")]).await.total, later.len() as u64);
        let minute = |at: domain::time::Timestamp| at.to_string()[..16].to_owned();
        let (from, to) = (minute(now.before(Duration::minutes(30))), minute(now.before(Duration::minutes(2))));
        assert_eq!(search(&world, &[("from", &from), ("to", &to)]).await.total, 0, "nothing happened then");
        let page = search(&world, &[("from", &from)]).await;
        assert_eq!(page.rows.iter().map(|row| row.number.unwrap()).collect::<Vec<_>>(), later);
        let before = search(&world, &[("when", "ever"), ("to", &to)]).await;
        assert_eq!(before.total + page.total, entries(&db).await.len() as u64);
    }

    async fn the_numbers_beside_the_boxes_are_those_that_a_tick_would_find(db: TestDb) {
        let world = World::new(&db).await;
        two_contacts(&world).await;
        let page = search(&world, &[("when", "ever"), ("level", "high"), ("result", "done")]).await;
        for (term, count) in page.choices {
            let (name, value) = term.split_once(':').unwrap();
            let level = value.parse().ok().and_then(Level::from_rank);
            let tick = match name {
                "group" => ("event", value),
                "outcome" => ("result", value),
                "level" => ("level", level.unwrap().key()),
                name => (name, value),
            };
            let kept: &[(&str, &str)] = match name {
                "level" => &[("when", "ever"), ("result", "done")],
                "outcome" => &[("when", "ever"), ("level", "high")],
                _ => &[("when", "ever"), ("level", "high"), ("result", "done")],
            };
            let pairs: Vec<_> = kept.iter().copied().chain([tick]).collect();
            assert_eq!(search(&world, &pairs).await.total, count, "{pairs:?}");
        }
    }

    async fn pages_lead_to_the_first_entry_without_gap_or_repetition_while_new_ones_come(db: TestDb) {
        let world = World::new(&db).await;
        let start = world.shared.now().millis();
        seed(&db, 4300, start).await;
        ready(&world).await;
        let newest = entries(&db).await.len() as u64;
        let (mut before, mut seen, mut pages) = (String::new(), Vec::new(), 0);
        loop {
            let page = search(&world, &[("when", "ever"), ("kind", "signed_in"), ("before", &before)]).await;
            seen.extend(page.rows.iter().map(|row| row.number.unwrap()));
            pages += 1;
            if pages % 20 == 0 {
                seed(&db, 3, start + 10_000 + pages).await;
                ready(&world).await;
            }
            match page.older {
                Some(older) => before = older.to_string(),
                None => break,
            }
        }
        let mut expected = naive(&db, |entry| matches!(entry.event, Event::SignedIn)).await;
        expected.retain(|place| *place < newest);
        assert_eq!(seen, expected);
        assert!(pages > 80 && newest > BLOCK);
    }

    async fn two_indexers_at_once_make_the_index_that_one_makes(db: TestDb) {
        let world = World::new(&db).await;
        two_contacts(&world).await;
        let start = world.shared.now().millis();
        for round in 0..6 {
            seed(&db, 1500, start + round).await;
            place(&world).await;
            let (one, other) = tokio::join!(index::catch_up(&world.shared), index::catch_up(&world.shared));
            let (one, other) = (one.unwrap(), other.unwrap());
            // Whoever lost a step goes home; what is left is the next second's.
            while index::step(&db).await.unwrap() > 0 {}
            assert!(one + other > 0);
        }
        assert_eq!(store::upto(&db).await.unwrap(), entries(&db).await.len() as u64);
        assert_eq!(index_in(&db).await, index_of(&db).await);
    }

    async fn an_indexer_that_dies_in_the_middle_has_done_nothing(db: TestDb) {
        let world = World::new(&db).await;
        two_contacts(&world).await;
        let (before, upto) = (index_in(&db).await, store::upto(&db).await.unwrap());
        seed(&db, 5000, world.shared.now().millis()).await;
        place(&world).await;
        let (block, _) = placed(upto);
        let mut tx = db.write().await.unwrap();
        assert!(store::advance(&mut tx, upto, upto + 100).await.unwrap());
        store::put(&mut tx, block, &[("event:signed_in".to_owned(), Bits::ALL.encode())]).await.unwrap();
        drop(tx);
        assert_eq!((index_in(&db).await, store::upto(&db).await.unwrap()), (before, upto));
        // One step is one block; after each of them it may die as well.
        while index::step(&db).await.unwrap() > 0 {
            let upto = store::upto(&db).await.unwrap();
            let mut tx = db.write().await.unwrap();
            assert!(!store::advance(&mut tx, upto.saturating_sub(1), upto).await.unwrap(), "one that was left behind moves nothing");
        }
        assert_eq!(index_in(&db).await, index_of(&db).await);
    }

    async fn an_entry_that_somebody_made_unreadable_stops_nothing_and_is_shown_as_that(db: TestDb) {
        let world = World::new(&db).await;
        seed(&db, 3, world.shared.now().millis()).await;
        let cut = db.engine().pick(
            "DROP TRIGGER audit_entry_no_update",
            "DROP TRIGGER audit_entry_no_change ON audit_entry",
        );
        let owner = owner(&db).await;
        let mut tx = owner.write().await.unwrap();
        server::store::exec!(tx, cut).await.unwrap();
        tx.commit().await.unwrap();
        place(&world).await;
        rows::set(&owner, "audit_entry SET detail = '{' WHERE event = 'signed_in'").await;
        ready(&world).await;
        let page = search(&world, &[("when", "ever"), ("kind", "unreadable")]).await;
        assert_eq!((page.total, page.rows.iter().filter(|row| row.event.is_none()).count()), (3, 3));
        let supervisor = world.with_roles(&[domain::agent::Role::Supervisor]).await;
        let answer = supervisor.get("/audit?when=ever").await;
        assert_eq!((answer.status.as_u16(), answer.body.contains("This entry cannot be read")), (200, true));
    }
}

#[test]
fn every_kind_of_facet_has_its_own_terms() {
    let keys: BTreeSet<_> = Group::ALL.iter().map(|group| group.key()).chain(Outcome::ALL.iter().map(|outcome| outcome.key())).collect();
    assert_eq!(keys.len(), Group::ALL.len() + Outcome::ALL.len());
}
