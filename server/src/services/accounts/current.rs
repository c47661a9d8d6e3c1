//! The sign-in of one request: what its cookie stands for, and how it gets another one.

use domain::{
    agent::{Role, Staff},
    ids::AgentId,
    secret::{Hashed, Secret},
    time::{Duration, Timestamp},
};
use tower_sessions::{Session, session};

use super::{
    ABSOLUTE, AT_ONCE, IDLE, Shared,
    session_store::{CARRIED, hash, new_id},
};
use crate::{
    fault::Fault,
    store::{
        Tx, ended_sign_in,
        sign_in::{self, New},
    },
};

/// A use is written down at most this often, so that not every request writes; a sign-in may end that much sooner.
const TOUCH_AFTER: Duration = Duration::seconds(30);
/// Under this name stands what was typed into a form that was refused.
const TYPED: &str = "typed";
/// As much of what a browser calls itself as is kept.
const BROWSER_CHARS: usize = 200;

/// What the cookie of one request stands for. Cheap to clone; clones share the cookie.
#[derive(Clone)]
pub struct CurrentSignIn {
    session: Session,
    known: bool,
    staff: Option<Staff>,
    ended_by: Option<Role>,
    browser: String,
}

impl CurrentSignIn {
    /// Reads what the cookie stands for, fresh from the database. `counts`: whether this request is a use; an event
    /// stream that reconnects by itself is none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn read(shared: &Shared, session: Session, browser: &str, counts: bool) -> Result<Self, Fault> {
        let browser = browser.chars().filter(|c| !c.is_control()).take(BROWSER_CHARS).collect();
        let now = shared.now();
        let id = session.id().map(hash);
        let found = match &id {
            Some(id) => sign_in::find(&shared.db, id, now).await?,
            None => None,
        };
        let ended_by = match &id {
            Some(id) if found.is_none() => ended_sign_in::by(&shared.db, id).await?,
            _ => None,
        };
        let current = Self { session, known: found.is_some(), staff: None, ended_by, browser };
        let Some(found) = found else { return Ok(current) };
        if counts && found.staff.is_some() && now.since(found.last_used) >= TOUCH_AFTER {
            current.touch(shared, now).await?;
        }
        Ok(Self { staff: found.staff, ..current })
    }

    /// Who is signed in.
    #[must_use]
    pub const fn staff(&self) -> Option<&Staff> {
        self.staff.as_ref()
    }

    /// In which role somebody else ended this sign-in, if somebody did.
    #[must_use]
    pub const fn ended_by(&self) -> Option<Role> {
        self.ended_by
    }

    /// Whether the same person is signed in with the same cookie and the same rights still. What an open event stream asks when it hears
    /// that somebody's sign-ins ended or rights changed, and each quarter of a minute, since that one may run out unheard.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn still_holds(&self, shared: &Shared) -> Result<bool, Fault> {
        let Some(id) = self.hash() else { return Ok(false) };
        let found = sign_in::find(&shared.db, &id, shared.now()).await?;
        let who = |staff: &Staff| (staff.id, staff.roles.clone());
        Ok(found.and_then(|found| found.staff).is_some_and(|staff| Some(who(&staff)) == self.staff.as_ref().map(who)))
    }

    /// The hash of the cookie that came along or was given since.
    pub(super) fn hash(&self) -> Option<Hashed> {
        self.session.id().map(hash)
    }

    /// The cookie's value, so that a ceremony can be held by this browser alone; a cookie is given if there is none.
    pub(super) async fn holder(&self) -> Result<Secret<String>, Fault> {
        if !self.known {
            self.forget().await?;
            self.session.insert("began", true).await.map_err(failed)?;
            self.session.save().await.map_err(failed)?;
        }
        Ok(self.presented().unwrap_or_else(|| Secret::new(String::new())))
    }

    /// The cookie's value as it came along, known or not.
    pub(crate) fn presented(&self) -> Option<Secret<String>> {
        self.session.id().map(|id| Secret::new(id.to_string()))
    }

    /// Writes a new sign-in in place of this one: the id changes whenever rights do, so a planted one is worth nothing.
    /// After the commit, [`Self::carry`] it.
    pub(super) async fn replace(&self, tx: &mut Tx, shared: &Shared, staff: AgentId, now: Timestamp) -> Result<session::Id, Fault> {
        if let Some(old) = self.hash() {
            sign_in::end(tx, &old).await?;
            ended_sign_in::forget(tx, &old).await?;
        }
        sign_in::end_oldest(tx, staff, AT_ONCE - 1).await?;
        let id = new_id(&*shared.entropy);
        let (expires_at, ends_at) = (now.after(IDLE), now.after(ABSOLUTE));
        let new = New { staff: Some(staff), now, expires_at, ends_at, browser: &self.browser };
        sign_in::insert(tx, &hash(id), &new).await?;
        Ok(id)
    }

    /// Gives the browser the cookie of a row that is written.
    pub(super) async fn carry(&self, id: session::Id) -> Result<(), Fault> {
        self.forget().await?;
        self.session.insert(CARRIED, id.to_string()).await.map_err(failed)?;
        self.session.save().await.map_err(failed)
    }

    /// Takes the cookie away, and its row if there still is one.
    pub(super) async fn forget(&self) -> Result<(), Fault> {
        match self.session.id() {
            Some(_) => self.session.flush().await.map_err(failed),
            None => Ok(()),
        }
    }

    /// Keeps what was typed into the refused form of `page`, until it is shown again. Nobody is signed in: nothing is kept.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_typed(&self, page: &str, fields: Vec<(String, String)>) -> Result<(), Fault> {
        match self.staff {
            Some(_) => self.session.insert(TYPED, (page, fields)).await.map_err(failed),
            None => Ok(()),
        }
    }

    /// Takes out what was typed into the refused form of `page`. It is there once.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_typed(&self, page: &str) -> Result<Vec<(String, String)>, Fault> {
        let kept: Option<(String, Vec<_>)> = self.session.remove(TYPED).await.map_err(failed)?;
        Ok(kept.filter(|(of, _)| of == page).map(|(_, fields)| fields).unwrap_or_default())
    }

    async fn touch(&self, shared: &Shared, now: Timestamp) -> Result<(), Fault> {
        let Some(id) = self.hash() else { return Ok(()) };
        let mut tx = shared.db.write().await?;
        sign_in::touch(&mut tx, &id, now, now.after(IDLE)).await?;
        tx.commit().await
    }
}

fn failed(error: session::Error) -> Fault {
    Fault::other("giving a browser its cookie", error)
}
