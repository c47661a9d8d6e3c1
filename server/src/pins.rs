//! PINs as they are kept: Argon2id (RFC 9106), with a secret key that is never in the database.
//!
//! A PIN has so few digits that any hash of it alone is guessed in seconds. With the key (the "pepper"; RFC 9106 section 3.1 calls it
//! the secret value K) whoever has only the database can compare nothing (REQUIREMENTS F02). The customer's id goes into the
//! hash as associated data, so that a row copied to another customer opens nothing. Parameters and salt stand beside each hash, in
//! the PHC string format, and a hash made with lesser ones is made anew when its PIN is right.

use std::{path::Path, sync::Arc};

use argon2::{
    Algorithm, Argon2, AssociatedData, Params, ParamsBuilder, PasswordHash, PasswordHasher, PasswordVerifier, Version,
    password_hash::SaltString,
};
use tokio::sync::Semaphore;

use domain::{
    entropy::{self, Entropy},
    ids::CustomerId,
    pin::Pin,
    secret::Secret,
};

use crate::{fault::Fault, key_file};

/// KiB of memory for one hash, and how often it is walked: what OWASP's Password Storage Cheat Sheet sets as the least.
const MEMORY: u32 = 19_456;
const WALKS: u32 = 2;

/// The name of the demo's own key in the data folder.
const DEMO_FILE: &str = "pin.key";

/// Makes hashes and compares with them. Cheap to clone.
#[derive(Clone)]
pub struct Pins {
    key: Arc<Secret<String>>,
    /// Each takes 19 MiB and a core for some hundredths of a second: no more at once than there are cores.
    turns: Arc<Semaphore>,
}

/// What came of a comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compared {
    /// Another PIN.
    Other,
    /// The same.
    Same,
    /// The same; this hash of it is stronger than the one that is kept.
    SameAnew(String),
}

impl Pins {
    /// With that key.
    ///
    /// # Errors
    /// With a text for the operator when it is too short to be one.
    pub fn new(key: Secret<String>) -> Result<Self, String> {
        let key = key_file::long_enough(key)?;
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Ok(Self { key: Arc::new(key), turns: Arc::new(Semaphore::new(cores)) })
    }

    /// The demo's: a key of its own in the data folder, made when there is none.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn demo(data: &Path, entropy: &dyn Entropy) -> Result<Self, Fault> {
        Self::new(key_file::of_demo(data, DEMO_FILE, entropy)?).map_err(|problem| Fault::config("pin_key_file", problem))
    }

    /// The hash to keep of a PIN. Slow on purpose: never to be awaited while a transaction is open.
    ///
    /// # Errors
    /// When the machine has no memory for it.
    pub async fn hash(&self, customer: CustomerId, pin: Pin, entropy: &dyn Entropy) -> Result<String, Fault> {
        let salt = SaltString::encode_b64(&entropy::bytes::<16>(entropy)).map_err(wrong)?;
        self.slowly(move |key| made(key, customer, &pin, &salt)).await
    }

    /// Compares a PIN with a hash of that customer's. As slow.
    ///
    /// # Errors
    /// When the hash cannot be read or the machine has no memory for it.
    pub async fn compare(&self, customer: CustomerId, pin: Pin, kept: String, entropy: &dyn Entropy) -> Result<Compared, Fault> {
        let salt = SaltString::encode_b64(&entropy::bytes::<16>(entropy)).map_err(wrong)?;
        self.slowly(move |key| {
            let hash = PasswordHash::new(&kept).map_err(wrong)?;
            let params = Params::try_from(&hash).map_err(wrong)?;
            let of_customer = params.data() == customer.uuid().as_bytes();
            let argon = with(key, params.clone())?;
            if !of_customer || argon.verify_password(pin.expose().as_bytes(), &hash).is_err() {
                return Ok(Compared::Other);
            }
            if params.m_cost() >= MEMORY && params.t_cost() >= WALKS {
                return Ok(Compared::Same);
            }
            made(key, customer, &pin, &salt).map(Compared::SameAnew)
        })
        .await
    }

    async fn slowly<T: Send + 'static>(&self, work: impl FnOnce(&str) -> Result<T, Fault> + Send + 'static) -> Result<T, Fault> {
        let _turn = self.turns.acquire().await.map_err(|_| Fault::Closed)?;
        let key = Arc::clone(&self.key);
        let done = tokio::task::spawn_blocking(move || work(key.expose())).await;
        done.map_err(|error| Fault::other("hashing a PIN", error))?
    }
}

fn made(key: &str, customer: CustomerId, pin: &Pin, salt: &SaltString) -> Result<String, Fault> {
    let of_customer = AssociatedData::new(customer.uuid().as_bytes()).map_err(wrong)?;
    let params = ParamsBuilder::new().m_cost(MEMORY).t_cost(WALKS).p_cost(1).data(of_customer).build().map_err(wrong)?;
    let hash = with(key, params)?.hash_password(pin.expose().as_bytes(), salt).map_err(wrong)?;
    Ok(hash.to_string())
}

fn with(key: &str, params: Params) -> Result<Argon2<'_>, Fault> {
    Argon2::new_with_secret(key.as_bytes(), Algorithm::Argon2id, Version::V0x13, params).map_err(wrong)
}

fn wrong(error: impl std::error::Error + Send + Sync + 'static) -> Fault {
    Fault::other("hashing a PIN", error)
}

#[cfg(test)]
mod tests {
    use domain::testing::SeededEntropy;
    use uuid::Uuid;

    use super::*;

    const KEY: &str = "0123456789abcdef0123456789abcdef";

    fn pins(key: &str) -> Pins {
        Pins::new(Secret::new(key.to_owned())).unwrap_or_else(|problem| panic!("{problem}"))
    }

    fn typed(digits: &str) -> Pin {
        Pin::typed(digits).unwrap()
    }

    fn customer(n: u128) -> CustomerId {
        Uuid::from_u128(n).into()
    }

    #[tokio::test]
    async fn f02_only_the_same_pin_of_the_same_customer_under_the_same_key_is_the_same() {
        let chance = SeededEntropy::new(1);
        let kept = pins(KEY).hash(customer(1), typed("483917"), &chance).await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1,"), "{kept}");
        assert!(!kept.contains("483917"));
        let compare =
            async |key: &str, of: u128, digits: &str| pins(key).compare(customer(of), typed(digits), kept.clone(), &chance).await.unwrap();
        assert_eq!(compare(KEY, 1, "483917").await, Compared::Same);
        assert_eq!(compare(KEY, 1, "483918").await, Compared::Other);
        assert_eq!(compare(KEY, 2, "483917").await, Compared::Other, "a row that was copied to another customer");
        assert_eq!(compare(&KEY.to_uppercase(), 1, "483917").await, Compared::Other, "whoever has only the database");
    }

    #[tokio::test]
    async fn f02_a_lesser_hash_is_made_anew_when_it_is_used() {
        let of = customer(1);
        let data = AssociatedData::new(of.uuid().as_bytes()).unwrap();
        let params = ParamsBuilder::new().m_cost(8).t_cost(1).p_cost(1).data(data).build().unwrap();
        let salt = SaltString::encode_b64(&[7; 16]).unwrap();
        let lesser = with(KEY, params).unwrap().hash_password(b"483917", &salt).unwrap().to_string();
        let chance = SeededEntropy::new(1);
        let Compared::SameAnew(better) = pins(KEY).compare(of, typed("483917"), lesser, &chance).await.unwrap() else {
            panic!("it was kept as it is");
        };
        assert_eq!(pins(KEY).compare(of, typed("483917"), better, &chance).await.unwrap(), Compared::Same);
    }

    #[tokio::test]
    async fn a_demo_keeps_its_key() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("var");
        let chance = SeededEntropy::new(1);
        let kept = Pins::demo(&data, &chance).unwrap().hash(customer(1), typed("483917"), &chance).await.unwrap();
        let after_restart = Pins::demo(&data, &chance).unwrap();
        assert_eq!(after_restart.compare(customer(1), typed("483917"), kept, &chance).await.unwrap(), Compared::Same);
    }

    #[test]
    fn a_short_key_is_none() {
        assert!(Pins::new(Secret::new("short".to_owned())).is_err());
    }
}
