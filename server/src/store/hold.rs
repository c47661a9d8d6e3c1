//! A connection in hand, whether it is borrowed from a pool for one statement or belongs to a transaction.

use std::ops::{Deref, DerefMut};

use sqlx::{Database, Postgres, Sqlite, pool::PoolConnection};

/// A connection of one engine or the other, for as long as it is held.
pub enum Hold<'a> {
    /// To the SQLite file.
    Sqlite(Held<'a, Sqlite>),
    /// To PostgreSQL.
    Postgres(Held<'a, Postgres>),
}

/// A connection, for as long as it is held.
pub enum Held<'a, D: Database> {
    /// From a pool, to which it returns.
    Pooled(PoolConnection<D>),
    /// Of a transaction that is under way.
    Lent(&'a mut D::Connection),
}

impl<D: Database> From<PoolConnection<D>> for Held<'_, D> {
    fn from(connection: PoolConnection<D>) -> Self {
        Self::Pooled(connection)
    }
}

impl<D: Database> Deref for Held<'_, D> {
    type Target = D::Connection;

    fn deref(&self) -> &Self::Target {
        match self {
            Self::Pooled(connection) => connection,
            Self::Lent(connection) => connection,
        }
    }
}

impl<D: Database> DerefMut for Held<'_, D> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        match self {
            Self::Pooled(connection) => connection,
            Self::Lent(connection) => connection,
        }
    }
}
