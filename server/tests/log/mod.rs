//! The log: places, heads, and what stops it.

mod catalogue;
pub(crate) mod erasure;
mod erasure_canary;
mod erasure_killed;
mod kept;
mod kill;
pub mod pruning;
mod pruning_killed;
pub mod pruning_refused;
pub mod put_back;
pub mod receipts;
mod sequencer;
mod sequencers;
mod tamper;
mod their_receipts;

use domain::{
    action::ActionKind,
    audit_log::{Checkpoint, Hash, Note, key::Kind},
    ids::{ChallengeId, SessionId},
};
use server::{
    fault::Fault,
    log_key::Ring,
    services::{Shared, log as service},
    store::{Db, exec, fetch_all, log},
};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use crate::support::{
    agent::asked,
    database::owner,
    phone::Phone,
    world::{MIRELA, World},
};

const PLACES: &str = "SELECT position, entry_id, leaf FROM audit_place ORDER BY position";
const CHECKPOINTS: &str = "SELECT epoch, size, note FROM audit_checkpoint ORDER BY epoch, size";

/// Ana asks Mirela for a new address, and she approves it on her unlocked phone.
async fn approved(world: &World) -> (Phone, SessionId, ChallengeId) {
    let phone = world.phone(MIRELA).await;
    let mut ana = world.agent("Ana").await;
    let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
    let challenge = asked(ana.change_email(session, "mirela.k@post.example").await.unwrap());
    phone.approve(&ana.digits(session, challenge).await).await.unwrap();
    (phone, session, challenge)
}

/// Every entry that has a place, in order; there is no gap.
async fn places(db: &Db) -> Vec<(Uuid, Hash)> {
    let rows = fetch_all!(db, (i64, Uuid, Vec<u8>), PLACES).await.unwrap();
    for (at, (position, ..)) in (0..).zip(&rows) {
        assert_eq!(*position, at, "every place is taken once");
    }
    rows.into_iter().map(|(_, entry, leaf)| (entry, Hash::from_bytes(leaf.try_into().unwrap()))).collect()
}

/// Every head that was signed, each checked with the log's key and against the leaves that are there.
async fn heads(shared: &Shared) -> Vec<Checkpoint> {
    let leaves = places(&shared.db).await;
    let rows = fetch_all!(shared.db, (i64, i64, String), CHECKPOINTS).await.unwrap();
    let mut heads = Vec::new();
    for (epoch, size, note) in rows {
        let epoch = u32::try_from(epoch).unwrap();
        let note: Note = note.parse().unwrap();
        let head = Checkpoint::of(&note).unwrap();
        for kind in [Kind::Note, Kind::Cosignature] {
            let key = shared.log.verifier(epoch, kind).unwrap();
            assert_eq!(note.verify(&key, &Ring).is_ok(), head.origin == key.name, "{note}");
        }
        assert_eq!(i64::try_from(head.size).unwrap(), size);
        let mut tree = domain::audit_log::Tree::new();
        for (_, leaf) in leaves.iter().take(usize::try_from(size).unwrap()) {
            tree.push(*leaf);
        }
        assert_eq!(head.root, tree.root(), "the head of {size} entries is the root of those that are there");
        heads.push(head);
    }
    heads
}

/// What somebody with the owner's password does, who first removes what is in the way.
pub async fn by_hand(db: &Db, statements: &[&str]) {
    let db = &owner(db).await;
    let triggers = match db.engine() {
        server::store::Engine::Sqlite => {
            let names =
                fetch_all!(db, (String,), "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'audit_%'").await.unwrap();
            names.into_iter().map(|(name,)| format!("DROP TRIGGER {name}")).collect()
        }
        server::store::Engine::Postgres => vec!["SET session_replication_role = replica".to_owned()],
    };
    let mut tx = db.write().await.unwrap();
    for statement in triggers.into_iter().chain(statements.iter().map(|statement| (*statement).to_owned())) {
        exec!(tx, AssertSqlSafe(statement.clone())).await.unwrap_or_else(|error| panic!("{statement}: {error:?}"));
    }
    if db.engine() == server::store::Engine::Postgres {
        exec!(tx, "SET session_replication_role = DEFAULT").await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// What somebody with the owner's password does, who leaves in place what is in the way.
async fn plainly(db: &Db, statement: &str) -> Result<(), Fault> {
    let db = owner(db).await;
    let mut tx = db.write().await.unwrap();
    exec!(tx, AssertSqlSafe(statement.to_owned())).await?;
    tx.commit().await
}

/// A round, and how many entries have a place after it.
async fn round(shared: &Shared) -> Result<u64, service::NotSigned> {
    service::round(shared).await?;
    Ok(log::head(&shared.db).await.unwrap().size)
}
