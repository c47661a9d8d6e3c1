//! What went wrong that nobody expected: logged once, with its source, at the edge, and never shown to a person.
//!
//! Owns the one error type of everything with I/O. Refuses expected answers (those are refusals of `domain`) and
//! absence (that is an `Option`). No message here holds a value that was stored or bound.

use std::{error::Error, fmt, sync::Arc};

/// An unexpected failure. Cheap to clone, because one failed COMMIT is told to everybody it was for.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Fault {
    /// The database refused a statement, or could not be reached.
    #[error("the database failed")]
    Database(#[source] DatabaseFault),
    /// A stored row says something that the rules cannot mean.
    #[error("row {id} of table {table} cannot be read: column {column} makes no sense")]
    Corrupt {
        /// The table it stands in.
        table: &'static str,
        /// The column that makes no sense, or the first of those that contradict each other.
        column: &'static str,
        /// The id of the row, in text.
        id: String,
    },
    /// A setting cannot be used.
    #[error("setting {setting}: {problem}")]
    Config {
        /// The setting's name.
        setting: &'static str,
        /// What is wrong with it, without its value.
        problem: String,
    },
    /// The database's schema is not the one that this program was built for.
    #[error("the database's schema: {0}")]
    Schema(String),
    /// The policy that the database names cannot decide here.
    #[error("the policy: {0}")]
    Policy(String),
    /// A statement was given up halfway, so its transaction can only be rolled back.
    #[error("a transaction was left in the middle of a statement")]
    Interrupted,
    /// A write that had to change one row changed another number, so its transaction can only be rolled back: the row was
    /// read and locked before, and is not what it was.
    #[error("a statement did not change exactly one row: {statement}")]
    Unmet {
        /// Its text, without what was bound.
        statement: &'static str,
    },
    /// The database was closed before it answered. Whether a COMMIT in flight was done is then not known.
    #[error("the database was closed before it answered")]
    Closed,
    /// Something else failed.
    #[error("{doing} failed")]
    Other {
        /// What was being done, as in "reading the signing key".
        doing: &'static str,
        /// Why it failed.
        source: Arc<dyn Error + Send + Sync>,
    },
}

impl Fault {
    /// A row that cannot be read into the type it was stored from.
    pub fn corrupt(table: &'static str, column: &'static str, id: impl fmt::Display) -> Self {
        Self::Corrupt { table, column, id: id.to_string() }
    }

    /// A setting that cannot be used. `problem` must not repeat the setting's value: it may be a secret.
    pub fn config(setting: &'static str, problem: impl Into<String>) -> Self {
        Self::Config { setting, problem: problem.into() }
    }

    /// A failure of something that is not the database.
    pub fn other(doing: &'static str, source: impl Error + Send + Sync + 'static) -> Self {
        Self::Other { doing, source: Arc::new(source) }
    }

    /// Whether a UNIQUE or PRIMARY KEY rule refused a row. Which one, only PostgreSQL would say.
    #[must_use]
    pub fn is_unique_violation(&self) -> bool {
        self.database().is_some_and(sqlx::error::DatabaseError::is_unique_violation)
    }

    /// Whether a FOREIGN KEY rule refused a row.
    #[must_use]
    pub fn is_foreign_key_violation(&self) -> bool {
        self.database().is_some_and(sqlx::error::DatabaseError::is_foreign_key_violation)
    }

    /// Whether the role that is connected to PostgreSQL may not do that, or may not see that it is there.
    #[must_use]
    pub fn is_not_allowed(&self) -> bool {
        const NOT_ALLOWED: [&str; 2] = ["42501", "42P01"];
        let code = self.database().and_then(sqlx::error::DatabaseError::code);
        code.is_some_and(|code| NOT_ALLOWED.contains(&code.as_ref()))
    }

    /// Whether the same use case may well succeed if it is run again: a deadlock, a conflict of two transactions, or
    /// a SQLite file that another process held too long. Retry a bounded number of times.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        const RETRYABLE: [&str; 3] = ["40001", "40P01", "5"];
        let code = self.database().and_then(sqlx::error::DatabaseError::code);
        code.is_some_and(|code| RETRYABLE.contains(&code.as_ref()))
    }

    fn database(&self) -> Option<&dyn sqlx::error::DatabaseError> {
        match self {
            Self::Database(fault) => fault.0.as_database_error(),
            _ => None,
        }
    }
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(DatabaseFault(Arc::new(error)))
    }
}

/// What the database driver reported, without the rows and values that PostgreSQL adds in an error's details.
#[derive(Clone)]
pub struct DatabaseFault(Arc<sqlx::Error>);

impl fmt::Display for DatabaseFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(error) = self.0.as_database_error() else {
            return self.0.fmt(f);
        };
        let code = error.code().unwrap_or_default();
        // SQLSTATE class 22 is about values, and PostgreSQL quotes them. SQLite's codes there (22, 2x) name no value,
        // but a code says enough.
        if code.starts_with("22") {
            return write!(f, "a value was not acceptable (code {code})");
        }
        write!(f, "{} (code {code})", error.message())
    }
}

impl fmt::Debug for DatabaseFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Error for DatabaseFault {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self.0.as_ref() {
            sqlx::Error::Database(_) => None,
            other => other.source(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_says_where_and_not_what() {
        let fault = Fault::corrupt("device", "state", 7);
        assert_eq!(fault.to_string(), "row 7 of table device cannot be read: column state makes no sense");
    }

    #[test]
    fn only_the_database_reports_violations() {
        assert!(!Fault::Interrupted.is_unique_violation());
        assert!(!Fault::from(sqlx::Error::RowNotFound).is_unique_violation());
    }
}
