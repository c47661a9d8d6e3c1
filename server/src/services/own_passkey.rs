//! A member of staff answers a colleague's request with a passkey of their own, person verified: a second person's approval, an export's, a
//! pruning's. What the ceremony is bound to is the caller's to say; here is that it is for one request, by one person, once.

use domain::{challenge::Binds, ids::AgentId, refusal::Refusal, time::Timestamp};
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use super::{Outcome, Shared, turned_away};
use crate::{
    passkeys::{Allowed, Answered, Given, Key, Wanted},
    store::{Tx, staff},
};

/// Which ceremony.
pub(super) struct Asked<'a, B> {
    /// What kind of request is answered.
    pub(super) purpose: &'static str,
    /// Which request.
    pub(super) request: Uuid,
    /// By whom.
    pub(super) by: AgentId,
    /// Everything that the answer signs for.
    pub(super) bound: &'a B,
}

/// An answer that fits.
pub(super) struct Signed {
    /// The credential's new state, which is kept already.
    pub(super) credential: String,
    /// The answer with what it is bound to, for [`crate::passkeys::Passkeys::check_again`].
    pub(super) proof: String,
}

impl<B: Binds + Serialize + Sync> Asked<'_, B> {
    /// A person has one ceremony for a request at a time: another beginning takes its place.
    fn holder(&self) -> String {
        format!("{} {}", self.by, self.request)
    }

    /// A ceremony is for this, by this person, and for nothing else (A21).
    fn bound_to(&self) -> [u8; 32] {
        self.bound.webauthn_challenge(&[0; 32])
    }

    /// Options for `navigator.credentials.get`, as JSON.
    ///
    /// # Errors
    /// [`Refusal::NoPasskey`]; when the database fails.
    pub(super) async fn begin(&self, shared: &Shared, tx: &mut Tx, now: Timestamp) -> Outcome<String> {
        let theirs = staff::passkeys(tx, self.by).await?;
        if theirs.is_empty() {
            return Err(Refusal::NoPasskey.into());
        }
        let (holder, to) = (self.holder(), self.bound_to());
        let key = Key { purpose: self.purpose, holder: &holder, bound_to: &to };
        let wanted = Wanted { bound: self.bound, verify: true };
        Ok(shared.passkeys.start_bound(tx, &key, &allowed(&theirs, self.by), wanted, &*shared.entropy, now).await?)
    }

    /// Uses the ceremony up and checks the answer to it. None when it does not fit: commit then too, for the ceremony is spent.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn answered(&self, shared: &Shared, tx: &mut Tx, answer: &Value, now: Timestamp) -> Outcome<Option<Signed>> {
        let theirs = staff::passkeys(tx, self.by).await?;
        let (holder, to) = (self.holder(), self.bound_to());
        let key = Key { purpose: self.purpose, holder: &holder, bound_to: &to };
        let Answered::Fits(given) = shared.passkeys.finish_bound(tx, &key, &allowed(&theirs, self.by), self.bound, answer, now).await?
        else {
            turned_away::passkey(shared, tx, self.by, now).await?;
            return Ok(None);
        };
        let Given { credential_id, credential, user_verified, proof } = given;
        if !user_verified {
            turned_away::passkey(shared, tx, self.by, now).await?;
            return Ok(None);
        }
        staff::passkey_answered(tx, &credential_id, &credential, now).await?;
        Ok(Some(Signed { credential, proof }))
    }
}

fn allowed(theirs: &[(Vec<u8>, String)], who: AgentId) -> Vec<Allowed<'_>> {
    theirs.iter().map(|(_, credential)| Allowed { credential, user: who.uuid() }).collect()
}
