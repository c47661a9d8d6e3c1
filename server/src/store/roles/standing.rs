//! What the role of a connection may do, as the database says.

use super::{
    super::{Db, Engine, Tx, fetch_all, fetch_one, fetch_opt},
    Let, RoleName,
    rights::{Right, SERVER},
};
use crate::fault::Fault;

/// Whether the role of this connection may change the schema: it owns what is there, or nothing is there yet and it may begin.
const OWNS_POSTGRES: &str = "SELECT COALESCE((SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('migration')), \
     has_schema_privilege(current_schema(), 'CREATE'), FALSE)";
/// What makes it useless to grant that role this and not that: whoever may take another role's place has its rights too (before PostgreSQL 16
/// whoever makes roles may take any but a superuser's). No row: there is no such role.
const BEYOND_POSTGRES: &str = "SELECT CASE WHEN rolsuper THEN 'is a superuser' WHEN rolcreaterole THEN 'may make roles' \
     WHEN oid = (SELECT relowner FROM pg_class WHERE oid = to_regclass('migration')) THEN 'owns the schema' \
     WHEN EXISTS (SELECT FROM pg_auth_members WHERE member = pg_roles.oid) THEN 'is a member of another role' END FROM pg_roles WHERE rolname = $1";
/// What that role may do with tables, and with the schema, by whatever it was granted and by what everybody was.
const MAY_AFTER_ALL_POSTGRES: &str = "SELECT CAST(relname AS TEXT), asked.name FROM pg_class, \
     (VALUES ('INSERT'), ('UPDATE'), ('DELETE'), ('TRUNCATE'), ('TRIGGER'), ('REFERENCES')) AS asked (name) \
     WHERE relnamespace = CAST(current_schema() AS regnamespace) AND relkind = 'r' AND (has_table_privilege($1, pg_class.oid, asked.name) \
         OR asked.name IN ('INSERT', 'UPDATE', 'REFERENCES') AND has_any_column_privilege($1, pg_class.oid, asked.name)) \
     UNION ALL SELECT 'the schema', 'CREATE' WHERE has_schema_privilege($1, current_schema(), 'CREATE')";
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

    /// Passes when a role can be held to what it is granted.
    pub(super) async fn can_be_held(&self, role: &RoleName) -> Result<(), Fault> {
        let no = |why: &str| Err(Fault::Schema(format!("{role} {why}; name a role of its own, which is neither and a member of none")));
        match fetch_opt!(self, (Option<String>,), BEYOND_POSTGRES, role.as_str()).await? {
            Some((None,)) => Ok(()),
            Some((Some(why),)) => no(&[&why, ", and has more rights than it is granted"].concat()),
            None => no("is not there"),
        }
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

/// Passes when a role may do nothing with the tables but read and what it was let in for.
pub(super) async fn nothing_else(tx: &mut Tx, role: &RoleName, to: Let) -> Result<(), Fault> {
    let may = fetch_all!(tx, (String, String), MAY_AFTER_ALL_POSTGRES, role.as_str()).await?;
    let granted = |table: &str, right: &str| {
        let rights = SERVER.iter().find(|(name, _)| to == Let::Serve && *name == table).map_or(&[][..], |(_, rights)| rights);
        rights.iter().any(|one| one.sql() == right)
    };
    match may.iter().find(|(table, right)| !granted(table, right)) {
        None => Ok(()),
        Some((table, right)) => Err(Fault::Schema(format!(
            "{role} may still {right} on {table}, by what everybody may (PUBLIC): as whoever granted that, REVOKE it first"
        ))),
    }
}
