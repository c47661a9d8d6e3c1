//! Who else must see the heads of the record, how many of them, and for how long it goes on without: a file of its own.

use std::{collections::BTreeSet, path::Path};

use rustls::pki_types::CertificateDer;
use url::Url;

use domain::audit_log::{VerifierKey, key::Kind, witness::Quorum};

use super::{apns, public_url::is_this_machine, secret_file, values};

/// As many as a policy must be able to name (C2SP tlog-policy, "Implementation limits").
const MOST: usize = 32;

/// The witnesses, and what is asked of them.
#[derive(Clone)]
pub struct WitnessPolicy {
    /// All of them.
    pub witnesses: Vec<Cosigner>,
    /// How many there must be, and how long it goes on without.
    pub quorum: Quorum,
    /// The only roots that vouch for their servers; `None`: those of the web.
    pub roots: Option<Vec<CertificateDer<'static>>>,
}

/// One witness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cosigner {
    /// What its cosignatures are checked with.
    pub key: VerifierKey,
    /// Where it is asked.
    pub url: Url,
}

impl Cosigner {
    /// What it is known by here: its name, and which of its keys. The first two parts of its vkey.
    #[must_use]
    pub fn id(&self) -> String {
        self.key.to_string().splitn(3, '+').take(2).collect::<Vec<_>>().join("+")
    }
}

/// Reads the file. Says the line of what it refuses.
pub(super) fn read(path: &Path) -> Result<WitnessPolicy, String> {
    let text = secret_file(path)?;
    let (mut witnesses, mut roots, mut needed, mut grace) = (Vec::new(), Vec::new(), None, None);
    let lines = text.expose().lines().enumerate().map(|(place, line)| (place + 1, line.trim()));
    for (number, line) in lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        let wrong = |wrong: String| format!("names {}, whose line {number} {wrong}", path.display());
        let mut words = line.split_whitespace();
        let (what, first, second, more) = (words.next().unwrap_or_default(), words.next(), words.next(), words.next());
        let once = |already: bool| if already { Err(wrong(format!("says `{what}` a second time"))) } else { Ok(()) };
        match (what, first, second, more) {
            ("witness", Some(key), Some(url), None) => witnesses.push(witness(key, url, &witnesses).map_err(wrong)?),
            ("quorum", Some(count), None, None) => {
                once(needed.is_some())?;
                let count = count.parse().ok().filter(|count| *count > 0);
                needed = Some(count.ok_or_else(|| wrong("has a quorum that is not a whole number from 1".to_owned()))?);
            }
            ("grace", Some(span), None, None) => {
                once(grace.is_some())?;
                let span =
                    values::span(span).map_err(|_| wrong("has a grace that is not a time such as 30s, 10m or 1h, up to 1h".to_owned()))?;
                grace = Some(span.try_into().map_err(|_| wrong("has a grace that is too long".to_owned()))?);
            }
            ("root", Some(file), None, None) => roots.extend(apns::roots(Path::new(file)).map_err(wrong)?),
            _ => return Err(wrong("is none of `witness vkey url`, `quorum number`, `grace time` and `root file`".to_owned())),
        }
    }
    let needed = needed.ok_or_else(|| format!("names {}, which has no line `quorum`", path.display()))?;
    let grace = grace.ok_or_else(|| format!("names {}, which has no line `grace`", path.display()))?;
    if needed > witnesses.len() || witnesses.len() > MOST {
        let count = witnesses.len();
        return Err(format!(
            "names {}, which wants {needed} of {count} witnesses: at least that many, and no more than {MOST}",
            path.display()
        ));
    }
    let roots = Some(roots).filter(|roots| !roots.is_empty());
    Ok(WitnessPolicy { witnesses, quorum: Quorum { needed, grace }, roots })
}

fn witness(key: &str, url: &str, before: &[Cosigner]) -> Result<Cosigner, String> {
    let key: VerifierKey = key.parse().map_err(|wrong| format!("has a key that cannot be used: {wrong}"))?;
    if key.kind != Kind::Cosignature {
        return Err("has the key of a log, not of a witness".to_owned());
    }
    // One key counts once: it is one hand, whatever it calls itself.
    let known: BTreeSet<_> = before.iter().flat_map(|other| [other.key.public.to_vec(), other.key.name.as_str().into()]).collect();
    if known.contains(&key.public[..]) || known.contains(key.name.as_str().as_bytes()) {
        return Err("has a key or a name that another line has".to_owned());
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
    let url = url.join("add-checkpoint").map_err(|wrong| format!("has an address that nothing can follow ({wrong})"))?;
    Ok(Cosigner { key, url })
}

#[cfg(test)]
mod tests {
    use domain::time::Duration;

    use super::*;

    // Of tlog-cosignature's example names, with keys of 32 equal bytes.
    fn vkey(name: &str, kind: Kind, byte: u8) -> String {
        VerifierKey { name: name.parse().unwrap(), kind, public: [byte; 32] }.to_string()
    }

    fn reading(text: &str) -> Result<WitnessPolicy, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("policy");
        std::fs::write(&path, text).unwrap();
        read(&path)
    }

    fn one(url: &str) -> Result<WitnessPolicy, String> {
        reading(&format!("witness {} {url}\nquorum 1\ngrace 10m\n", vkey("w.example/1", Kind::Cosignature, 1)))
    }

    #[test]
    fn each_line_is_read() {
        let (a, b) = (vkey("w.example/1", Kind::Cosignature, 1), vkey("v.example", Kind::Cosignature, 2));
        let text = format!("# who\n\nwitness {a} https://w.example/log\n  witness\t{b}  http://127.0.0.1:9/\ngrace 90s\nquorum 2\n");
        let policy = reading(&text).unwrap();
        assert_eq!(policy.quorum, Quorum { needed: 2, grace: Duration::seconds(90) });
        let urls: Vec<_> = policy.witnesses.iter().map(|witness| witness.url.as_str()).collect();
        assert_eq!(urls, ["https://w.example/log/add-checkpoint", "http://127.0.0.1:9/add-checkpoint"]);
        assert!(a.starts_with(&policy.witnesses[0].id()) && policy.witnesses[0].id().starts_with("w.example/1+"));
        assert!(policy.roots.is_none());
    }

    #[test]
    fn only_https_is_called_and_http_on_this_machine() {
        for good in ["https://w.example", "https://w.example:8443/a/", "http://localhost:1", "http://[::1]:1/x", "http://127.0.0.1:1"] {
            assert!(one(good).is_ok(), "{good}");
        }
        for wrong in [
            "http://w.example",
            "http://10.0.0.1",
            "ftp://w.example",
            "https://u@w.example",
            "https://:p@w.example",
            "https://w.example?x",
            "https://w.example#x",
            "w.example",
            "file:///etc/passwd",
        ] {
            assert!(one(wrong).err().unwrap().contains("line 1 has an address"), "{wrong}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let a = format!("witness {} https://w.example/\n", vkey("w.example/1", Kind::Cosignature, 1));
        let log = format!("witness {} https://w.example/\n", vkey("log.example/1", Kind::Note, 1));
        let same_key = format!("witness {} https://v.example/\n", vkey("other.example", Kind::Cosignature, 1));
        let same_name = format!("witness {} https://v.example/\n", vkey("w.example/1", Kind::Cosignature, 2));
        for (text, says) in [
            (format!("{a}quorum 1\n"), "no line `grace`"),
            (format!("{a}grace 10m\n"), "no line `quorum`"),
            (format!("{a}quorum 2\ngrace 10m\n"), "wants 2 of 1 witnesses"),
            ("quorum 1\ngrace 10m\n".to_owned(), "wants 1 of 0 witnesses"),
            (format!("{a}quorum 0\n"), "line 2 has a quorum"),
            (format!("{a}quorum one\n"), "line 2 has a quorum"),
            (format!("{a}quorum 1\nquorum 1\n"), "line 3 says `quorum` a second time"),
            (format!("{a}grace 10m\ngrace 5m\n"), "line 3 says `grace` a second time"),
            (format!("{a}grace 0s\n"), "line 2 has a grace"),
            (format!("{a}grace 10\n"), "line 2 has a grace"),
            (format!("{a}grace 2h\n"), "line 2 has a grace"),
            (log, "line 1 has the key of a log"),
            (format!("{a}{same_key}"), "line 2 has a key or a name"),
            (format!("{a}{same_name}"), "line 2 has a key or a name"),
            (a.replace("witness w", "witness x"), "line 1 has a key that cannot be used"),
            (a.replace(" https", " x https"), "line 1 is none of"),
            ("witness\n".to_owned(), "line 1 is none of"),
            ("Quorum 1\n".to_owned(), "line 1 is none of"),
            (format!("{a}root /nonexistent.pem\n"), "line 2 names /nonexistent.pem, which cannot be read"),
            (String::new(), "is empty"),
        ] {
            let said = reading(&text).err().unwrap_or_else(|| panic!("{text} was taken"));
            assert!(said.contains(says), "{text}: {said}");
        }
    }
}
