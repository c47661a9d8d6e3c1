//! The last head of each log, in a SQLite file of the witness's own: one table, one row a log.
//!
//! Reading the last one, comparing, and keeping the new one is one transaction, and one at a time ([`Db::write`]); the statement that keeps
//! it repeats that no tree grows smaller. So of two requests at once the one that is second meets what the first one left.

use sqlx::FromRow;

use domain::{
    audit_log::{
        hash::Hash,
        witness::{Admitted, Head, Refused},
    },
    time::{Clock, Timestamp},
};

use crate::{
    fault::Fault,
    store::{Db, Settings, exec, fetch_opt},
};

// Not in the store: these are of another database than the server's.
const MAKE: &str = "CREATE TABLE IF NOT EXISTS head (origin TEXT NOT NULL PRIMARY KEY, size INTEGER NOT NULL, root BLOB NOT NULL, \
     note TEXT NOT NULL) STRICT";
const LAST: &str = "SELECT size, root FROM head WHERE origin = $1";
const KEEP: &str = "INSERT INTO head (origin, size, root, note) VALUES ($1, $2, $3, $4) ON CONFLICT (origin) \
     DO UPDATE SET size = excluded.size, root = excluded.root, note = excluded.note \
     WHERE excluded.size > head.size OR (excluded.size = head.size AND excluded.root = head.root)";

#[derive(FromRow)]
struct Row {
    size: i64,
    root: Vec<u8>,
}

/// The heads, open. Cheap to clone.
#[derive(Clone)]
pub struct Heads(Db);

impl Heads {
    /// Opens the file, which is made if it is not there.
    ///
    /// # Errors
    /// When it cannot be, or is no such file.
    pub async fn open(path: &str) -> Result<Self, Fault> {
        let file = ["sqlite:", path].concat();
        let db = Db::open(&file, &Settings { connections: 1, ..Settings::default() }).await?;
        let mut tx = db.write().await?;
        exec!(tx, MAKE).await?;
        tx.commit().await?;
        Ok(Self(db))
    }

    /// Keeps the head that is asked for, if it continues the last one; says since when it is the last. It is on disk when this returns.
    ///
    /// # Errors
    /// When the file fails, or says what cannot be.
    pub async fn keep(&self, asked: &Admitted, clock: &dyn Clock) -> Result<Result<Timestamp, Refused>, Fault> {
        let origin = asked.origin().as_str();
        let mut tx = self.0.write().await?;
        let last = fetch_opt!(tx, Row, LAST, origin).await?.map(|row| head(&row, origin)).transpose()?;
        let new = match asked.after(last) {
            Ok(new) => new,
            Err(refused) => return Ok(Err(refused)),
        };
        let impossible = || Fault::corrupt("head", "size", origin);
        let size = i64::try_from(new.size).map_err(|_| impossible())?;
        if exec!(tx, KEEP, origin, size, &new.root.bytes()[..], asked.note().to_string()).await? != 1 {
            return Err(impossible());
        }
        // While nobody else can write: until then no larger one was seen, which is what the cosignature says.
        let at = clock.now();
        tx.commit().await?;
        Ok(Ok(at))
    }

    /// The last head of a log.
    ///
    /// # Errors
    /// When the file fails, or says what cannot be.
    pub async fn last(&self, origin: &str) -> Result<Option<Head>, Fault> {
        fetch_opt!(self.0, Row, LAST, origin).await?.map(|row| head(&row, origin)).transpose()
    }

    /// Lets what is under way finish, then closes the file.
    pub async fn close(&self) {
        self.0.close().await;
    }
}

fn head(row: &Row, origin: &str) -> Result<Head, Fault> {
    let root = <[u8; 32]>::try_from(&*row.root).map_err(|_| Fault::corrupt("head", "root", origin))?;
    let size = row.size.try_into().map_err(|_| Fault::corrupt("head", "size", origin))?;
    Ok(Head { size, root: Hash::from_bytes(root) })
}
