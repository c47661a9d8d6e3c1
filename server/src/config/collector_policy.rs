//! Who keeps a copy of the record, and how long it may be behind: a file of its own.

use std::path::Path;

use rustls::pki_types::CertificateDer;
use url::Url;

use domain::{secret::Secret, time::Duration};

use super::{apns, public_url::is_this_machine, secret_file, values};
use crate::key_file::long_enough;

/// As many as anybody has a use for.
const MOST: usize = 8;

/// The collectors, and what is asked of them.
#[derive(Clone)]
pub struct CollectorPolicy {
    /// All of them.
    pub collectors: Vec<Recipient>,
    /// How long one of them may be behind before somebody is told.
    pub behind: Duration,
    /// The only roots that vouch for their servers; `None`: those of the web.
    pub roots: Option<Vec<CertificateDer<'static>>>,
}

/// One collector.
#[derive(Clone)]
pub struct Recipient {
    /// Where entries are sent.
    pub url: Url,
    /// What it knows us by.
    pub token: Secret<String>,
}

impl Recipient {
    /// What it is called in log lines and sentences: its host, and the port where one is written.
    #[must_use]
    pub fn name(&self) -> String {
        let host = self.url.host_str().unwrap_or_default();
        self.url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }
}

/// Reads the file. Says the line of what it refuses, and never a token.
pub(super) fn read(path: &Path) -> Result<CollectorPolicy, String> {
    let text = secret_file(path)?;
    let (mut collectors, mut roots, mut behind) = (Vec::<Recipient>::new(), Vec::new(), None);
    let lines = text.expose().lines().enumerate().map(|(place, line)| (place + 1, line.trim()));
    for (number, line) in lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        let wrong = |wrong: String| format!("names {}, whose line {number} {wrong}", path.display());
        let mut words = line.split_whitespace();
        let (what, first, second, more) = (words.next().unwrap_or_default(), words.next(), words.next(), words.next());
        match (what, first, second, more) {
            ("collector", Some(url), Some(token), None) => {
                let one = recipient(url, Path::new(token)).map_err(wrong)?;
                if collectors.iter().any(|other| other.url == one.url) {
                    return Err(wrong("has an address that another line has".to_owned()));
                }
                collectors.push(one);
            }
            ("behind", Some(_), None, None) if behind.is_some() => return Err(wrong("says `behind` a second time".to_owned())),
            ("behind", Some(span), None, None) => {
                let span =
                    values::span(span).map_err(|_| wrong("has no time such as 30s, 5m or 1h, up to 1h, after `behind`".to_owned()))?;
                behind = Some(span.try_into().map_err(|_| wrong("has a time that is too long".to_owned()))?);
            }
            ("root", Some(file), None, None) => roots.extend(apns::roots(Path::new(file)).map_err(wrong)?),
            _ => return Err(wrong("is none of `collector url token-file`, `behind time` and `root file`".to_owned())),
        }
    }
    let behind = behind.ok_or_else(|| format!("names {}, which has no line `behind`", path.display()))?;
    if collectors.is_empty() || collectors.len() > MOST {
        return Err(format!(
            "names {}, which names {} collectors: at least one, and no more than {MOST}",
            path.display(),
            collectors.len()
        ));
    }
    Ok(CollectorPolicy { collectors, behind, roots: Some(roots).filter(|roots| !roots.is_empty()) })
}

fn recipient(url: &str, token: &Path) -> Result<Recipient, String> {
    let token = secret_file(token).and_then(long_enough)?;
    if !token.expose().bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("names a token with other letters than printable ones without a space".to_owned());
    }
    let mut url = Url::parse(url).map_err(|wrong| format!("has an address that is no URL ({wrong})"))?;
    let plain = url.username().is_empty() && url.password().is_none() && url.query().is_none() && url.fragment().is_none();
    let here = url.host().is_some_and(|host| is_this_machine(&host));
    if !plain || !(url.scheme() == "https" || url.scheme() == "http" && here) {
        return Err("has an address that is not https:// (http:// only on this machine), or holds more than a host and a path".to_owned());
    }
    if !url.path().ends_with('/') {
        url.set_path(&[url.path(), "/"].concat());
    }
    let url = url.join("collect/v1/entries").map_err(|wrong| format!("has an address that nothing can follow ({wrong})"))?;
    Ok(Recipient { url, token })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "0123456789abcdef0123456789abcdef";

    fn reading(text: &str) -> Result<CollectorPolicy, String> {
        let folder = tempfile::tempdir().unwrap();
        let named = |name: &str| folder.path().join(name);
        std::fs::write(named("token"), TOKEN).unwrap();
        std::fs::write(named("short"), "short").unwrap();
        std::fs::write(named("spaced"), [TOKEN, " x"].concat()).unwrap();
        std::fs::write(named("policy"), text.replace("DIR", folder.path().to_str().unwrap())).unwrap();
        read(&named("policy"))
    }

    #[test]
    fn each_line_is_read() {
        let policy =
            reading("# who\n\ncollector https://c.example/log DIR/token\n collector\thttp://127.0.0.1:9/  DIR/token\nbehind 90s\n");
        let policy = policy.unwrap();
        assert_eq!(policy.behind, Duration::seconds(90));
        let urls: Vec<_> = policy.collectors.iter().map(|one| one.url.as_str()).collect();
        assert_eq!(urls, ["https://c.example/log/collect/v1/entries", "http://127.0.0.1:9/collect/v1/entries"]);
        assert_eq!(policy.collectors.iter().map(Recipient::name).collect::<Vec<_>>(), ["c.example", "127.0.0.1:9"]);
        assert!(policy.roots.is_none() && policy.collectors[0].token.expose() == TOKEN);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line_and_never_with_the_token() {
        let good = "collector https://c.example/ DIR/token\n";
        for (text, says) in [
            (good.to_owned(), "no line `behind`"),
            ("behind 5m\n".to_owned(), "names 0 collectors"),
            (format!("{good}{good}behind 5m\n"), "line 2 has an address that another line has"),
            (format!("{good}behind 5m\nbehind 5m\n"), "line 3 says `behind` a second time"),
            (format!("{good}behind 0s\n"), "line 2 has no time"),
            (format!("{good}behind 2h\n"), "line 2 has no time"),
            ("collector http://c.example/ DIR/token\n".to_owned(), "line 1 has an address that is not https"),
            ("collector https://u@c.example/ DIR/token\n".to_owned(), "line 1 has an address that is not https"),
            ("collector https://c.example/?a DIR/token\n".to_owned(), "line 1 has an address that is not https"),
            ("collector c.example DIR/token\n".to_owned(), "line 1 has an address that is no URL"),
            ("collector https://c.example/ DIR/nowhere\n".to_owned(), "which cannot be read"),
            ("collector https://c.example/ DIR/short\n".to_owned(), "32 to 200 characters"),
            ("collector https://c.example/ DIR/spaced\n".to_owned(), "printable ones without a space"),
            ("collector https://c.example/\n".to_owned(), "line 1 is none of"),
            (format!("{good}root /nonexistent.pem\n"), "line 2 names /nonexistent.pem, which cannot be read"),
            (String::new(), "is empty"),
        ] {
            let said = reading(&text).err().unwrap_or_else(|| panic!("{text} was taken"));
            assert!(said.contains(says) && !said.contains(TOKEN), "{text}: {said}");
        }
        let nine: Vec<_> = (0..9).map(|n| format!("collector https://c{n}.example/ DIR/token\n")).collect();
        assert!(reading(&(nine.concat() + "behind 5m\n")).err().unwrap().contains("no more than 8"));
    }
}
