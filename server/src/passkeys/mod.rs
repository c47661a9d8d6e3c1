//! Passkeys: the ceremonies of WebAuthn Level 3, each answered at most once.
//!
//! Owns what is asked of an authenticator and how its answer is checked. A ceremony's state stays here, in the database,
//! bound to whatever the caller says (a challenge and the action it is for); it is taken out before the answer is looked
//! at, in the caller's transaction, so a second answer finds nothing. Refuses a signature counter that did not rise, what a page
//! of another site asked for, and answers without user verification; but for [`bound`], whose caller may take those as one factor.
//!
//! Every `finish_…` gives `Ok(Err(refusal))` for an answer that does not fit: commit then too, for the ceremony is spent.

mod bound;

pub use bound::{Allowed, Answered, Given, Wanted, evidence, signed_with};

use domain::{
    refusal::Refusal,
    secret::Hashed,
    time::{Duration, Timestamp},
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;
use webauthn_rs::{
    Webauthn, WebauthnBuilder,
    prelude::{
        AuthenticationResult, CreationChallengeResponse, Credential, DiscoverableAuthentication, Passkey, PasskeyAuthentication,
        PasskeyRegistration, PublicKeyCredential, RegisterPublicKeyCredential, RequestChallengeResponse, WebauthnError,
    },
};
use webauthn_rs_proto::ResidentKeyRequirement;

use crate::{
    config::PublicUrl,
    fault::Fault,
    store::{
        Tx,
        ceremony::{self, Ceremony},
    },
};

/// How long a ceremony can be answered.
pub const CEREMONY: Duration = Duration::minutes(5);

/// What a check gave: a result, or a refusal to say.
pub type Checked<T> = Result<T, Refusal>;

/// Which ceremony it is. Two of the same purpose and holder are the same: the later takes the place of the earlier.
#[derive(Clone, Copy, Debug)]
pub struct Key<'a> {
    /// What it is for, such as `staff-sign-in`.
    pub purpose: &'static str,
    /// Who holds it: something only they and we know, or a name of ours. Stored hashed.
    pub holder: &'a str,
    /// What the answer will be for, such as a challenge's id and its action's hash; must be the same at the end.
    pub bound_to: &'a [u8],
}

impl Key<'_> {
    fn hash(&self) -> Hashed {
        Hashed::of(&format!("{}\0{}", self.purpose, self.holder))
    }
}

/// Whose passkey it will be.
#[derive(Clone, Copy, Debug)]
pub struct User<'a> {
    /// The user handle: an id of ours that says nothing about them.
    pub id: Uuid,
    /// The name that tells their accounts apart.
    pub name: &'a str,
    /// The name they are shown.
    pub display_name: &'a str,
}

/// A credential whose answer fitted, as it is to be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Its id.
    pub credential_id: Vec<u8>,
    /// Its public part and counter, as text. Store it in place of what was there.
    pub credential: String,
    /// Whether the authenticator verified the person. Always so today: we ask for it and refuse anything else.
    pub user_verified: bool,
    /// Whether it can be copied to another device.
    pub backup_eligible: bool,
}

/// Starts and checks ceremonies for one public address. Cheap to clone.
#[derive(Clone)]
pub struct Passkeys {
    webauthn: Webauthn,
}

impl Passkeys {
    /// Ceremonies for the address people type, under the organisation's name.
    ///
    /// # Errors
    /// When the address has no name that a passkey could be bound to, such as `127.0.0.1`.
    pub fn new(public_url: &PublicUrl, organisation: &str) -> Result<Self, Fault> {
        let nameless = |_| Fault::config("public_url", "passkeys need a host name in it, such as localhost, not an address");
        let builder = WebauthnBuilder::new(public_url.rp_id(), public_url.url()).map_err(nameless)?;
        let webauthn = builder.rp_name(organisation).build().map_err(nameless)?;
        Ok(Self { webauthn })
    }

    /// Begins a registration: options for `navigator.credentials.create`. `known` are credentials they have already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn start_registration(
        &self,
        tx: &mut Tx,
        key: &Key<'_>,
        user: &User<'_>,
        known: &[String],
        now: Timestamp,
    ) -> Result<String, Fault> {
        let known = credentials(known)?.iter().map(|passkey| passkey.cred_id().clone()).collect();
        let (mut options, state) = self
            .webauthn
            .start_passkey_registration(user.id, user.name, user.display_name, Some(known))
            .map_err(|error| Fault::other("starting a passkey registration", error))?;
        make_discoverable(&mut options);
        begin(tx, key, &state, now).await?;
        text(&options.public_key)
    }

    /// Checks a registration's answer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn finish_registration(&self, tx: &mut Tx, key: &Key<'_>, answer: &str, now: Timestamp) -> Result<Checked<Verified>, Fault> {
        let Some(state) = take::<PasskeyRegistration>(tx, key, now).await? else { return Ok(Err(Refusal::BadPasskey)) };
        let Ok(answer) = serde_json::from_str::<RegisterPublicKeyCredential>(answer) else { return Ok(Err(Refusal::BadPasskey)) };
        if !bound::own_page(&answer.response.client_data_json) {
            return Ok(Err(Refusal::BadPasskey));
        }
        match self.webauthn.finish_passkey_registration(&answer, &state) {
            Ok(passkey) => verified(passkey, true).map(Ok),
            Err(error) => Ok(Err(refused(key, &error))),
        }
    }

    /// Begins a sign-in without a user name: options for `navigator.credentials.get`, the same whoever asks.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn start_discoverable(&self, tx: &mut Tx, key: &Key<'_>, now: Timestamp) -> Result<String, Fault> {
        let (RequestChallengeResponse { public_key, .. }, state) =
            self.webauthn.start_discoverable_authentication().map_err(|error| Fault::other("starting a passkey sign-in", error))?;
        begin(tx, key, &state, now).await?;
        text(&public_key)
    }

    /// Takes a sign-in's state out and says whose credential the answer names. Look that one up, then
    /// [`Self::finish_discoverable`].
    ///
    /// # Errors
    /// When the database fails.
    pub async fn identify(&self, tx: &mut Tx, key: &Key<'_>, answer: &str, now: Timestamp) -> Result<Checked<Identified>, Fault> {
        let Some(state) = take::<DiscoverableAuthentication>(tx, key, now).await? else { return Ok(Err(Refusal::BadPasskey)) };
        let Ok(answer) = serde_json::from_str::<PublicKeyCredential>(answer) else { return Ok(Err(Refusal::BadPasskey)) };
        if !bound::own_page(&answer.response.client_data_json) {
            return Ok(Err(Refusal::BadPasskey));
        }
        let named = self.webauthn.identify_discoverable_authentication(&answer).map(|(user, id)| (user, id.to_vec()));
        Ok(match named {
            Ok((user, credential_id)) => Ok(Identified { user, credential_id, state, answer }),
            Err(error) => Err(refused(key, &error)),
        })
    }

    /// Checks the answer against the stored credential it names.
    ///
    /// # Errors
    /// When the stored credential cannot be read.
    pub fn finish_discoverable(&self, identified: Identified, credential: &str, key: &Key<'_>) -> Result<Checked<Verified>, Fault> {
        let passkey = credential_of(credential)?;
        let Identified { state, answer, .. } = identified;
        let result = self.webauthn.finish_discoverable_authentication_v2(&answer, state, &passkey);
        settle(key, vec![passkey], result)
    }

    /// Begins an authentication with one of the credentials of somebody who is known already.
    ///
    /// # Errors
    /// When the database fails, or a stored credential cannot be read.
    pub async fn start_known(&self, tx: &mut Tx, key: &Key<'_>, credentials_: &[String], now: Timestamp) -> Result<String, Fault> {
        let (RequestChallengeResponse { public_key, .. }, state) = self
            .webauthn
            .start_passkey_authentication(&credentials(credentials_)?)
            .map_err(|error| Fault::other("starting a passkey authentication", error))?;
        begin(tx, key, &state, now).await?;
        text(&public_key)
    }

    /// Checks that authentication's answer against the credentials as they stand now.
    ///
    /// # Errors
    /// When the database fails, or a stored credential cannot be read.
    pub async fn finish_known(
        &self,
        tx: &mut Tx,
        key: &Key<'_>,
        credentials_: &[String],
        answer: &str,
        now: Timestamp,
    ) -> Result<Checked<Verified>, Fault> {
        let Some(state) = take::<PasskeyAuthentication>(tx, key, now).await? else { return Ok(Err(Refusal::BadPasskey)) };
        let Ok(answer) = serde_json::from_str::<PublicKeyCredential>(answer) else { return Ok(Err(Refusal::BadPasskey)) };
        if !bound::own_page(&answer.response.client_data_json) {
            return Ok(Err(Refusal::BadPasskey));
        }
        let result = self.webauthn.finish_passkey_authentication(&answer, &state);
        settle(key, credentials(credentials_)?, result)
    }
}

/// An answer whose credential is named but not yet checked.
pub struct Identified {
    /// The user handle that the authenticator gave.
    pub user: Uuid,
    /// The credential's id.
    pub credential_id: Vec<u8>,
    state: DiscoverableAuthentication,
    answer: PublicKeyCredential,
}

/// The library asks for `residentKey: discouraged`; a passkey that signs in without a user name must be discoverable.
fn make_discoverable(options: &mut CreationChallengeResponse) {
    if let Some(criteria) = &mut options.public_key.authenticator_selection {
        criteria.resident_key = Some(ResidentKeyRequirement::Required);
        criteria.require_resident_key = true;
    }
}

async fn begin(tx: &mut Tx, key: &Key<'_>, state: &impl Serialize, now: Timestamp) -> Result<(), Fault> {
    let ceremony =
        Ceremony { purpose: key.purpose.to_owned(), bound_to: key.bound_to.to_vec(), state: text(state)?, expires_at: now.after(CEREMONY) };
    ceremony::begin(tx, &key.hash(), &ceremony).await
}

/// The state, once; nothing when there is none, its time is up, or it was bound to something else.
async fn take<T: DeserializeOwned>(tx: &mut Tx, key: &Key<'_>, now: Timestamp) -> Result<Option<T>, Fault> {
    let taken = ceremony::take(tx, &key.hash()).await?;
    let fits = |c: &Ceremony| c.purpose == key.purpose && c.bound_to == key.bound_to && c.expires_at > now;
    let Some(ceremony) = taken.filter(fits) else {
        tracing::info!(purpose = key.purpose, "a passkey's answer came without a ceremony of its own");
        return Ok(None);
    };
    let state = serde_json::from_str(&ceremony.state);
    state.map(Some).map_err(|_| Fault::corrupt("ceremony", "state", key.purpose))
}

fn settle(key: &Key<'_>, passkeys: Vec<Passkey>, result: Result<AuthenticationResult, WebauthnError>) -> Result<Checked<Verified>, Fault> {
    let result = match result {
        Ok(result) => result,
        Err(error) => return Ok(Err(refused(key, &error))),
    };
    let Some(mut passkey) = passkeys.into_iter().find(|passkey| passkey.cred_id() == result.cred_id()) else {
        return Ok(Err(Refusal::BadPasskey));
    };
    let counter = Credential::from(passkey.clone()).counter;
    if !result.user_verified() || ((counter > 0 || result.counter() > 0) && result.counter() <= counter) {
        return Ok(Err(refused(key, &WebauthnError::CredentialPossibleCompromise)));
    }
    passkey.update_credential(&result);
    verified(passkey, result.user_verified()).map(Ok)
}

fn verified(passkey: Passkey, user_verified: bool) -> Result<Verified, Fault> {
    let credential = text(&passkey)?;
    let inner = Credential::from(passkey);
    Ok(Verified { credential_id: inner.cred_id, credential, user_verified, backup_eligible: inner.backup_eligible })
}

/// Says why in the log, and to the person always the same.
fn refused(key: &Key<'_>, error: &WebauthnError) -> Refusal {
    match error {
        WebauthnError::CredentialPossibleCompromise => {
            tracing::warn!(purpose = key.purpose, "a passkey's counter did not rise: there may be a copy of it");
        }
        error => tracing::info!(purpose = key.purpose, ?error, "a passkey's answer did not fit"),
    }
    Refusal::BadPasskey
}

fn credentials(texts: &[String]) -> Result<Vec<Passkey>, Fault> {
    texts.iter().map(|text| credential_of(text)).collect()
}

fn credential_of(text: &str) -> Result<Passkey, Fault> {
    serde_json::from_str(text).map_err(|_| Fault::corrupt("passkey", "credential", "of a stored passkey"))
}

fn text(value: &impl Serialize) -> Result<String, Fault> {
    serde_json::to_string(value).map_err(|error| Fault::other("writing a passkey ceremony", error))
}
