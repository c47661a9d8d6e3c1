//! The link that an agent hands over, or a kiosk shows. Its token is worked out from the agent's own cookie, or the kiosk's, and the
//! challenge's id, so that their page can show it for as long as it is open, on whichever server, while the database has only the
//! hash of both.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    ids::ChallengeId,
    secret::{Secret, Token},
};
use ring::hmac;

/// What the links of one sign-in, or of one kiosk, are made with. It is its cookie, of at least 128 random bits; who holds it sees the
/// link anyway.
#[derive(Clone)]
pub struct LinkKey(hmac::Key);

impl LinkKey {
    /// The key of that cookie.
    #[must_use]
    pub fn of(cookie: &Secret<String>) -> Self {
        Self(hmac::Key::new(hmac::HMAC_SHA256, cookie.expose().as_bytes()))
    }

    /// The token of that challenge's link: 160 bits that nobody can tell from random ones without the cookie.
    pub(crate) fn token(&self, challenge: ChallengeId) -> Token {
        let tag = hmac::sign(&self.0, format!("passkey link\0{challenge}").as_bytes());
        Secret::new(URL_SAFE_NO_PAD.encode(&tag.as_ref()[..20]))
    }
}

impl fmt::Debug for LinkKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkKey")
    }
}
