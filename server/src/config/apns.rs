//! Apple's Push Notification service: who we are to it, and where it is.
//!
//! All of it or nothing. Another place than Apple's own is for trying out against a simulator, and is taken only where a
//! second key allows it: whoever can change one line must not be able to send customers' notifications elsewhere.

use std::path::Path;

use rustls::pki_types::{CertificateDer, ServerName, pem::PemObject};
use url::Url;

use super::{ConfigError, signing_key, sources::Layered, values};
use crate::push::SigningKey;

/// Apple's place for apps from the App Store, from `TestFlight`, and for ad-hoc ones.
const PRODUCTION: &str = "api.push.apple.com";
/// Apple's place for apps that run from Xcode.
const SANDBOX: &str = "api.sandbox.push.apple.com";

/// How notifications reach Apple.
#[derive(Clone)]
pub struct Apns {
    /// The key of the `.p8` file.
    pub key: SigningKey,
    /// The key's id at Apple.
    pub key_id: String,
    /// Whose key it is.
    pub team_id: String,
    /// The app's bundle id.
    pub topic: String,
    /// Where the service is.
    pub endpoint: Endpoint,
}

/// Where the service is, and who vouches for it.
#[derive(Clone)]
pub struct Endpoint {
    /// Its name, which its certificate must bear.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// The only roots that are believed; `None`: those of the web.
    pub roots: Option<Vec<CertificateDer<'static>>>,
}

/// Reads the keys that begin with `apns_`.
pub(super) fn read(from: &Layered) -> Result<Option<Apns>, ConfigError> {
    let key = from.optional("apns_key_file", |path| signing_key::read(Path::new(path)))?;
    let key_id = from.optional("apns_key_id", ten)?;
    let team_id = from.optional("apns_team_id", ten)?;
    let topic = from.optional("apns_topic", bundle_id)?;
    let endpoint = endpoint(from)?;
    let Some(key) = key else {
        let lone = [("apns_key_id", key_id.is_some()), ("apns_team_id", team_id.is_some()), ("apns_topic", topic.is_some())];
        return match lone.into_iter().find(|(_, given)| *given) {
            Some((name, _)) => Err(from.wrong("apns_key_file", format!("is not given, and `{name}` is of no use without it"))),
            None => Ok(None),
        };
    };
    let needed = |name| from.wrong(name, "is not given, and `apns_key_file` is of no use without it");
    Ok(Some(Apns {
        key,
        key_id: key_id.ok_or_else(|| needed("apns_key_id"))?,
        team_id: team_id.ok_or_else(|| needed("apns_team_id"))?,
        topic: topic.ok_or_else(|| needed("apns_topic"))?,
        endpoint,
    }))
}

fn endpoint(from: &Layered) -> Result<Endpoint, ConfigError> {
    let allowed = from.parsed("apns_custom_endpoint_allowed", values::switch)?;
    let roots = from.optional("apns_root_file", |path| roots(Path::new(path)))?;
    let apple = |host: &str| Endpoint { host: host.to_owned(), port: 443, roots: None };
    let endpoint = from.parsed("apns_endpoint", |text| match text {
        "production" => Ok(apple(PRODUCTION)),
        "sandbox" => Ok(apple(SANDBOX)),
        _ if !allowed => Err("is not Apple's, and `apns_custom_endpoint_allowed` is not true".to_owned()),
        other => custom(other),
    })?;
    if roots.is_some() && (endpoint.host == PRODUCTION || endpoint.host == SANDBOX) {
        return Err(from.wrong("apns_root_file", "is given for Apple's own endpoint, whose certificate the roots of the web vouch for"));
    }
    Ok(Endpoint { roots, ..endpoint })
}

fn custom(text: &str) -> Result<Endpoint, String> {
    let wrong = || "is not https:// with a host and a port".to_owned();
    let url = Url::parse(text).map_err(|_| wrong())?;
    let bare = url.scheme() == "https" && matches!(url.path(), "/") && url.query().is_none() && url.username().is_empty();
    let host = url.host_str().filter(|host| bare && ServerName::try_from(*host).is_ok()).ok_or_else(wrong)?;
    Ok(Endpoint { host: host.to_owned(), port: url.port_or_known_default().unwrap_or(443), roots: None })
}

/// The certificates in a PEM file.
pub(super) fn roots(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let named = |wrong: &str| format!("names {}, which {wrong}", path.display());
    let read = CertificateDer::pem_file_iter(path).map_err(|_| named("cannot be read"))?;
    let roots = read.collect::<Result<Vec<_>, _>>().map_err(|_| named("is not PEM"))?;
    if roots.is_empty() { Err(named("holds no certificate")) } else { Ok(roots) }
}

fn ten(text: &str) -> Result<String, String> {
    let fits = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    if fits { Ok(text.to_owned()) } else { Err(format!("is {text:?}")) }
}

fn bundle_id(text: &str) -> Result<String, String> {
    let fits = (1..=155).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
    if fits && text.contains('.') { Ok(text.to_owned()) } else { Err(format!("is {text:?}")) }
}
