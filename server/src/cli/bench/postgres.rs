//! A PostgreSQL database of our own on a server we were shown.

use sqlx::{AssertSqlSafe, Connection, PgConnection};
use url::Url;

use super::Failure;
use crate::store::{Db, Settings};

/// The database; [`Own::remove`] removes it.
pub(super) struct Own {
    server: String,
    name: String,
}

impl Own {
    pub(super) async fn make(server: &str) -> Result<Self, Failure> {
        let own = Self { server: server.to_owned(), name: format!("countersign_bench_{}", std::process::id()) };
        own.run(format!("CREATE DATABASE {}", own.name)).await?;
        Ok(own)
    }

    pub(super) async fn open(&self) -> Result<Db, Failure> {
        let mut url = Url::parse(&self.server)?;
        url.set_path(&self.name);
        Ok(Db::open(url.as_str(), &Settings::default()).await?)
    }

    pub(super) async fn remove(self) -> Result<(), Failure> {
        self.run(format!("DROP DATABASE {} WITH (FORCE)", self.name)).await
    }

    async fn run(&self, statement: String) -> Result<(), Failure> {
        let mut connection = PgConnection::connect(&self.server).await?;
        // Safe: the name is made here, of letters and our process's number.
        sqlx::query(AssertSqlSafe(statement)).execute(&mut connection).await?;
        Ok(connection.close().await?)
    }
}
