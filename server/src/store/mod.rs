//! SQL, and only here. One text for two databases: SQLite (embedded, the default) and PostgreSQL (many servers).
//!
//! Owns the open database ([`Db`]), the only way to write ([`Tx`]), the schema's migrations, and every statement.
//! Refuses rules: a row becomes a type of `domain` here, and what may be done with it is decided there.
//!
//! # How to read and write
//! ```text
//! const FIND: &str = "SELECT id, name FROM customer WHERE id = $1";
//! const RENAME: &str = "UPDATE customer SET name = $2 WHERE id = $1 AND erased_at IS NULL";
//!
//! let row = fetch_opt!(db, CustomerRow, FIND, id.uuid()).await?;      // Option<CustomerRow>; also fetch_all!, fetch_one!
//!
//! let mut tx = db.write().await?;                                     // waits for its turn on SQLite
//! let changed = exec!(tx, RENAME, id.uuid(), name).await?;            // u64: rows changed
//! later!(tx, RENAME, id.uuid(), name);                                // must change one row; written with the next statement
//! let row = fetch_opt!(tx, CustomerRow, FIND, id.uuid()).await?;      // reads its own writes
//! tx.commit().await?;                                                 // durable when this returns; dropping rolls back
//! ```
//! - A `Tx` is passed on as `&mut Tx`, a database as `&Db`; the macros take either. `Row` may be a tuple: `(i64,)`.
//! - After a statement fails, its transaction is lost on both engines: further statements and `commit` repeat the fault.
//!   To meet a duplicate without losing the transaction, write `ON CONFLICT … DO NOTHING` and count the rows.
//! - A write whose outcome nobody waits for is best a `later!`: those that follow each other are one round trip on
//!   PostgreSQL. They are written in their order before the next statement and before the COMMIT, and a number of rows
//!   other than one loses the transaction. Two of them in a row must not change the same row.
//! - Between `write()` and `commit()` nothing slow may be awaited: on SQLite everybody else waits.
//! - Where the engines must differ, two consts `…_SQLITE` and `…_POSTGRES` stand side by side with the reason, and
//!   `db.engine().pick(CLAIM_SQLITE, CLAIM_POSTGRES)` (the same on `tx`) chooses. `on_tx!` gives the bare connection, for what no
//!   statement can say.
//! - Every statement is a `const NAME: &str = "…"` under `store/`: a test finds them there and prepares each one on
//!   both engines.
//!
//! # How to add a table
//! Add `migrations/sqlite/NNNN_name.sql` and `migrations/postgres/NNNN_name.sql` (the next number, the same tables and
//! columns in the same order) and its name to the list in [`migrate`]. Never edit one that has been released: its
//! checksum is kept. Both run inside one transaction.
//!
//! | kind | SQLite | PostgreSQL | bound and read as |
//! |---|---|---|---|
//! | id | `BLOB` | `UUID` | `uuid::Uuid` (`AgentId::uuid`, `AgentId::from`) |
//! | instant | `INTEGER` | `BIGINT` | `i64` microseconds (`Timestamp::micros`, `from_micros`) |
//! | whole number | `INTEGER` | `BIGINT` | `i64`; never a narrower type |
//! | yes or no | `INTEGER` | `BOOLEAN` | `bool` |
//! | text, or a state's name | `TEXT` | `TEXT` | `&str`, `String` |
//! | bytes, or a hash | `BLOB` | `BYTEA` | `&[u8]`, `Vec<u8>` |
//!
//! - SQLite tables end in `STRICT`. Write `NOT NULL` on primary keys too: SQLite would let a NULL in.
//! - No `SERIAL` or `AUTOINCREMENT`, no `DEFAULT now()`: ids and instants are bound. No `DEFERRABLE` constraint: on
//!   SQLite it would fail the COMMIT of everybody in the group instead of its own statement.
//! - `SUM` of a `BIGINT` is `NUMERIC` on PostgreSQL: write `CAST(SUM(x) AS BIGINT)`.
//! - The SQLite reading connections are `query_only`: a statement that writes outside a `Tx` fails there.

pub mod access_grant;
pub mod access_review;
pub mod alert;
pub mod audit;
pub mod audit_search;
pub mod beside;
pub mod canary;
pub mod ceremony;
pub mod challenge;
pub mod copies;
pub mod cosignature;
pub mod coverage;
pub mod customer;
mod db;
pub mod device;
#[cfg(feature = "testing")]
pub mod dying;
pub mod effect;
pub mod ended_sign_in;
pub mod erasure;
pub mod export_request;
pub mod floor;
mod hold;
mod horizon;
pub mod invitation;
pub mod kiosk;
mod later;
pub mod log;
pub mod log_proof;
pub mod log_read;
pub mod migrate;
pub mod notice_link;
pub mod numbers;
pub mod outgoing_push;
pub mod passkey;
pub mod passkey_invitation;
pub mod pin;
pub mod policy;
pub mod proof;
pub mod pruning;
pub mod push_address;
pub mod relay;
pub mod reveal;
pub mod right_request;
pub mod roles;
mod run;
pub mod scrub;
pub mod second_person;
pub mod session;
pub mod sign_in;
pub mod signal;
mod sqlite;
pub mod staff;
pub mod suspension;
pub mod theirs;
pub mod totp;
mod tx;
mod writer;

pub use self::{
    db::{Db, Engine, Settings},
    hold::{Held, Hold},
    later::{Later, Value},
    sqlite::SqliteDb,
    tx::Tx,
    writer::{GroupLimits, WriteCounts},
};
pub use crate::{exec, fetch_all, fetch_one, fetch_opt, later, on_tx};
