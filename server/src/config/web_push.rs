//! Web Push: who we are to browsers' push services.

use std::{fs, path::Path};

use url::Url;

use super::{ConfigError, signing_key, sources::Layered};
use crate::{fault::Fault, push::SigningKey};

/// Where the demo keeps its key, so that browsers that know it stay subscribed.
const DEMO_FILE: &str = "demo-web-push.key";

/// How notifications reach browsers.
#[derive(Clone)]
pub struct WebPush {
    /// Our key; browsers know its public half (RFC 8292 section 3.2).
    pub key: SigningKey,
    /// Whom a service turns to (RFC 8292 section 2.1).
    pub contact: String,
}

/// Reads who we are; `web_push_services` says whom to.
pub(super) fn read(from: &Layered) -> Result<Option<WebPush>, ConfigError> {
    let key = from.optional("web_push_key_file", |path| signing_key::read(Path::new(path)))?;
    let contact = from.optional("web_push_contact", contact)?;
    match (key, contact) {
        (Some(key), Some(contact)) => Ok(Some(WebPush { key, contact })),
        (Some(_), None) => Err(from.wrong("web_push_contact", "is not given, and `web_push_key_file` is of no use without it")),
        (None, Some(_)) => Err(from.wrong("web_push_key_file", "is not given, and `web_push_contact` is of no use without it")),
        (None, None) => Ok(None),
    }
}

impl WebPush {
    /// The demo's: a key of its own in the data folder, made when there is none.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn demo(data: &Path) -> Result<Self, Fault> {
        let failed = |error| Fault::other("keeping the demo's key for notifications", error);
        let path = data.join(DEMO_FILE);
        let der = match fs::read(&path) {
            Ok(der) => der,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let der = SigningKey::new_pkcs8().ok_or_else(|| failed(std::io::ErrorKind::Other.into()))?;
                fs::create_dir_all(data).map_err(failed)?;
                fs::write(&path, &der).map_err(failed)?;
                der
            }
            Err(error) => return Err(failed(error)),
        };
        let key = SigningKey::from_pkcs8(&der).ok_or_else(|| Fault::config("web_push_key_file", "names a file that is no key"))?;
        Ok(Self { key, contact: "mailto:demo@acme.example".to_owned() })
    }
}

fn contact(text: &str) -> Result<String, String> {
    let fits = Url::parse(text).is_ok_and(|url| match url.scheme() {
        "mailto" => url.path().contains('@'),
        "https" => url.has_host(),
        _ => false,
    });
    if fits && text.is_ascii() { Ok(text.to_owned()) } else { Err(format!("is {text:?}")) }
}
