//! What the role of a connection may do, as the database says.

use super::{
    super::{Db, Engine, fetch_all, fetch_one},
    RoleName,
    rights::{Right, SERVER},
};
use crate::fault::Fault;

/// Whether the role of this connection may change the schema: it owns what is there, or nothing is there yet and it may begin.
const OWNS_POSTGRES: &str = "SELECT COALESCE((SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('migration')), \
     has_schema_privilege(current_schema(), 'CREATE'))";
const ANOTHER_OWNS_POSTGRES: &str =
    "SELECT COALESCE((SELECT pg_has_role($1, relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('migration')), FALSE)";
const MAY_POSTGRES: &str = "SELECT CAST(relname AS TEXT), asked.name FROM pg_class, \
     (VALUES ('SELECT'), ('INSERT'), ('UPDATE'), ('DELETE')) AS asked (name) \
     WHERE relnamespace = CAST(current_schema() AS regnamespace) AND relkind = 'r' AND has_table_privilege(pg_class.oid, asked.name)";

/// What the role of a connection is to this schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It owns it: whoever has its password can rewrite the record.
    Owner,
    /// It does not.
    Guest,
}

impl Db {
    /// What the role of this connection is to the schema. The file of SQLite is whoever's that can write it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn standing(&self) -> Result<Standing, Fault> {
        if self.engine() == Engine::Sqlite || fetch_one!(self, (bool,), OWNS_POSTGRES).await?.0 {
            return Ok(Standing::Owner);
        }
        Ok(Standing::Guest)
    }

    pub(super) async fn refuse_owner(&self, role: &RoleName) -> Result<(), Fault> {
        if fetch_one!(self, (bool,), ANOTHER_OWNS_POSTGRES, role.as_str()).await?.0 {
            return Err(Fault::Schema(format!(
                "{role} owns it or is a superuser, and can rewrite the record whatever it is granted; name another role"
            )));
        }
        Ok(())
    }

    /// Passes when the role of this connection may do all that the server's has to.
    ///
    /// # Errors
    /// [`Fault::Schema`] with the first right that it lacks.
    pub(in crate::store) async fn may_serve(&self) -> Result<(), Fault> {
        let may = fetch_all!(self, (String, String), MAY_POSTGRES).await?;
        let may = |table: &str, right: &str| may.iter().any(|(one, other)| one == table && other == right);
        for (table, rights) in SERVER {
            let mut needs = ["SELECT"].into_iter().chain(rights.iter().copied().map(Right::sql));
            if let Some(right) = needs.find(|right| !may(table, right)) {
                return Err(Fault::Schema(format!(
                    "the role that this program connects as may not {right} on {table}: as the owner, run `countersign migrate` with `--server-role` and its name"
                )));
            }
        }
        Ok(())
    }
}
