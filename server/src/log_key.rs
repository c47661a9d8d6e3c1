//! The key that signs the log's heads: Ed25519 (RFC 8032), from a file, never from the database.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
    sync::Arc,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{
    audit_log::key::{Ed25519, Signer},
    secret::Secret,
};
use ring::{
    rand::SystemRandom,
    signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey},
};
use rustls::pki_types::{PrivatePkcs8KeyDer, pem::PemObject};

use crate::{config::secret_file, fault::Fault};

/// Its file in the data folder, where no other is named.
const FILE: &str = "audit-log.key";
/// How many letters a line of PEM has (RFC 7468 section 2).
const PEM_LINE: usize = 64;

/// An Ed25519 key that signs. It has no `Debug`. Cheap to clone.
#[derive(Clone)]
pub struct LogKey(Arc<Ed25519KeyPair>);

impl LogKey {
    /// Reads a private key in PEM (PKCS#8), as `openssl genpkey -algorithm ed25519` writes it.
    ///
    /// # Errors
    /// With a text for the operator; none repeats any of the key.
    pub fn read(path: &Path) -> Result<Self, String> {
        let text: Secret<String> = secret_file(path)?;
        let named = |wrong: &str| format!("names {}, which {wrong}", path.display());
        let der = PrivatePkcs8KeyDer::from_pem_slice(text.expose().as_bytes()).map_err(|_| named("is not the PEM of a private key"))?;
        Self::from_pkcs8(der.secret_pkcs8_der()).ok_or_else(|| named("is not an Ed25519 key in PKCS#8"))
    }

    /// The one in the data folder, made when there is none.
    ///
    /// # Errors
    /// When the folder cannot be written, or the file is none of ours.
    pub fn of(data: &Path) -> Result<Self, Fault> {
        let path = data.join(FILE);
        if !path.exists() {
            fs::create_dir_all(data).map_err(failed)?;
            Self::make(&path)?;
        }
        Self::read(&path).map_err(|problem| Fault::config("log_key_file", problem))
    }

    /// Makes a new one in a file that is not there yet and that nobody else may read.
    ///
    /// # Errors
    /// When it is there, or cannot be written.
    pub fn make(path: &Path) -> Result<(), Fault> {
        let der = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).map_err(|_| failed(io::ErrorKind::Other.into()))?;
        let mut pem = "-----BEGIN PRIVATE KEY-----\n".to_owned();
        for line in STANDARD.encode(der.as_ref()).as_bytes().chunks(PEM_LINE) {
            pem.push_str(&String::from_utf8_lossy(line));
            pem.push('\n');
        }
        pem.push_str("-----END PRIVATE KEY-----\n");
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(failed)?;
        file.write_all(pem.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)
    }

    fn from_pkcs8(der: &[u8]) -> Option<Self> {
        // What openssl writes is version 1, without the public half that ring could compare.
        Ed25519KeyPair::from_pkcs8_maybe_unchecked(der).ok().map(|key| Self(Arc::new(key)))
    }
}

fn failed(error: io::Error) -> Fault {
    Fault::other("keeping the log's key", error)
}

impl Signer for LogKey {
    fn public(&self) -> [u8; 32] {
        let mut public = [0; 32];
        public.copy_from_slice(self.0.public_key().as_ref());
        public
    }

    fn sign(&self, message: &[u8]) -> [u8; 64] {
        let mut signature = [0; 64];
        signature.copy_from_slice(self.0.sign(message).as_ref());
        signature
    }
}

/// Checks Ed25519 signatures.
#[derive(Clone, Copy, Debug)]
pub struct Ring;

impl Ed25519 for Ring {
    fn verifies(&self, key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
        UnparsedPublicKey::new(&ED25519, key).verify(message, signature).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_kept_from_others_and_signs_what_it_verifies() {
        use std::os::unix::fs::PermissionsExt;

        let folder = tempfile::tempdir().unwrap();
        let (first, again) = (LogKey::of(folder.path()).unwrap(), LogKey::of(folder.path()).unwrap());
        assert_eq!(first.public(), again.public());
        let mode = fs::metadata(folder.path().join(FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let signature = first.sign(b"head");
        assert!(Ring.verifies(&first.public(), b"head", &signature));
        assert!(!Ring.verifies(&first.public(), b"tail", &signature));
        assert!(LogKey::make(&folder.path().join(FILE)).is_err());
    }

    #[test]
    fn what_is_no_such_key_is_refused_without_being_repeated() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("k");
        for text in ["hunter2", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"] {
            fs::write(&path, text).unwrap();
            let refusal = LogKey::read(&path).err().unwrap();
            assert!(!refusal.contains("hunter2") && !refusal.contains("AAAA"), "{refusal}");
        }
    }
}
