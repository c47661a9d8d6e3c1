//! Opening, reading, writing, and what is left of a transaction that went wrong.

use futures::future::{Either, select};
use server::{
    fault::Fault,
    store::{Db, Engine, Settings, exec, fetch_all, fetch_one, fetch_opt, migrate, on_tx},
};
use uuid::Uuid;

use super::{ADD, note, notes};
use crate::{on_both, support::database::owner};

const FIND: &str = "SELECT id, body, done FROM note WHERE id = $1";
const FINISH: &str = "UPDATE note SET done = $2 WHERE id = $1 AND done = $3 RETURNING body";
const COUNT: &str = "SELECT COUNT(*) FROM note";
const FORGET: &str = "UPDATE migration SET checksum = $1";
const FUTURE: &str = "INSERT INTO migration (name, checksum) VALUES ($1, $2)";

#[derive(sqlx::FromRow, Debug, PartialEq)]
struct NoteRow {
    id: Uuid,
    body: String,
    done: bool,
}

on_both! {
    async fn what_was_committed_is_read_back(db: TestDb) {
        notes(&db).await;
        let id = Uuid::from_u128(7);
        let mut tx = db.write().await.unwrap();
        assert_eq!(exec!(tx, ADD, id, "call back", false).await.unwrap(), 1);
        let row = fetch_opt!(tx, NoteRow, FIND, id).await.unwrap();
        assert_eq!(row, Some(NoteRow { id, body: "call back".to_owned(), done: false }));
        tx.commit().await.unwrap();

        assert_eq!(fetch_all!(db, NoteRow, FIND, id).await.unwrap().len(), 1);
        assert_eq!(fetch_opt!(&db, NoteRow, FIND, Uuid::nil()).await.unwrap(), None);
    }

    async fn a_second_compare_and_set_changes_nothing(db: TestDb) {
        notes(&db).await;
        let id = Uuid::from_u128(7);
        let mut tx = db.write().await.unwrap();
        exec!(tx, ADD, id, "once", false).await.unwrap();
        let tx_ref = &mut tx;
        assert_eq!(fetch_opt!(tx_ref, (String,), FINISH, id, true, false).await.unwrap(), Some(("once".to_owned(),)));
        assert_eq!(fetch_opt!(tx_ref, (String,), FINISH, id, true, false).await.unwrap(), None);
        tx.commit().await.unwrap();
        assert!(fetch_one!(db, NoteRow, FIND, id).await.unwrap().done);
    }

    async fn what_is_not_committed_is_neither_seen_nor_kept(db: TestDb) {
        notes(&db).await;
        let mut tx = db.write().await.unwrap();
        exec!(tx, ADD, Uuid::nil(), "never", false).await.unwrap();
        assert_eq!(fetch_one!(db, (i64,), COUNT).await.unwrap(), (0,));
        drop(tx);
        db.write().await.unwrap().commit().await.unwrap();
        assert_eq!(fetch_one!(db, (i64,), COUNT).await.unwrap(), (0,));
    }

    async fn a_duplicate_is_told_by_its_kind_and_loses_the_transaction(db: TestDb) {
        notes(&db).await;
        note(&db, 1).await.unwrap();
        let mut tx = db.write().await.unwrap();
        exec!(tx, ADD, Uuid::from_u128(2), "before", false).await.unwrap();
        let fault = exec!(tx, ADD, Uuid::from_u128(1), "again", false).await.unwrap_err();
        assert!(fault.is_unique_violation(), "{fault:?}");
        assert!(!fault.is_foreign_key_violation() && !fault.is_retryable());
        assert!(exec!(tx, ADD, Uuid::from_u128(3), "after", false).await.unwrap_err().is_unique_violation());
        assert!(tx.commit().await.unwrap_err().is_unique_violation());
        assert_eq!(fetch_one!(db, (i64,), COUNT).await.unwrap(), (1,));
    }

    async fn a_fault_holds_no_value_that_was_bound(db: TestDb) {
        notes(&db).await;
        let secret = Uuid::from_u128(0x00c0_ffee);
        note(&db, secret.as_u128()).await.unwrap();
        let fault = note(&db, secret.as_u128()).await.unwrap_err();
        let source = std::error::Error::source(&fault).unwrap();
        let said = format!("{fault} {fault:?} {source} {source:?}").to_lowercase();
        assert!(said.contains("note"), "{said}");
        assert!(!said.contains("c0ffee") && !said.contains("body of"), "{said}");
    }

    async fn a_statement_given_up_halfway_loses_the_transaction(db: TestDb) {
        notes(&db).await;
        let mut tx = db.write().await.unwrap();
        let (wrote, written) = tokio::sync::oneshot::channel();
        {
            let statement = std::pin::pin!(on_tx!(tx, conn => {
                let done = sqlx::query(ADD).bind(Uuid::nil()).bind("halfway").bind(false).execute(conn).await;
                wrote.send(()).unwrap();
                std::future::pending::<()>().await;
                done.map(drop)
            }));
            assert!(matches!(select(statement, written).await, Either::Right(_)));
        }
        assert!(matches!(tx.commit().await, Err(Fault::Interrupted)));
        note(&db, 1).await.unwrap();
        assert_eq!(fetch_one!(db, (i64,), COUNT).await.unwrap(), (1,));
    }

    async fn what_was_committed_is_there_for_the_next_program(db: TestDb) {
        notes(&db).await;
        note(&db, 1).await.unwrap();
        let again = Db::open(&db.place(), &Settings::default()).await.unwrap();
        assert_eq!(fetch_one!(again, (i64,), COUNT).await.unwrap(), (1,));
        again.close().await;
        assert!(again.write().await.is_err());
    }

    async fn migrating_twice_changes_nothing(db: TestDb) {
        assert_eq!(db.migrate().await.unwrap(), 0);
        let had = fetch_all!(db, (String,), "SELECT name FROM migration ORDER BY name").await.unwrap();
        assert_eq!(had.into_iter().map(|(name,)| name).collect::<Vec<_>>(), migrate::names().collect::<Vec<_>>());
    }

    async fn a_database_newer_than_the_program_is_refused(db: TestDb) {
        let mut tx = owner(&db).await.write().await.unwrap();
        exec!(tx, FUTURE, "9999_future", vec![0_u8; 32]).await.unwrap();
        tx.commit().await.unwrap();
        let fault = db.migrate().await.unwrap_err();
        assert!(fault.to_string().contains("9999_future, which is newer than this program"), "{fault}");
    }

    async fn a_migration_with_another_text_is_refused(db: TestDb) {
        let mut tx = owner(&db).await.write().await.unwrap();
        exec!(tx, FORGET, vec![0_u8; 32]).await.unwrap();
        tx.commit().await.unwrap();
        let fault = db.migrate().await.unwrap_err();
        assert!(fault.to_string().contains("another text"), "{fault}");
    }

    async fn two_programs_may_migrate_at_once(db: TestDb) {
        let place = match db.engine() {
            Engine::Sqlite => db.place() + ".empty",
            Engine::Postgres => {
                let mut tx = owner(&db).await.write().await.unwrap();
                let empty = "DROP SCHEMA public CASCADE; CREATE SCHEMA public";
                on_tx!(tx, conn => sqlx::raw_sql(empty).execute(conn).await.map(drop)).await.unwrap();
                tx.commit().await.unwrap();
                db.owners_place()
            }
        };
        let one = Db::open(&place, &Settings::default()).await.unwrap();
        let other = Db::open(&place, &Settings::default()).await.unwrap();
        let (one, other) = futures::join!(one.migrate(), other.migrate());
        assert_eq!(one.unwrap() + other.unwrap(), migrate::names().count());
    }
}

#[tokio::test]
async fn sqlite_refuses_to_write_outside_a_transaction() {
    let db = crate::support::database::TestDb::sqlite().await;
    notes(&db).await;
    let Db::Sqlite(file) = &*db else { unreachable!() };
    let refused = sqlx::query(ADD).bind(Uuid::nil()).bind("no").bind(false).execute(file.readers()).await;
    assert!(Fault::from(refused.unwrap_err()).to_string().contains("database failed"));
    assert_eq!(fetch_one!(db, (i64,), COUNT).await.unwrap(), (0,));
}

#[tokio::test]
async fn a_database_in_memory_or_a_broken_url_is_refused_without_repeating_it() {
    for place in ["sqlite::memory:", ":memory:", "", "postgres://ana:hunter2@[::1/x"] {
        let fault = Db::open(place, &Settings::default()).await.unwrap_err();
        assert!(matches!(fault, Fault::Config { .. }), "{fault:?}");
        assert!(!format!("{fault} {fault:?}").contains("hunter2"));
    }
}
