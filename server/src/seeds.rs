//! Seeds of authenticator apps as they are kept: sealed with ChaCha20-Poly1305 (RFC 8439) under a key that is never in the database.
//!
//! A seed has to be read to be compared with, so it cannot be hashed. The customer's id is the associated data: a row that is copied
//! to another customer opens nothing. Each sealing has a nonce of its own, in front of what it sealed.

use std::{io, path::Path, sync::Arc};

use ring::{
    aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    error::Unspecified,
    hkdf::{HKDF_SHA256, Salt},
};

use domain::{
    entropy::{self, Entropy},
    ids::CustomerId,
    secret::Secret,
    totp::Seed,
};

use crate::{fault::Fault, key_file};

/// The name of the demo's own key in the data folder.
const DEMO_FILE: &str = "totp.key";

/// What the key is for: another use of the same line would be another key.
const PURPOSE: &[u8] = b"countersign totp seeds 1";

/// Seals and opens. Cheap to clone.
#[derive(Clone)]
pub struct Seeds(Arc<LessSafeKey>);

impl Seeds {
    /// With that key.
    ///
    /// # Errors
    /// With a text for the operator when it is too short to be one.
    pub fn new(key: Secret<String>) -> Result<Self, String> {
        let key = key_file::long_enough(key)?;
        let drawn = Salt::new(HKDF_SHA256, &[]).extract(key.expose().as_bytes());
        let key: UnboundKey = drawn.expand(&[PURPOSE], &CHACHA20_POLY1305).map_err(|Unspecified| "cannot be used".to_owned())?.into();
        Ok(Self(Arc::new(LessSafeKey::new(key))))
    }

    /// The demo's: a key of its own in the data folder, made when there is none.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn demo(data: &Path, entropy: &dyn Entropy) -> Result<Self, Fault> {
        Self::new(key_file::of_demo(data, DEMO_FILE, entropy)?).map_err(|problem| Fault::config("totp_key_file", problem))
    }

    /// What is kept of that customer's seed.
    ///
    /// # Errors
    /// Never, with a seed.
    pub fn seal(&self, customer: CustomerId, seed: &Seed, entropy: &dyn Entropy) -> Result<Vec<u8>, Fault> {
        let nonce: [u8; NONCE_LEN] = entropy::bytes(entropy);
        let mut sealed = seed.expose().to_vec();
        self.0.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), of(customer), &mut sealed).map_err(wrong)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// That customer's seed.
    ///
    /// # Errors
    /// When it was sealed with another key, for another customer, or was changed since.
    pub fn open(&self, customer: CustomerId, sealed: &[u8]) -> Result<Seed, Fault> {
        let (nonce, sealed) = sealed.split_at_checked(NONCE_LEN).ok_or(Unspecified).map_err(wrong)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(wrong)?;
        let mut sealed = sealed.to_vec();
        let opened = self.0.open_in_place(nonce, of(customer), &mut sealed).map_err(wrong)?;
        Ok(Seed::from_bytes((&*opened).try_into().map_err(|_| wrong(Unspecified))?))
    }
}

fn of(customer: CustomerId) -> Aad<[u8; 16]> {
    Aad::from(customer.uuid().into_bytes())
}

/// The library says no more of it than this.
fn wrong(Unspecified: Unspecified) -> Fault {
    Fault::other("opening a seed", io::Error::other("it was sealed with another key, or is not what was sealed"))
}

#[cfg(test)]
mod tests {
    use domain::testing::SeededEntropy;
    use uuid::Uuid;

    use super::*;

    const KEY: &str = "0123456789abcdef0123456789abcdef";

    fn seeds(key: &str) -> Seeds {
        Seeds::new(Secret::new(key.to_owned())).unwrap_or_else(|problem| panic!("{problem}"))
    }

    fn customer(n: u128) -> CustomerId {
        Uuid::from_u128(n).into()
    }

    #[test]
    fn a15_only_the_same_key_opens_a_seed_and_only_for_its_customer() {
        let chance = SeededEntropy::new(1);
        let seed = Seed::draw(&chance);
        let sealed = seeds(KEY).seal(customer(1), &seed, &chance).unwrap();
        assert!(!sealed.windows(20).any(|part| part == seed.expose()), "not in clear");
        assert!(seeds(KEY).open(customer(1), &sealed).unwrap() == seed);
        assert!(seeds(KEY).open(customer(2), &sealed).is_err(), "a row that was copied to another customer");
        assert!(seeds(&KEY.to_uppercase()).open(customer(1), &sealed).is_err(), "whoever has only the database");
        assert!(sealed != seeds(KEY).seal(customer(1), &seed, &chance).unwrap(), "each has a nonce of its own");
        for place in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[place] ^= 1;
            assert!(seeds(KEY).open(customer(1), &changed).is_err(), "byte {place}");
        }
        for length in 0..sealed.len() {
            assert!(seeds(KEY).open(customer(1), &sealed[..length]).is_err(), "only {length}");
        }
    }

    #[test]
    fn a_demo_keeps_its_key() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("var");
        let chance = SeededEntropy::new(1);
        let seed = Seed::draw(&chance);
        let sealed = Seeds::demo(&data, &chance).unwrap().seal(customer(1), &seed, &chance).unwrap();
        assert!(Seeds::demo(&data, &chance).unwrap().open(customer(1), &sealed).unwrap() == seed, "after a restart");
    }

    #[test]
    fn a_short_key_is_none() {
        assert!(Seeds::new(Secret::new("short".to_owned())).is_err());
    }
}
