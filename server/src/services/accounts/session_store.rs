//! Sign-ins as tower-sessions sees them: rows of `sign_in`, found by the SHA-256 of the cookie.
//!
//! Time comes from our clock and ids from our source of chance, not from the library's. A sign-in itself is written in
//! its use case's own transaction, with its audit entry; the library is then only handed the new id ([`CARRIED`]). What it
//! makes by itself is the row of a browser in which nobody has signed in yet, while a passkey ceremony is under way.

use std::fmt;

use async_trait::async_trait;
use domain::{
    entropy::{self, Entropy},
    secret::Hashed,
};
use tower_sessions::{
    SessionStore,
    session::{Id, Record},
    session_store::{Error, Result},
};

use super::{IDLE, Shared};
use crate::{
    fault::Fault,
    store::sign_in::{self, New},
};

/// Under this name stands the id of a row that is written already. It is taken out before anything is stored.
pub(super) const CARRIED: &str = "carried";

/// The store behind the cookie.
#[derive(Clone)]
pub struct SignInStore(Shared);

impl SignInStore {
    /// The store of this installation.
    #[must_use]
    pub const fn new(shared: Shared) -> Self {
        Self(shared)
    }

    async fn begin(&self) -> std::result::Result<Id, Fault> {
        let (id, now) = (new_id(&*self.0.entropy), self.0.now());
        let soon = now.after(IDLE);
        let mut tx = self.0.db.write().await?;
        sign_in::insert(&mut tx, &hash(id), &New { staff: None, now, expires_at: soon, ends_at: soon, browser: "" }).await?;
        tx.commit().await?;
        Ok(id)
    }

    async fn keep(&self, record: &Record) -> std::result::Result<(), Fault> {
        let data = serde_json::to_string(&record.data).map_err(|error| Fault::other("writing a sign-in", error))?;
        let mut tx = self.0.db.write().await?;
        sign_in::set_data(&mut tx, &hash(record.id), &data).await?;
        tx.commit().await
    }

    async fn end(&self, id: &Id) -> std::result::Result<(), Fault> {
        let mut tx = self.0.db.write().await?;
        sign_in::end(&mut tx, &hash(*id)).await?;
        tx.commit().await
    }
}

#[async_trait]
impl SessionStore for SignInStore {
    async fn create(&self, record: &mut Record) -> Result<()> {
        let carried = record.data.remove(CARRIED).and_then(|id| id.as_str()?.parse().ok());
        record.id = match carried {
            Some(id) => id,
            None => self.begin().await.map_err(backend)?,
        };
        Ok(())
    }

    async fn save(&self, record: &Record) -> Result<()> {
        self.keep(record).await.map_err(backend)
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let now = self.0.now();
        let Some(data) = sign_in::data(&self.0.db, &hash(*id), now).await.map_err(backend)? else { return Ok(None) };
        let data = serde_json::from_str(&data).map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date: now.after(IDLE).utc() }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.end(id).await.map_err(backend)
    }
}

impl fmt::Debug for SignInStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignInStore")
    }
}

/// A new id: 128 bits of our chance.
pub(super) fn new_id(entropy: &dyn Entropy) -> Id {
    Id(i128::from_le_bytes(entropy::bytes(entropy)))
}

/// What is stored of an id.
pub(super) fn hash(id: Id) -> Hashed {
    Hashed::of(&id.to_string())
}

/// A fault says no value that was stored, so its text may go through the library.
#[expect(clippy::needless_pass_by_value, reason = "`map_err` gives it away")]
fn backend(fault: Fault) -> Error {
    tracing::error!(error = &fault as &dyn std::error::Error, "a sign-in could not be read or written");
    Error::Backend(fault.to_string())
}
