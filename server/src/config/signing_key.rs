//! A P-256 private key in a file: Apple's `.p8`, or one that `openssl` made.

use std::path::Path;

use domain::secret::Secret;
use rustls::pki_types::{PrivatePkcs8KeyDer, pem::PemObject};

use super::secret_file;
use crate::push::SigningKey;

/// Reads it. No refusal repeats any of it.
pub(super) fn read(path: &Path) -> Result<SigningKey, String> {
    let text: Secret<String> = secret_file(path)?;
    let named = |wrong: &str| format!("names {}, which {wrong}", path.display());
    let der = PrivatePkcs8KeyDer::from_pem_slice(text.expose().as_bytes()).map_err(|_| named("is not the PEM of a private key"))?;
    SigningKey::from_pkcs8(der.secret_pkcs8_der()).ok_or_else(|| named("is not a P-256 key in PKCS#8"))
}
