//! Whose password can rewrite the record. On PostgreSQL there are three roles: the owner makes the schema and can do anything, so only
//! `countersign migrate` and `countersign audit scrub` connect as it; the server's may do what its statements do ([`rights`]); the reader's may
//! read the log. The triggers that keep the record are the owner's, so the other two can neither remove nor switch them off (D12; NIST SP 800-53
//! AU-9(4)). SQLite has no roles: whoever can write the file can write anything in it, and is found out by the log.
//!
//! Owns the rights, and what a connection's role is. Refuses making roles and passwords: those are whoever's that runs the database server.

pub mod rights;
mod standing;

use std::{fmt, str::FromStr};

use sqlx::AssertSqlSafe;

use self::rights::{Right, SERVER};
use super::{Db, Engine, exec, fetch_one};
use crate::fault::Fault;

pub use standing::Standing;

const SCHEMA_POSTGRES: &str = "SELECT CAST(quote_ident(current_schema()) AS TEXT)";
/// The tables of the log begin with this.
const LOG: &str = "audit_";

/// The name of a PostgreSQL role: lower-case letters, digits and underscores, beginning with a letter, at most 63.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleName(String);

impl RoleName {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RoleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// No role's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a role's name has at most 63 lower-case letters, digits and underscores, and begins with a letter")]
pub struct NoRoleName;

impl FromStr for RoleName {
    type Err = NoRoleName;

    fn from_str(text: &str) -> Result<Self, NoRoleName> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let fits = text.len() <= 63 && text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(plain);
        if fits { Ok(Self(text.to_owned())) } else { Err(NoRoleName) }
    }
}

/// What a role is let in for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Let {
    /// To serve.
    Serve,
    /// To read the log, what stands beside it, and nothing else.
    ReadTheLog,
}

impl Db {
    /// Gives a role exactly the rights it needs, and takes all others from it. To be done anew after every migration.
    ///
    /// # Errors
    /// [`Fault::Schema`] on SQLite; when the role is not there, or could do more whatever it is granted: as a superuser, as the owner, as a maker or
    /// member of roles, or by what PUBLIC may. When this connection's role does not own the schema. Nothing has changed then.
    pub async fn let_in(&self, role: &RoleName, to: Let) -> Result<(), Fault> {
        if self.engine() == Engine::Sqlite {
            return Err(Fault::Schema("it is SQLite, which has no roles".to_owned()));
        }
        self.can_be_held(role).await?;
        let mut tx = self.write().await?;
        let (schema,) = fetch_one!(tx, (String,), SCHEMA_POSTGRES).await?;
        for statement in statements(&schema, role, to) {
            exec!(tx, AssertSqlSafe(statement)).await?;
        }
        standing::nothing_else(&mut tx, role, to).await?;
        tx.commit().await
    }
}

fn statements(schema: &str, role: &RoleName, to: Let) -> Vec<String> {
    // Quoted: a role may be named as a word of SQL is.
    let role = format!("\"{role}\"");
    let mut all = vec![
        format!("REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM PUBLIC, {role}"),
        format!("REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC, {role}"),
        format!("GRANT USAGE ON SCHEMA {schema} TO {role}"),
    ];
    let granted = |(table, rights): &(&str, &[Right])| match to {
        Let::Serve => {
            let rights: Vec<_> = ["SELECT"].into_iter().chain(rights.iter().copied().map(Right::sql)).collect();
            Some(format!("GRANT {} ON {table} TO {role}", rights.join(", ")))
        }
        Let::ReadTheLog => (table.starts_with(LOG) || *table == "migration").then(|| format!("GRANT SELECT ON {table} TO {role}")),
    };
    all.extend(SERVER.iter().filter_map(granted));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_named_plainly() {
        assert_eq!("countersign_server".parse::<RoleName>().unwrap().as_str(), "countersign_server");
        for wrong in ["", "Ana", "1st", "a b", "a;drop table staff", "a\"", &"a".repeat(64)] {
            assert_eq!(wrong.parse::<RoleName>(), Err(NoRoleName), "{wrong}");
        }
    }
}
