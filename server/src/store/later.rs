//! Writes that are kept until the next statement or the COMMIT, so that either database gets them in one go: PostgreSQL in one
//! round trip, SQLite's thread in one change of threads.
//!
//! Owns the waiting writes of a [`Tx`](super::Tx) and how many become one statement. Refuses to change what is seen: they
//! are written, in their order, before whatever statement comes next and before the COMMIT, so nobody reads past them and
//! nobody can forget them. Each says how many rows it must change; another number loses the transaction.

use std::fmt::Write;

use futures::TryStreamExt;
use sqlx::{AssertSqlSafe, Executor, PgConnection, SqliteConnection, sqlite::SqliteQueryResult};
use uuid::Uuid;

use crate::fault::Fault;

/// A value of a waiting write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// An id.
    Id(Option<Uuid>),
    /// A whole number, or an instant.
    Number(Option<i64>),
    /// Yes or no.
    Flag(bool),
    /// A text.
    Text(Option<String>),
    /// Bytes.
    Bytes(Option<Vec<u8>>),
}

macro_rules! values {
    ($($from:ty => |$value:ident| $to:expr;)+) => {$(
        impl From<$from> for Value {
            fn from($value: $from) -> Self {
                $to
            }
        }
    )+};
}

values! {
    Uuid => |id| Self::Id(Some(id));
    Option<Uuid> => |id| Self::Id(id);
    i64 => |number| Self::Number(Some(number));
    Option<i64> => |number| Self::Number(number);
    bool => |flag| Self::Flag(flag);
    &str => |text| Self::Text(Some(text.to_owned()));
    String => |text| Self::Text(Some(text));
    Option<&str> => |text| Self::Text(text.map(ToOwned::to_owned));
    &[u8] => |bytes| Self::Bytes(Some(bytes.to_vec()));
    Option<&[u8]> => |bytes| Self::Bytes(bytes.map(<[u8]>::to_vec));
}

/// One waiting write.
#[derive(Debug)]
pub struct Later {
    sql: &'static str,
    values: Vec<Value>,
    rows: Option<u64>,
}

/// Binds every value; the two engines' queries are two types.
macro_rules! bound {
    ($query:expr, $values:expr) => {
        $values.into_iter().fold($query, |query, value| match value {
            Value::Id(id) => query.bind(id),
            Value::Number(number) => query.bind(number),
            Value::Flag(flag) => query.bind(flag),
            Value::Text(text) => query.bind(text),
            Value::Bytes(bytes) => query.bind(bytes),
        })
    };
}

impl Later {
    /// A write that must change one row.
    #[must_use]
    pub const fn one(sql: &'static str, values: Vec<Value>) -> Self {
        Self { sql, values, rows: Some(1) }
    }

    /// A write that may change any number of rows.
    #[must_use]
    pub const fn any(sql: &'static str, values: Vec<Value>) -> Self {
        Self { sql, values, rows: None }
    }

    /// Its text.
    #[must_use]
    pub const fn sql(&self) -> &'static str {
        self.sql
    }

    /// What is bound as `$number`.
    #[must_use]
    pub fn value(&self, number: usize) -> Option<&Value> {
        self.values.get(number.checked_sub(1)?)
    }

    fn fits(&self, rows: u64) -> Result<(), Fault> {
        if self.rows.is_none_or(|expected| expected == rows) { Ok(()) } else { Err(Fault::Unmet { statement: self.sql }) }
    }

    /// Writes one after the other, as one text of several statements, which SQLite takes and PostgreSQL does not.
    pub(super) async fn on_sqlite(mut all: Vec<Self>, connection: &mut SqliteConnection) -> Result<(), Fault> {
        let values = taken(&mut all);
        // Safe: it is made of our own constants, and every value is bound.
        let query = bound!(sqlx::query(AssertSqlSafe(in_turn(&all))), values);
        let done: Vec<_> = connection.execute_many(query).try_collect().await?;
        fit(&all, done.iter().map(SqliteQueryResult::rows_affected))
    }

    /// Writes all of them in one statement: what PostgreSQL takes and SQLite does not. They do not see each other, and
    /// their foreign keys are checked when all are written.
    pub(super) async fn on_postgres(mut all: Vec<Self>, connection: &mut PgConnection) -> Result<(), Fault> {
        let values = taken(&mut all);
        // Safe: it is made of our own constants, and every value is bound.
        let query = sqlx::query_scalar::<_, Vec<i64>>(AssertSqlSafe(together(&all)));
        let rows = bound!(query, values).fetch_one(connection).await?;
        fit(&all, rows.into_iter().map(|rows| u64::try_from(rows).unwrap_or_default()))
    }
}

/// The values of all of them, in the order in which their texts name them.
fn taken(all: &mut [Later]) -> Vec<Value> {
    all.iter_mut().flat_map(|later| std::mem::take(&mut later.values)).collect()
}

/// Whether each of them changed as many rows as it must; one that gave no number changed none.
fn fit(all: &[Later], rows: impl Iterator<Item = u64>) -> Result<(), Fault> {
    all.iter().zip(rows.chain(std::iter::repeat(0))).try_for_each(|(later, rows)| later.fits(rows))
}

/// All of them, one after the other.
fn in_turn(all: &[Later]) -> String {
    let (mut text, mut bound) = (String::new(), 0);
    for later in all {
        text.push_str(&renumbered(later.sql, bound));
        text.push(';');
        bound += highest(later.sql);
    }
    text
}

/// One statement that does what all of them do, and gives how many rows each of them changed.
fn together(all: &[Later]) -> String {
    let (mut text, mut counts, mut bound) = (String::from("WITH "), String::new(), 0);
    for (at, later) in all.iter().enumerate() {
        let comma = if at == 0 { "" } else { ", " };
        // Writing to a string does not fail.
        let _ = write!(text, "{comma}w{at} AS ({} RETURNING 1)", renumbered(later.sql, bound));
        let _ = write!(counts, "{comma}(SELECT COUNT(*) FROM w{at})");
        bound += highest(later.sql);
    }
    text + " SELECT ARRAY[" + &counts + "]"
}

/// `$1` becomes `$4` when three values are bound before. No statement of ours has a `$` but before a value's number.
fn renumbered(sql: &str, by: usize) -> String {
    let mut parts = sql.split('$');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (number, rest) = numbered(part);
        let _ = write!(text, "${}{rest}", number + by);
    }
    text
}

fn highest(sql: &str) -> usize {
    sql.split('$').skip(1).map(|part| numbered(part).0).max().unwrap_or_default()
}

fn numbered(part: &str) -> (usize, &str) {
    let end = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
    let (number, rest) = part.split_at(end);
    (number.parse().unwrap_or_default(), rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_become_one_with_their_own_numbers() {
        let all = [
            Later::one("INSERT INTO a (x, y) VALUES ($1, (SELECT $2 + $1))", vec![Value::from(1), Value::from(2)]),
            Later::any("UPDATE b SET z = $2 WHERE id = $1", vec![Value::from(3), Value::from(4)]),
        ];
        assert_eq!(
            together(&all),
            "WITH w0 AS (INSERT INTO a (x, y) VALUES ($1, (SELECT $2 + $1)) RETURNING 1), \
             w1 AS (UPDATE b SET z = $4 WHERE id = $3 RETURNING 1) \
             SELECT ARRAY[(SELECT COUNT(*) FROM w0), (SELECT COUNT(*) FROM w1)]"
        );
        assert_eq!(in_turn(&all), "INSERT INTO a (x, y) VALUES ($1, (SELECT $2 + $1));UPDATE b SET z = $4 WHERE id = $3;");
    }

    #[test]
    fn each_must_change_what_it_must() {
        let all = [Later::one("A", Vec::new()), Later::any("B", Vec::new()), Later::one("C", Vec::new())];
        assert!(fit(&all, [1, 5, 1].into_iter()).is_ok());
        for wrong in [&[0, 5, 1][..], &[1, 5, 2], &[1, 5], &[]] {
            assert!(matches!(fit(&all, wrong.iter().copied()), Err(Fault::Unmet { .. })), "{wrong:?}");
        }
    }
}
