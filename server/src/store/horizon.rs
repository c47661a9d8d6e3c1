//! Who may still see rows that were deleted, on PostgreSQL. A table that is written anew keeps those for every transaction that began before
//! they were deleted, in whatever database of the server: what is to be gone from the files has to wait until no such transaction is left.

use std::time::Duration;

use sqlx::PgConnection;
use tokio::time::Instant;

use crate::fault::Fault;

/// The next transaction: all that was committed until now is older.
const NEXT_POSTGRES: &str = "SELECT CAST(pg_snapshot_xmax(pg_current_snapshot()) AS TEXT)";
/// Whether nobody sees what was there before it: no transaction that writes, prepared ones too; no reader here; no standby through its slot.
const PASSED_POSTGRES: &str = "SELECT pg_snapshot_xmin(pg_current_snapshot()) >= CAST($1 AS xid8) \
     AND NOT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() \
         AND age(backend_xmin) > age(CAST(CAST($1 AS xid8) AS xid))) \
     AND NOT EXISTS (SELECT FROM pg_replication_slots WHERE age(xmin) > age(CAST(CAST($1 AS xid8) AS xid)))";

/// Whether this role may write those tables anew. PostgreSQL only warns whoever may not, and does nothing.
const OWNS_POSTGRES: &str = "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = CAST('audit_personal' AS regclass)";
/// Whether it is told what sessions of other roles can still see.
const SEES_POSTGRES: &str = "SELECT pg_has_role('pg_read_all_stats', 'USAGE') OR NOT EXISTS \
     (SELECT FROM pg_stat_activity WHERE datname = current_database() AND NOT pg_has_role(usesysid, 'USAGE'))";

/// How long others are waited for, and how often it is looked.
const PATIENCE: Duration = Duration::from_secs(20);
const STEP: Duration = Duration::from_millis(50);

/// Passes when this role may write the tables anew, and sees who else could still read what was in them.
///
/// # Errors
/// [`Fault::Schema`] with what to do, when it is not so; when the database fails.
pub(super) async fn in_sight(conn: &mut PgConnection) -> Result<(), Fault> {
    if !sqlx::query_scalar(OWNS_POSTGRES).fetch_one(&mut *conn).await? {
        return Err(Fault::Schema(
            "only its owner can write tables anew: run `countersign audit scrub` with the owner's `database_url_file`".to_owned(),
        ));
    }
    if !sqlx::query_scalar(SEES_POSTGRES).fetch_one(&mut *conn).await? {
        return Err(Fault::Schema(
            "its owner is not told what other roles' sessions can still see: as a superuser, GRANT pg_read_all_stats to it".to_owned(),
        ));
    }
    Ok(())
}

/// Waits until what was deleted before the call can be seen by nobody. `false`: somebody still can, after twenty seconds.
///
/// # Errors
/// When the database fails.
pub(super) async fn passed(conn: &mut PgConnection) -> Result<bool, Fault> {
    let next: String = sqlx::query_scalar(NEXT_POSTGRES).fetch_one(&mut *conn).await?;
    let until = Instant::now() + PATIENCE;
    loop {
        if sqlx::query_scalar(PASSED_POSTGRES).bind(&next).fetch_one(&mut *conn).await? {
            return Ok(true);
        }
        if Instant::now() > until {
            return Ok(false);
        }
        tokio::time::sleep(STEP).await;
    }
}
