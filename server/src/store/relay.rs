//! PostgreSQL's notifications, by which servers on one database tell each other what changed.

use sqlx::postgres::{PgListener, PgPoolOptions};

use super::{Db, exec};
use crate::fault::Fault;

/// The channel's name.
const CHANNEL: &str = "countersign_changes";
/// Only PostgreSQL has notifications; a SQLite file is one server's alone.
const NOTIFY_POSTGRES: &str = "SELECT pg_notify('countersign_changes', $1)";

/// A connection of its own that hears what is told from now on; none on SQLite.
///
/// # Errors
/// When no connection can be opened.
pub async fn listener(db: &Db) -> Result<Option<PgListener>, Fault> {
    let Db::Postgres(pool) = db else { return Ok(None) };
    // Not one of those that requests wait for.
    let own = PgPoolOptions::new().max_connections(1).connect_with((*pool.connect_options()).clone()).await?;
    let mut listener = PgListener::connect_with(&own).await?;
    listener.listen(CHANNEL).await?;
    Ok(Some(listener))
}

/// Tells whoever listens.
///
/// # Errors
/// When the database fails.
pub async fn notify(db: &Db, text: &str) -> Result<(), Fault> {
    match db {
        Db::Sqlite(_) => Ok(()),
        Db::Postgres(_) => exec!(db, NOTIFY_POSTGRES, text).await.map(drop),
    }
}
