//! The schema, forward only: every migration is built into the program, and the database remembers which it has had.
//!
//! Owns the list of migrations and the table `migration`. Refuses a database that a newer program has migrated, and one
//! that was migrated with another text than this program holds.
//!
//! To add one: write `migrations/{sqlite,postgres}/NNNN_name.sql` and add its name at the end of the list below. All that
//! are due run in one transaction, so no half of them is ever seen; on SQLite a foreign key cannot be switched off in
//! there (`PRAGMA defer_foreign_keys = ON` can be said), and on PostgreSQL an index cannot be made `CONCURRENTLY`.

use sha2::{Digest, Sha256};

use super::{Db, Engine, Tx, exec, fetch_all, on_tx, roles::Standing};
use crate::fault::Fault;

struct Migration {
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! migrations {
    ($($name:literal),+ $(,)?) => {
        [$(Migration {
            name: $name,
            sqlite: include_str!(concat!("../../../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../../../migrations/postgres/", $name, ".sql")),
        }),+]
    };
}

/// Every migration, in order.
const MIGRATIONS: &[Migration] = &migrations![
    "0000_meta",
    "0001_first",
    "0002_staff",
    "0003_policy",
    "0004_risk_signal",
    "0005_history",
    "0006_push",
    "0007_pin",
    "0008_tried_and_lost",
    "0009_segment_and_channel",
    "0010_passkey",
    "0011_totp",
    "0012_notice_link",
    "0013_kiosk",
    "0014_passkey_invitation",
    "0015_audit_log",
    "0016_audit_search",
    "0017_audit_cosignature",
    "0018_second_person",
    "0019_access",
    "0020_floor",
    "0021_erasure",
    "0022_reveal_and_canary",
    "0023_no_statistics",
    "0024_pruning",
    "0025_export_request",
    "0026_collector",
    "0027_checkpoint_stays",
    "0028_waiting_without_rowid"
];

/// Keeps two servers that start together from migrating at once. SQLite's `BEGIN IMMEDIATE` does so by itself. The
/// number is ours by convention only: the letters "CTRSGN".
const LOCK_POSTGRES: &str = "SELECT pg_advisory_xact_lock(73936082749262)";
const APPLIED: &str = "SELECT name, checksum FROM migration ORDER BY name";
const RECORD: &str = "INSERT INTO migration (name, checksum) VALUES ($1, $2)";

const NOT_LET_IN: &str =
    "it is another role's, which has not let this one in yet: as the owner, run `countersign migrate` with `--server-role` and its name";

impl Migration {
    const fn text(&self, engine: Engine) -> &'static str {
        engine.pick(self.sqlite, self.postgres)
    }

    fn checksum(&self, engine: Engine) -> Vec<u8> {
        Sha256::digest(self.text(engine)).to_vec()
    }
}

/// The names of the migrations that this program holds, in order.
pub fn names() -> impl Iterator<Item = &'static str> {
    MIGRATIONS.iter().map(|migration| migration.name)
}

/// The SHA-256 of every migration that this program holds for `engine`: names the schema they make.
#[must_use]
pub fn fingerprint(engine: Engine) -> Vec<u8> {
    let all = MIGRATIONS.iter().fold(Sha256::new(), |hash, migration| hash.chain_update(migration.checksum(engine)));
    all.finalize().to_vec()
}

impl Db {
    /// Brings the schema up to date, and says how many migrations that took. A role that does not own it changes nothing: for that one it
    /// passes when the schema is up to date and lets it serve.
    ///
    /// # Errors
    /// When the database is newer than this program, when a migration it has had is not the one this program holds, or
    /// when one fails; when the owner has to do something first. Nothing has changed then.
    pub async fn migrate(&self) -> Result<usize, Fault> {
        if self.standing().await? == Standing::Guest {
            self.is_ready().await?;
            return Ok(0);
        }
        let mut tx = self.write().await?;
        if tx.engine() == Engine::Postgres {
            exec!(tx, LOCK_POSTGRES).await?;
        }
        // The first makes the table `migration` if it is not there, so it is run before anything can be asked.
        if let Some(meta) = MIGRATIONS.first() {
            run(&mut tx, meta).await?;
        }
        let applied = fetch_all!(tx, (String, Vec<u8>), APPLIED).await?;
        let due = due(&applied, tx.engine())?;
        for migration in due {
            run(&mut tx, migration).await?;
            let checksum = migration.checksum(tx.engine());
            exec!(tx, RECORD, migration.name, checksum).await?;
        }
        tx.commit().await?;
        Ok(due.len())
    }

    async fn is_ready(&self) -> Result<(), Fault> {
        let applied = fetch_all!(self, (String, Vec<u8>), APPLIED).await;
        let applied = applied.map_err(|fault| if fault.is_not_allowed() { Fault::Schema(NOT_LET_IN.to_owned()) } else { fault })?;
        if let Some(next) = due(&applied, self.engine())?.first() {
            return Err(Fault::Schema(format!(
                "it has not had migration {} yet: as its owner, run `countersign migrate` first",
                next.name
            )));
        }
        self.may_serve().await
    }
}

async fn run(tx: &mut Tx, migration: &Migration) -> Result<(), Fault> {
    let text = migration.text(tx.engine());
    on_tx!(tx, conn => sqlx::raw_sql(text).execute(conn).await.map(drop)).await
}

/// The migrations that are still to be run, if those that have been are the ones we know.
fn due(applied: &[(String, Vec<u8>)], engine: Engine) -> Result<&'static [Migration], Fault> {
    let mut due = MIGRATIONS;
    for (name, checksum) in applied {
        let Some((known, rest)) = due.split_first() else {
            return Err(Fault::Schema(format!("it has had migration {name}, which is newer than this program")));
        };
        if known.name != name {
            return Err(Fault::Schema(format!("it has had migration {name} where this program has {}", known.name)));
        }
        if *checksum != known.checksum(engine) {
            return Err(Fault::Schema(format!("migration {name} was run with another text than this program has")));
        }
        due = rest;
    }
    Ok(due)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn migrations_are_numbered_without_a_gap() {
        for (number, name) in names().enumerate() {
            assert!(name.starts_with(&format!("{number:04}_")), "{name} should be number {number:04}");
        }
    }

    #[test]
    fn every_migration_file_is_in_the_list() {
        for engine in ["sqlite", "postgres"] {
            let folder = format!("{}/../migrations/{engine}", env!("CARGO_MANIFEST_DIR"));
            let mut files: Vec<String> = std::fs::read_dir(folder)
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .filter_map(|name| name.strip_suffix(".sql").map(ToOwned::to_owned))
                .collect();
            files.sort();
            assert_eq!(files, names().collect::<Vec<_>>(), "in migrations/{engine}");
        }
    }
}
