//! A database that was put back to an earlier state, or changed by hand: nothing is signed, and it is said why (G05).

use std::process::Command;

use domain::{action::ActionKind, refusal::Refusal, testing::HandClock};
use server::{
    services::log::{NotSigned, epoch, start},
    store::{Db, Engine, fetch_one, log},
};

use super::{by_hand, heads, places, round};
use crate::{
    http::program::PROGRAM,
    on_both,
    support::{
        rows,
        world::{MIRELA, World, surroundings},
    },
};

/// What an old backup has: the log as it was when it had so many entries.
async fn put_back(db: &Db, size: u64) {
    let root = format!("(SELECT leaf FROM audit_place WHERE position = {})", size - 1);
    by_hand(
        db,
        &[
            &format!("DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_place WHERE position >= {size})"),
            &format!("DELETE FROM audit_checkpoint WHERE size > {size}"),
            &format!("UPDATE audit_head SET size = {size}, root = {root}"),
            &format!("DELETE FROM audit_place WHERE position >= {size}"),
        ],
    )
    .await;
}

on_both! {
    async fn g05_an_old_backup_is_not_signed_until_an_operator_says_so(db: TestDb) {
        let world = World::new(&db).await;
        // One entry, so that its leaf is the root.
        by_hand(&db, &["DELETE FROM audit_waiting", "DELETE FROM audit_entry"]).await;
        world.agent("Ana").await;
        assert_eq!(round(&world.shared).await.unwrap(), 1);
        for name in ["Bram", "Jonas", "Ingrid"] {
            world.agent(name).await;
            round(&world.shared).await.unwrap();
        }
        put_back(&db, 1).await;
        let seen = round(&world.shared).await.unwrap_err();
        assert!(matches!(seen, NotSigned::PutBack { epoch: 1, signed: 4, has: 1 }), "{seen}");
        assert!(world.shared.log.state().trouble.as_ref().unwrap().contains("countersign audit new-epoch"));

        // And nothing sensitive is done on it (G11).
        let phone = world.phone(MIRELA).await;
        let mut ana = world.agent("Ana").await;
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        assert_eq!(ana.change_email(session, "mirela.k@post.example").await.unwrap_err(), Refusal::NotWitnessed);
        drop(phone);

        let verified = Command::new(PROGRAM)
            .args(["audit", "verify", "--data"])
            .arg(world.files().join("var"))
            .env("DATABASE_URL", match db.engine() { Engine::Sqlite => format!("sqlite://{}", db.place()), Engine::Postgres => db.place() })
            .env("COUNTERSIGN_LOG_KEY_FILE", world.files().join("var/audit-log.key"))
            .output()
            .unwrap();
        let said = String::from_utf8(verified.stdout).unwrap();
        assert!(!verified.status.success() && said.contains("this server signed a head of 4 entries"), "{said}");

        // Nor by the same server, started again.
        let files = world.files();
        let (_, again) = surroundings(&db, &world.clock, 11, files);
        assert!(matches!(start(&again).await, Err(NotSigned::PutBack { signed: 4, has: 1, .. })));
        world.agent("Freja").await;
        assert!(round(&again).await.is_err());
        assert_eq!(places(&db).await.len(), 1, "nothing was placed either");

        let declared = epoch::declare(&again, &"restored after the disk failed".parse().unwrap()).await.unwrap();
        assert_eq!((declared.epoch, declared.has, declared.had), (2, 1, Some(4)));
        let (_, after) = surroundings(&db, &world.clock, 12, files);
        start(&after).await.unwrap();
        assert!(round(&after).await.unwrap() > 3);
        let heads = heads(&after).await;
        assert_eq!(heads.last().unwrap().origin.as_str(), "localhost/audit/2");
        let said = fetch_one!(db, (String,), "SELECT detail FROM audit_entry WHERE event = 'log_epoch_begun'").await.unwrap().0;
        assert_eq!(said, r#"{"epoch":2,"event":"log_epoch_begun","had":4,"has":1,"reason":"restored after the disk failed"}"#);
        world.stop().await;
    }

    async fn of_two_who_declare_an_epoch_at_once_each_that_is_told_so_began_one(db: TestDb) {
        let world = World::new(&db).await;
        world.agent("Ana").await;
        round(&world.shared).await.unwrap();
        let reason = "restored".parse().unwrap();
        let (one, other) = tokio::join!(epoch::declare(&world.shared, &reason), epoch::declare(&world.shared, &reason));
        let mut begun: Vec<_> = [one, other].into_iter().filter_map(Result::ok).map(|declared| declared.epoch).collect();
        begun.sort_unstable();
        assert!(begun == [2] || begun == [2, 3], "{begun:?}");
        let entries = rows::count(&db, "audit_entry WHERE event = 'log_epoch_begun'").await;
        assert_eq!(usize::try_from(entries).unwrap(), begun.len());
        assert_eq!(log::head(&db).await.unwrap().epoch, *begun.last().unwrap());
        world.stop().await;
    }

    async fn g05_what_was_changed_by_hand_is_not_signed(db: TestDb) {
        let world = World::new(&db).await;
        for name in ["Ana", "Bram"] {
            world.agent(name).await;
        }
        let size = round(&world.shared).await.unwrap();
        world.agent("Ana").await;
        let other = "leaf = (SELECT leaf FROM audit_place WHERE position = 1)";
        by_hand(&db, &[&format!("UPDATE audit_place SET {other} WHERE position = 0")]).await;
        // This server holds the tree, and goes on from there; one that starts reads it.
        let (_, again) = surroundings(&db, &world.clock, 11, world.files());
        let seen = start(&again).await.unwrap_err();
        assert!(matches!(seen, NotSigned::Another { size: of } if of == size), "{seen}");
        by_hand(&db, &[&format!("UPDATE audit_head SET root = {}", "(SELECT leaf FROM audit_place WHERE position = 1)")]).await;
        assert!(matches!(round(&world.shared).await, Err(NotSigned::Another { .. })));
        by_hand(&db, &["DELETE FROM audit_place WHERE position = 0"]).await;
        let (_, third) = surroundings(&db, &world.clock, 12, world.files());
        assert!(matches!(start(&third).await, Err(NotSigned::Broken { .. })));
        world.stop().await;
    }

    async fn another_key_does_not_go_on_with_the_log_and_neither_does_a_memory_that_was_changed(db: TestDb) {
        let world = World::new(&db).await;
        world.agent("Ana").await;
        round(&world.shared).await.unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        let (_, other) = surroundings(&db, &HandClock::default(), 11, elsewhere.path());
        assert!(matches!(start(&other).await, Err(NotSigned::OtherKey)));
        let memory = world.files().join("var/audit-log.head");
        let note = std::fs::read_to_string(&memory).unwrap();
        std::fs::write(&memory, note.replacen("/audit/1", "/audit/9", 1)).unwrap();
        let (_, again) = surroundings(&db, &world.clock, 12, world.files());
        assert!(matches!(start(&again).await, Err(NotSigned::Memory)));
        world.stop().await;
    }
}

/// A file that was restored into another folder, with the key but without the memory.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn g05_a_file_that_was_moved_without_its_memory_is_not_signed_sqlite() {
    let db = crate::support::database::TestDb::sqlite().await;
    let world = World::new(&db).await;
    world.agent("Ana").await;
    round(&world.shared).await.unwrap();
    std::fs::remove_file(world.files().join("var/audit-log.head")).unwrap();
    let (_, moved) = surroundings(&db, &world.clock, 11, world.files());
    assert!(matches!(start(&moved).await, Err(NotSigned::NotRemembered)));
    epoch::declare(&moved, &"moved to a larger machine".parse().unwrap()).await.unwrap();
    let (_, after) = surroundings(&db, &world.clock, 12, world.files());
    round(&after).await.unwrap();
    assert_eq!(rows::count(&db, "audit_checkpoint WHERE epoch = 2").await, 1);
    world.stop().await;
}
