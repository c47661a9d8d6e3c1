//! The address people type. Passkeys are bound to its host, so it must be the real one.

use url::{Host, Url};

/// A checked public URL: scheme, host and port, nothing after.
#[derive(Clone, Debug)]
pub struct PublicUrl(Url);

impl PublicUrl {
    /// Reads a public URL; `http` only where browsers treat it as safe.
    ///
    /// # Errors
    /// With what is wrong, as the middle of a sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|error| format!("is not a URL ({error})"))?;
        if !matches!(url.path(), "/") || url.query().is_some() || url.fragment().is_some() {
            return Err("has something after the host".to_owned());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("holds a name or a password".to_owned());
        }
        match (url.scheme(), url.host()) {
            ("https", Some(_)) => Ok(Self(url)),
            ("http", Some(host)) if is_this_machine(&host) => Ok(Self(url)),
            ("http", Some(_)) => Err("is http for a host that is not this machine".to_owned()),
            _ => Err("is neither https nor http".to_owned()),
        }
    }

    /// The URL, with its final slash.
    pub const fn url(&self) -> &Url {
        &self.0
    }

    /// As a browser writes it in `Origin`.
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// What passkeys are bound to (the WebAuthn relying party's id).
    pub fn rp_id(&self) -> &str {
        self.0.host_str().unwrap_or_default()
    }

    /// Whether browsers reach us through TLS.
    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }
}

/// Whether nobody else can hear what is said to that host.
pub(super) fn is_this_machine(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost" || name.ends_with(".localhost"),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}
