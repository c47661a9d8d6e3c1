//! One text on whichever engine is open. Each arm is compiled for its own engine, so no trait bounds are needed.
//!
//! The macros take a `Db`, `&Db`, `Tx` or `&mut Tx` first, and give a future of a `Result<_, Fault>`.

/// A future that runs one body on a connection of whichever engine is open: `on_tx!(tx, conn => … .await).await?`. The
/// body gives a `Result<_, sqlx::Error>`; an error loses the transaction. `[name = value]` may stand in front of it,
/// for what must be worked out before the connection is held.
#[macro_export]
macro_rules! on_tx {
    ($on:expr, $([$name:ident = $value:expr])? $conn:ident => $body:expr) => {
        async {
            $(let $name = $value;)?
            let done = match $on.hold().await {
                Ok($crate::store::Hold::Sqlite(mut held)) => {
                    let $conn = &mut *held;
                    $body.map_err($crate::fault::Fault::from)
                }
                Ok($crate::store::Hold::Postgres(mut held)) => {
                    let $conn = &mut *held;
                    $body.map_err($crate::fault::Fault::from)
                }
                Err(fault) => Err(fault),
            };
            $on.note(done)
        }
    };
}

/// Executes a statement that gives no rows: `exec!(tx, SQL, a, b).await?` is how many rows it changed.
#[macro_export]
macro_rules! exec {
    ($tx:expr, $sql:expr $(, $arg:expr)* $(,)?) => {
        $crate::on_tx!($tx, [sql = $sql] conn =>
            ::sqlx::query(sql)$(.bind($arg))*.execute(conn).await.map(|done| done.rows_affected()))
    };
}

/// The first row, if there is one: `fetch_opt!(db, Row, SQL, a, b).await?` is an `Option<Row>`.
#[macro_export]
macro_rules! fetch_opt {
    ($on:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        $crate::on_tx!($on, [sql = $sql] conn =>
            ::sqlx::query_as::<_, $row>(sql)$(.bind($arg))*.fetch_optional(conn).await)
    };
}

/// The row of a statement that always gives one, such as a count; none is a fault.
#[macro_export]
macro_rules! fetch_one {
    ($on:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        $crate::on_tx!($on, [sql = $sql] conn =>
            ::sqlx::query_as::<_, $row>(sql)$(.bind($arg))*.fetch_one(conn).await)
    };
}

/// Every row, as a `Vec<Row>`: bind a LIMIT.
#[macro_export]
macro_rules! fetch_all {
    ($on:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        $crate::on_tx!($on, [sql = $sql] conn =>
            ::sqlx::query_as::<_, $row>(sql)$(.bind($arg))*.fetch_all(conn).await)
    };
}

/// Keeps a write that must change one row until the next statement or the COMMIT: `later!(tx, SQL, a, b)`.
#[macro_export]
macro_rules! later {
    ($tx:expr, $sql:expr $(, $arg:expr)* $(,)?) => {
        $tx.later($crate::store::Later::one($sql, vec![$($crate::store::Value::from($arg)),*]))
    };
}
