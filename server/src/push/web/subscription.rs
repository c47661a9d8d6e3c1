//! Where a browser is told of something: what its `PushSubscription` says (Push API section 8; RFC 8291 section 3).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use url::Url;
use web_push_native::{Auth, p256::PublicKey};

use super::Origins;

/// Services' addresses are a few hundred letters long.
const LONGEST: usize = 2_000;

/// A subscription as it is kept: a service's address, and what only the browser can read what is sent there with.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subscription {
    /// The service's address for this browser.
    pub endpoint: String,
    /// The browser's public key: an uncompressed P-256 point, base64url.
    pub p256dh: String,
    /// The secret that the browser shares with us: 16 bytes, base64url.
    pub auth: String,
}

/// A subscription that can be sent to.
pub(super) struct Target {
    pub(super) url: Url,
    pub(super) key: PublicKey,
    pub(super) auth: Auth,
}

impl Subscription {
    /// What to keep: the same for the same subscription. `None` when nothing can be sent there, or must not be.
    #[must_use]
    pub fn kept(self, origins: &Origins) -> Option<String> {
        let Target { url, .. } = self.target(origins)?;
        serde_json::to_string(&Self { endpoint: url.into(), ..self }).ok()
    }

    /// What was kept. The settings may name fewer services by now.
    pub(super) fn read(kept: &str, origins: &Origins) -> Option<Target> {
        serde_json::from_str::<Self>(kept).ok()?.target(origins)
    }

    fn target(&self, origins: &Origins) -> Option<Target> {
        let url = Some(&self.endpoint).filter(|text| text.len() <= LONGEST).and_then(|text| Url::parse(text).ok())?;
        let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).ok();
        let point = bytes(&self.p256dh).filter(|point| point.len() == 65)?;
        let auth: [u8; 16] = bytes(&self.auth)?.try_into().ok()?;
        let allowed = origins.have(&url) && url.fragment().is_none();
        let key = PublicKey::from_sec1_bytes(&point).ok().filter(|_| allowed)?;
        Some(Target { url, key, auth: auth.into() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 8291 appendix A.
    const P256DH: &str = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";

    fn kept(endpoint: &str, p256dh: &str, auth: &str) -> Option<String> {
        let [endpoint, p256dh, auth] = [endpoint, p256dh, auth].map(str::to_owned);
        Subscription { endpoint, p256dh, auth }.kept(&Origins::parse("push.example.com").unwrap())
    }

    #[test]
    fn what_a_browser_says_is_kept_in_one_way() {
        let one = kept("https://push.example.com/p/1", P256DH, AUTH).unwrap();
        assert_eq!(kept("https://PUSH.example.com:443/p/1", P256DH, AUTH), Some(one.clone()));
        assert!(Subscription::read(&one, &Origins::parse("push.example.com").unwrap()).is_some());
        assert!(Subscription::read(&one, &Origins::parse("other.example.com").unwrap()).is_none(), "the settings name it no longer");
    }

    #[test]
    fn what_nothing_can_be_sent_to_is_not_kept() {
        let there = "https://push.example.com/p/1";
        let off_the_curve = URL_SAFE_NO_PAD.encode([&[4_u8][..], &[7; 64]].concat());
        let compressed = URL_SAFE_NO_PAD.encode([&[2_u8][..], &URL_SAFE_NO_PAD.decode(P256DH).unwrap()[1..33]].concat());
        for (endpoint, p256dh, auth) in [
            ("https://evil.test/p/1", P256DH, AUTH),
            ("https://push.example.com/p/1#here", P256DH, AUTH),
            ("not a place", P256DH, AUTH),
            (&["https://push.example.com/", &"x".repeat(LONGEST)].concat(), P256DH, AUTH),
            (there, &off_the_curve, AUTH),
            (there, &compressed, AUTH),
            (there, "", AUTH),
            (there, &[P256DH, "="].concat(), AUTH),
            (there, P256DH, "BTBZMqHH6r4Tts7J_aSI"),
            (there, P256DH, "not base64"),
        ] {
            assert_eq!(kept(endpoint, p256dh, auth), None, "{endpoint} {p256dh} {auth}");
        }
    }
}
