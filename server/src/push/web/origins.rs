//! The push services that this server calls. An address comes from a customer's browser: without this list, whoever has a phone
//! could make the server call wherever they like.

use url::{Host, Url};

/// Where notifications may be sent, and nowhere else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origins(Vec<Place>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    /// This host, by https on its usual port.
    Host(String),
    /// Each host below this name, the same way.
    Below(String),
    /// This machine without TLS, on that port: a simulator.
    Here(u16),
}

impl Origins {
    /// Reads `host`, `*.below.example` and `http://localhost:port`, with commas between them.
    ///
    /// # Errors
    /// With what is wrong, for the operator.
    pub fn parse(text: &str) -> Result<Self, String> {
        text.split(',')
            .map(|one| Place::parse(one.trim()).ok_or_else(|| format!("has {:?}", one.trim())))
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Whether an address there may be called.
    #[must_use]
    pub fn have(&self, url: &Url) -> bool {
        url.username().is_empty() && url.password().is_none() && self.0.iter().any(|place| place.has(url))
    }
}

impl Place {
    fn parse(text: &str) -> Option<Self> {
        if text.contains("://") {
            let url = Url::parse(text).ok()?;
            let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
            let here = bare && url.scheme() == "http" && url.host_str() == Some("localhost");
            return here.then(|| url.port_or_known_default().map(Self::Here))?;
        }
        let (below, name) = text.strip_prefix("*.").map_or((false, text), |name| (true, name));
        // What a URL makes of it is what an address will be compared with.
        let url = Url::parse(&format!("https://{name}/")).ok()?;
        let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.');
        let named = matches!(url.host(), Some(Host::Domain(host)) if host == name && host.contains('.') && !host.ends_with('.'));
        (plain && named).then(|| if below { Self::Below(name.to_owned()) } else { Self::Host(name.to_owned()) })
    }

    fn has(&self, url: &Url) -> bool {
        let Some(Host::Domain(host)) = url.host() else { return false };
        let tls = url.scheme() == "https" && url.port().is_none();
        match self {
            Self::Host(name) => tls && host == name,
            Self::Below(name) => tls && host.strip_suffix(name.as_str()).is_some_and(|rest| rest.len() > 1 && rest.ends_with('.')),
            Self::Here(port) => url.scheme() == "http" && host == "localhost" && url.port_or_known_default() == Some(*port),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_listed_is_called() {
        let origins = Origins::parse("push.example.com, *.notify.example.net, http://localhost:8090").unwrap();
        let have = |url: &str| origins.have(&Url::parse(url).unwrap());
        for url in [
            "https://push.example.com/a/b?c",
            "https://PUSH.example.com:443/",
            "https://db5p.notify.example.net/w/?token=x",
            "http://localhost:8090/n/1",
        ] {
            assert!(have(url), "{url}");
        }
        for url in [
            "http://push.example.com/",
            "https://push.example.com:8443/",
            "https://push.example.com./",
            "https://evil.push.example.com/",
            "https://push.example.com.evil.test/",
            "https://evilpush.example.com/",
            "https://user@push.example.com/",
            "https://:word@push.example.com/",
            "https://push.example.com@evil.test/",
            "https://notify.example.net/",
            "https://.notify.example.net/",
            "https://evilnotify.example.net/",
            "https://127.0.0.1/",
            "https://[::1]/",
            "https://169.254.169.254/latest/meta-data",
            "http://localhost:8091/",
            "http://127.0.0.1:8090/",
            "https://localhost:8090/",
            "file:///etc/passwd",
            "ftp://push.example.com/",
        ] {
            assert!(!have(url), "{url}");
        }
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        for wrong in [
            "",
            "push.example.com,",
            "localhost",
            "*.com.",
            "*",
            "*.",
            "a.*.example.com",
            "https://push.example.com",
            "http://push.example.com",
            "http://localhost:8090/path",
            "http://user@localhost:8090",
            "127.0.0.1",
            "push.example.com:8443",
            "push.example.com/path",
            "Push.Example.com",
        ] {
            assert!(Origins::parse(wrong).is_err(), "{wrong}");
        }
    }
}
