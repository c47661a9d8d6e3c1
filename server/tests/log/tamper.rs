//! G07: somebody with the database's password changes the record in seven ways, again and again. None goes unseen, and the first entry
//! that is not what it was is named.
//!
//! `COUNTERSIGN_TEST_MUTATIONS=10000` tries that many of each; without it there are few, so that the tests stay short.

use std::path::PathBuf;

use domain::{
    action::ActionKind,
    audit_log::{
        Checkpoint, Hash, Note, Tree,
        key::{KeyName, Kind as Says, Signer},
        verify::{Kind, P256, Place, Trust},
    },
    entropy::{self, Entropy},
    testing::SeededEntropy,
    time::Duration,
};
use server::{
    log_key::{LogKey, Ring},
    services::{
        Shared,
        log::{NotSigned, start},
        log_verify,
    },
    store::{Db, Engine, exec, fetch_all, log as rows_of_the_log},
};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::{heads, places, round};
use crate::{
    on_both,
    support::{
        agent::asked,
        database::owner,
        mutations,
        world::{MIRELA, World, surroundings},
    },
};

const TABLES: [&str; 6] = ["audit_entry", "audit_place", "audit_tile", "audit_head", "audit_checkpoint", "audit_waiting"];
const FEW: u64 = 12;

fn how_many() -> u64 {
    mutations().unwrap_or(FEW)
}

/// A log that is changed and put right again.
struct Bench {
    shared: Shared,
    files: PathBuf,
    clock: domain::testing::HandClock,
    chance: SeededEntropy,
    entries: Vec<(Uuid, Hash)>,
    /// The sizes of its heads.
    sizes: Vec<u64>,
    tried: u64,
}

impl Bench {
    fn below(&self, most: u64) -> u64 {
        let mut bytes = [0; 8];
        self.chance.fill(&mut bytes);
        u64::from_le_bytes(bytes) % most
    }

    fn any_entry(&self) -> u64 {
        self.below(self.entries.len() as u64)
    }

    fn id(&self, id: Uuid) -> String {
        match self.shared.db.engine() {
            Engine::Sqlite => format!("x'{}'", id.simple()),
            Engine::Postgres => format!("'{id}'"),
        }
    }

    fn bytes(&self, bytes: &[u8]) -> String {
        let hex = bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
        match self.shared.db.engine() {
            Engine::Sqlite => format!("x'{hex}'"),
            Engine::Postgres => format!("'\\x{hex}'"),
        }
    }

    fn entry(&self, at: u64) -> String {
        self.id(self.entries[usize::try_from(at).unwrap()].0)
    }

    fn someone(&self) -> Uuid {
        Uuid::from_bytes(entropy::bytes(&self.chance))
    }

    /// The heads before and after an entry: of how many entries.
    fn between(&self, at: u64) -> (u64, u64) {
        let before = self.sizes.iter().rev().find(|size| **size <= at).copied().unwrap_or(0);
        (before, *self.sizes.iter().find(|size| **size > at).unwrap())
    }

    async fn run(&self, statements: &[String]) {
        let mut tx = self.shared.db.write().await.unwrap();
        for statement in statements {
            exec!(tx, AssertSqlSafe(statement.clone())).await.unwrap_or_else(|error| panic!("{statement}: {error:?}"));
        }
        tx.commit().await.unwrap();
    }

    async fn put_right(&self) {
        let all: Vec<_> =
            TABLES.iter().flat_map(|t| [format!("DELETE FROM {t}"), format!("INSERT INTO {t} SELECT * FROM kept_{t}")]).collect();
        self.run(&all).await;
    }

    /// What a verification finds first.
    async fn verified(&self) -> Option<(Place, Kind, String)> {
        let logs = log_verify::keys(&self.shared, &[]).await.unwrap();
        let trust =
            Trust { logs: &logs, witnesses: &[], quorum: 0, skew: Duration::minutes(1), ed25519: &Ring, p256: &Ring as &(dyn P256 + Sync) };
        let report = log_verify::verify(&self.shared.db, &trust, &mut |_, _| ()).await.unwrap().report;
        report.first().map(|first| (first.place, first.kind, first.why.clone()))
    }

    /// Tries one change, looks whether what is found fits, and puts it right.
    async fn tries(&mut self, statements: &[String], fits: impl FnOnce(Option<(Place, Kind, String)>) -> bool) {
        self.run(statements).await;
        let found = self.verified().await;
        assert!(fits(found.clone()), "{statements:#?}\nfound {found:?}, heads of {:?}", self.sizes);
        self.put_right().await;
        self.tried += 1;
    }

    /// A head that follows from what stands there now; checkpoints stay as they are.
    fn moved(&self, leaves: &[Hash]) -> String {
        let mut tree = Tree::new();
        for leaf in leaves {
            tree.push(*leaf);
        }
        format!("UPDATE audit_head SET size = {}, root = {}", tree.size(), self.bytes(tree.root().bytes()))
    }

    fn leaves(&self) -> Vec<Hash> {
        self.entries.iter().map(|(_, leaf)| *leaf).collect()
    }

    async fn edit(&mut self) {
        let (at, column) = (self.any_entry(), self.below(12));
        let (someone, entry) = (self.id(self.someone()), self.entry(at));
        let set = match column {
            0 => "at = at + 1".to_owned(),
            1 => "ordinal = ordinal + 1".to_owned(),
            2 => "actor_kind = actor_kind || 'x'".to_owned(),
            3 => format!("actor_id = {someone}"),
            4 => format!("customer_id = {someone}"),
            5 => format!("session_id = {someone}"),
            6 => "case_reference = COALESCE(case_reference, '') || 'x'".to_owned(),
            7 => "channel = COALESCE(channel, '') || 'x'".to_owned(),
            8 => "level = (COALESCE(level, 3) + 1) % 4".to_owned(),
            9 => "rule = COALESCE(rule, '') || 'x'".to_owned(),
            10 => "detail = REPLACE(detail, '\"event\":\"', '\"event\":\"x')".to_owned(),
            _ => "policy_version = COALESCE(policy_version, 0) + 1".to_owned(),
        };
        self.tries(&[format!("UPDATE audit_entry SET {set} WHERE id = {entry}")], |found| {
            found.is_some_and(|(place, ..)| place == Place::Entry(at))
        })
        .await;
    }

    async fn delete(&mut self) {
        let at = self.any_entry();
        let entry = self.entry(at);
        let row = format!("DELETE FROM audit_entry WHERE id = {entry}");
        let place = format!("DELETE FROM audit_place WHERE position = {at}");
        match self.below(3) {
            0 => self.tries(&[row], |found| matches!(found, Some((Place::Entry(first), Kind::Missing, _)) if first == at)).await,
            1 => self.tries(&[row, place], |found| matches!(found, Some((Place::Entry(first), ..)) if first == at)).await,
            _ => {
                let mut leaves = self.leaves();
                leaves.remove(usize::try_from(at).unwrap());
                let close = [
                    format!("UPDATE audit_place SET position = -position WHERE position > {at}"),
                    "UPDATE audit_place SET position = -position - 1 WHERE position < 0".to_owned(),
                ];
                let (from, to) = self.between(at);
                let all = [vec![row, place], close.to_vec(), vec![self.moved(&leaves)]].concat();
                self.tries(&all, |found| found.is_some_and(|(place, ..)| place.first() >= from && place.first() <= to)).await;
            }
        }
    }

    async fn insert(&mut self) {
        let (at, fake, like) = (self.any_entry(), self.someone(), self.any_entry());
        let (of, id) = (self.entry(like), self.id(fake));
        let columns = "at, ordinal, actor_kind, actor_id, customer_id, session_id, case_reference, channel, level, rule, event, detail, \
                       policy_version, personal";
        let row = format!("INSERT INTO audit_entry (id, {columns}) SELECT {id}, {columns} FROM audit_entry WHERE id = {of}");
        if self.below(2) == 0 {
            let named = fake.to_string();
            return self.tries(&[row], |found| found.is_some_and(|(_, kind, why)| kind == Kind::NeverPlaced && why.contains(&named))).await;
        }
        // In the middle, with everything behind it moved, and its own hash as it should be.
        self.run(std::slice::from_ref(&row)).await;
        let wait = format!("INSERT INTO audit_waiting (entry_id) VALUES ({id})");
        self.run(&[wait]).await;
        let leaf = rows_of_the_log::waiting(&self.shared.db, 1).await.unwrap()[0].hash().unwrap();
        self.put_right().await;
        let mut leaves = self.leaves();
        leaves.insert(usize::try_from(at).unwrap(), leaf);
        let all = [
            row,
            format!("UPDATE audit_place SET position = -position - 2 WHERE position >= {at}"),
            "UPDATE audit_place SET position = -position - 1 WHERE position < 0".to_owned(),
            format!("INSERT INTO audit_place (position, entry_id, leaf) VALUES ({at}, {id}, {})", self.bytes(leaf.bytes())),
            self.moved(&leaves),
        ];
        let (from, to) = self.between(at);
        self.tries(&all, |found| found.is_some_and(|(place, ..)| place.first() >= from && place.first() <= to)).await;
    }

    async fn reorder(&mut self) {
        let (one, other) = (self.any_entry(), self.any_entry());
        if one == other {
            return;
        }
        let (low, high) = (one.min(other), one.max(other));
        let nobody = self.id(self.someone());
        let set = |at: u64, entry: String| format!("UPDATE audit_place SET entry_id = {entry} WHERE position = {at}");
        let mut all = vec![set(low, nobody), set(high, self.entry(low)), set(low, self.entry(high))];
        if self.below(2) == 0 {
            return self.tries(&all, |found| matches!(found, Some((Place::Entry(first), Kind::OtherHash, _)) if first == low)).await;
        }
        let mut leaves = self.leaves();
        leaves.swap(usize::try_from(low).unwrap(), usize::try_from(high).unwrap());
        for at in [low, high] {
            let leaf = self.bytes(leaves[usize::try_from(at).unwrap()].bytes());
            all.push(format!("UPDATE audit_place SET leaf = {leaf} WHERE position = {at}"));
        }
        all.push(self.moved(&leaves));
        let (from, to) = self.between(low);
        self.tries(&all, |found| found.is_some_and(|(place, ..)| place.first() >= from && place.first() < to)).await;
    }

    /// With the signed heads left, which tell of it; or with them cut off too, which only what is remembered elsewhere tells of.
    async fn cut(&mut self) {
        let to = 1 + self.below(self.entries.len() as u64 - 1);
        let leaves = self.leaves();
        let all = vec![
            format!("DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_place WHERE position >= {to})"),
            format!("DELETE FROM audit_place WHERE position >= {to}"),
            self.moved(&leaves[..usize::try_from(to).unwrap()]),
        ];
        if self.below(2) == 0 {
            return self.tries(&all, |found| matches!(found, Some((Place::Between(first, _), Kind::Cut, _)) if first == to)).await;
        }
        self.is_put_back(all, to).await;
    }

    /// All tables as they were when a head was signed.
    async fn old_copy(&mut self) {
        let to = self.sizes[usize::try_from(self.below(self.sizes.len() as u64 - 1)).unwrap()];
        let leaves = self.leaves();
        let all = vec![
            format!("DELETE FROM audit_entry WHERE id IN (SELECT entry_id FROM audit_place WHERE position >= {to})"),
            format!("DELETE FROM audit_place WHERE position >= {to}"),
            self.moved(&leaves[..usize::try_from(to).unwrap()]),
        ];
        self.is_put_back(all, to).await;
    }

    async fn is_put_back(&mut self, mut all: Vec<String>, to: u64) {
        all.push(format!("DELETE FROM audit_checkpoint WHERE size > {to}"));
        self.run(&all).await;
        let (_, again) = surroundings(&self.shared.db, &self.clock, 77, &self.files);
        let seen = start(&again).await;
        assert!(matches!(seen, Err(NotSigned::PutBack { has, .. }) if has == to), "{to}: {seen:?}");
        self.put_right().await;
        self.tried += 1;
    }

    /// One entry is changed and everything that follows from it is made to fit, but the signatures: they are another key's, or as they were.
    async fn rewrite(&mut self, stranger: &LogKey) {
        let at = self.any_entry();
        let entry = self.entry(at);
        let change = format!("UPDATE audit_entry SET at = at + 1 WHERE id = {entry}");
        self.run(&[change.clone(), format!("INSERT INTO audit_waiting (entry_id) VALUES ({entry})")]).await;
        let leaf = rows_of_the_log::waiting(&self.shared.db, 1).await.unwrap()[0].hash().unwrap();
        self.put_right().await;
        let mut leaves = self.leaves();
        leaves[usize::try_from(at).unwrap()] = leaf;
        let mut all =
            vec![change, format!("UPDATE audit_place SET leaf = {} WHERE position = {at}", self.bytes(leaf.bytes())), self.moved(&leaves)];
        let (from, to) = self.between(at);
        let signed = self.below(2) == 0;
        if signed {
            let origin: KeyName = self.shared.log.verifier(1, Says::Note).unwrap().name;
            for size in self.sizes.iter().filter(|size| **size > at) {
                let mut tree = Tree::new();
                leaves[..usize::try_from(*size).unwrap()].iter().for_each(|leaf| drop(tree.push(*leaf)));
                let mut note = Note::unsigned(Checkpoint { origin: origin.clone(), size: *size, root: tree.root() }.to_string());
                note.sign(origin.clone(), stranger as &dyn Signer);
                note.cosign(origin.clone(), stranger, 1_796_000_000);
                all.push(format!("UPDATE audit_checkpoint SET note = '{note}' WHERE size = {size}"));
            }
        }
        self.tries(&all, |found| match found {
            Some((Place::Head(size), Kind::Unsigned, _)) => signed && size == to,
            Some((Place::Between(first, end), Kind::OtherRoot, _)) => !signed && (first, end) == (from, to),
            Some((Place::Entry(first), ..)) => first == at && to - from == 1,
            _ => false,
        })
        .await;
    }
}

async fn keep(db: &Db) {
    let drop = match db.engine() {
        Engine::Sqlite => "SELECT 'DROP TRIGGER ' || name FROM sqlite_schema WHERE type = 'trigger' AND name LIKE 'audit_%'",
        Engine::Postgres => {
            "SELECT DISTINCT 'DROP TRIGGER ' || trigger_name || ' ON ' || event_object_table FROM information_schema.triggers \
             WHERE trigger_name LIKE 'audit_%'"
        }
    };
    let drops = fetch_all!(db, (String,), drop).await.unwrap();
    let mut tx = db.write().await.unwrap();
    for statement in drops.into_iter().map(|(text,)| text).chain(TABLES.map(|t| format!("CREATE TABLE kept_{t} AS SELECT * FROM {t}"))) {
        exec!(tx, AssertSqlSafe(statement)).await.unwrap();
    }
    tx.commit().await.unwrap();
}

on_both! {
    async fn g07_whatever_is_changed_is_seen_and_the_first_entry_is_named(db: TestDb) {
        let db = owner(&db).await;
        let world = World::new(&db).await;
        let phone = world.phone(MIRELA).await;
        let mut ana = world.agent("Ana").await;
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        round(&world.shared).await.unwrap();
        let challenge = asked(ana.change_email(session, "mirela.k@post.example").await.unwrap());
        phone.approve(&ana.digits(session, challenge).await).await.unwrap();
        round(&world.shared).await.unwrap();
        for name in ["Ana", "Bram", "Jonas", "Ingrid", "Freja"] {
            for _ in 0..5 {
                world.agent(name).await;
            }
            world.clock.advance(Duration::SECOND);
            round(&world.shared).await.unwrap();
        }
        let mut bench = Bench {
            shared: world.shared.clone(),
            files: world.files().to_owned(),
            clock: world.clock.clone(),
            chance: SeededEntropy::new(41),
            entries: places(&db).await,
            sizes: heads(&world.shared).await.iter().map(|head| head.size).collect(),
            tried: 0,
        };
        let stranger = LogKey::of(tempfile::tempdir().unwrap().path()).unwrap();
        keep(&db).await;
        assert_eq!(bench.verified().await, None, "before anything is changed, nothing is wrong");
        for _ in 0..how_many() {
            bench.edit().await;
            bench.delete().await;
            bench.insert().await;
            bench.reorder().await;
            bench.cut().await;
            bench.old_copy().await;
            bench.rewrite(&stranger).await;
        }
        assert_eq!(bench.verified().await, None, "and put right, nothing is wrong again");
        println!("{} changes on {:?}, each of them seen", bench.tried, db.engine());
        world.stop().await;
    }
}
