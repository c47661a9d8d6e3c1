//! Two sequencers on one database, and writers beside them: one wins each time, nothing is placed twice, nothing is lost.

use server::{services::log as service, store::Engine};
use tokio::task::JoinSet;

use super::{heads, places};
use crate::{
    on_both,
    support::{
        rows,
        world::{World, surroundings},
    },
};

on_both! {
    async fn two_at_once_place_everything_once_and_sign_one_history(db: TestDb) {
        let world = World::new(&db).await;
        let (first, key) = (world.shared.clone(), world.files().join("var/audit-log.key"));
        let elsewhere = tempfile::tempdir().unwrap();
        // Servers that share PostgreSQL share the key, and each remembers for itself; a file has one folder.
        let files = if db.engine() == Engine::Sqlite { world.files().to_owned() } else { elsewhere.path().to_owned() };
        std::fs::create_dir_all(files.join("var")).unwrap();
        if db.engine() == Engine::Postgres {
            std::fs::copy(key, files.join("var/audit-log.key")).unwrap();
        }
        let (_, second) = surroundings(&db, &world.clock, 99, &files);
        let mut work = JoinSet::new();
        for shared in [first.clone(), second.clone()] {
            work.spawn(async move {
                for _ in 0..60 {
                    service::round(&shared).await.unwrap();
                    tokio::task::yield_now().await;
                }
            });
        }
        for name in ["Ana", "Bram", "Jonas", "Ingrid"] {
            let staff = world.staff(name).await.id;
            let agent = world.stranger();
            work.spawn(async move {
                let mut agent = agent;
                for _ in 0..25 {
                    agent.post("account/enter-as", &[("staff", &staff.to_string())]).await.unwrap();
                }
            });
        }
        while let Some(done) = work.join_next().await {
            done.unwrap();
        }
        service::round(&first).await.unwrap();
        service::round(&second).await.unwrap();
        let (placed, heads) = (places(&db).await, heads(&first).await);
        assert_eq!(i64::try_from(placed.len()).unwrap(), rows::count(&db, "audit_entry").await);
        assert_eq!(rows::count(&db, "audit_waiting").await, 0);
        assert!(heads.len() > 1 && heads.last().unwrap().size == placed.len() as u64);
        world.stop().await;
    }
}
