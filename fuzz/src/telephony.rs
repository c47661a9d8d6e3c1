//! The telephony API: a request as HTTP/1.1 writes it, through the door and everything around it.
//!
//! `{token}` and `{entry}` in an input's head are the telephone system's token and the number of the entry that is open. The PIN behind
//! it is locked, so that right digits are told from wrong ones by nobody and no input takes the time of a slow hash.

use app::desk::{
    gate::Chosen,
    view::{Identifier, IdentifierKind, NewSession},
};
use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
    response::Response,
};
use domain::{
    action::ActionKind,
    agent::Agent,
    assurance,
    channel::{Channel, StartedBy},
};
use serde_json::Value;
use server::{
    http::{layers, telephony},
    services::{Shared, ask, pins, sessions},
    store::{challenge, pin, staff},
};
use tower::ServiceExt;

use super::{
    Seed,
    house::{House, TOKEN},
};

/// The demo's customer with a PIN, and the agent who asks.
const NOOR: &str = "12876391";
const ANA: u32 = 2207;
/// More than any answer of this door.
const LONGEST: usize = 64 * 1024;

/// A server in which one PIN is asked for.
pub struct Telephony {
    house: House,
    entry: String,
}

/// What was asked, kept for comparing.
struct Asked {
    method: Method,
    path: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Telephony {
    /// The same in every run.
    pub fn new() -> Self {
        let house = House::new();
        let entry = house.runtime.block_on(ask_for_a_pin(&house.shared));
        Self { house, entry }
    }

    /// Tries one input. Whether it was understood whole: token, number and, where digits were sent, digits.
    pub fn run(&self, input: &[u8]) -> bool {
        let Some(asked) = self.read(input) else { return false };
        let Some(request) = asked.request() else { return false };
        let before = self.house.kept();
        let (status, text) = self.house.runtime.block_on(async {
            // A door of its own, so that no earlier guess slows this one.
            let door = layers::wrap(telephony::router(&self.house.shared), &self.house.shell);
            let answer: Response = door.oneshot(request).await.expect("a door always answers");
            (answer.status(), to_bytes(answer.into_body(), LONGEST).await.expect("a short answer"))
        });
        let text = String::from_utf8_lossy(&text);
        assert!(!status.is_server_error(), "{status}: {text}");
        assert_eq!(self.house.kept(), before, "something was written");
        assert!(!text.contains(TOKEN) && !text.contains("Noor"), "it tells of the token or the customer: {text}");
        let locked = serde_json::from_str::<Value>(&text).is_ok_and(|said| said["code"] == "locked");
        let understood = status == StatusCode::NO_CONTENT || locked;
        if understood && asked.path.starts_with("/telephony/") {
            self.must_be_right(&asked, locked);
            return true;
        }
        false
    }

    /// What was understood said all that it has to, read by hand.
    fn must_be_right(&self, Asked { method, path, headers, body }: &Asked, locked: bool) {
        assert_eq!(method, Method::POST);
        assert_eq!(headers.get(header::AUTHORIZATION).map(|value| value.as_bytes().to_vec()), Some(format!("Bearer {TOKEN}").into_bytes()));
        let foreign = headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site" || site == "same-site");
        assert!(!foreign && !headers.contains_key(header::TRANSFER_ENCODING), "{headers:?}");
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let [number, what] = path.strip_prefix("/telephony/v1/entries/").unwrap().split('/').collect::<Vec<_>>().try_into().unwrap();
        let number = percent_decoded(number);
        assert_eq!(number.chars().filter(|c| !c.is_whitespace()).collect::<String>(), self.entry, "another entry was found");
        assert_eq!(what, if locked { "digits" } else { "started" }, "digits were right though the PIN is locked");
        if locked {
            let kind = headers.get(header::CONTENT_TYPE).expect("a content type").to_str().unwrap().to_ascii_lowercase();
            assert!(kind.starts_with("application/") && kind.contains("json"), "{kind}");
            let body: Value = serde_json::from_slice(body).expect("a body of JSON");
            // serde takes an array of the members for the object.
            let digits = match &body {
                Value::Object(members) if members.len() == 1 => &members["digits"],
                Value::Array(members) if members.len() == 1 => &members[0],
                _ => panic!("more than digits was understood: {body}"),
            };
            let digits: String = digits.as_str().expect("digits").chars().filter(|c| !c.is_whitespace()).collect();
            assert!((6..=12).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()), "{body}");
        }
    }

    /// A request as it stands in an input.
    fn read(&self, input: &[u8]) -> Option<Asked> {
        let end = input.windows(2).position(|two| two == b"\n\n").unwrap_or(input.len());
        let body = input.get(end + 2..).unwrap_or_default().to_vec();
        let head = String::from_utf8_lossy(&input[..end]).replace("{token}", TOKEN).replace("{entry}", &self.entry);
        let mut lines = head.split('\n');
        let (method, path) = lines.next()?.split_once(' ')?;
        let mut headers = HeaderMap::new();
        for line in lines {
            let (name, value) = line.split_once(": ")?;
            headers.append(header::HeaderName::try_from(name).ok()?, header::HeaderValue::try_from(value).ok()?);
        }
        Some(Asked { method: method.parse().ok()?, path: path.to_owned(), headers, body })
    }

    /// What a telephone system really sends, and what somebody else might.
    pub fn seeds() -> Vec<Seed> {
        let post = |what: &str, more: &str, body: &str| format!("POST /telephony/v1/entries/{what}\n{more}\n\n{body}").into_bytes();
        let bearer = "authorization: Bearer {token}";
        let json = "authorization: Bearer {token}\ncontent-type: application/json";
        let digits = r#"{"digits":"402957"}"#;
        vec![
            ("started", true, post("{entry}/started", bearer, "")),
            ("digits", true, post("{entry}/digits", json, digits)),
            ("spaces", true, post("{entry}/digits", json, r#"{ "digits": "40 29 57" }"#)),
            ("other-entry", false, post("00000000/digits", json, digits)),
            ("no-token", false, post("{entry}/digits", "content-type: application/json", digits)),
            ("other-token", false, post("{entry}/digits", "authorization: Bearer guess\ncontent-type: application/json", digits)),
            ("no-digits", false, post("{entry}/digits", json, r#"{"digits":"12a"}"#)),
            (
                "cross-site",
                false,
                post("{entry}/digits", &format!("{json}\nsec-fetch-site: cross-site\norigin: https://evil.example"), digits),
            ),
            ("forwarded", true, post("{entry}/started", &format!("{bearer}\nx-forwarded-for: 192.0.2.7, 127.0.0.1"), "")),
        ]
    }
}

impl Default for Telephony {
    fn default() -> Self {
        Self::new()
    }
}

impl Asked {
    /// Nothing when HTTP has no such request.
    fn request(&self) -> Option<Request<Body>> {
        let mut request = Request::builder().method(self.method.clone()).uri(&self.path).body(Body::from(self.body.clone())).ok()?;
        *request.headers_mut() = self.headers.clone();
        Some(request)
    }
}

async fn ask_for_a_pin(shared: &Shared) -> String {
    let agent = Agent::try_from(staff::by_number(&shared.db, ANA).await.unwrap().unwrap()).unwrap();
    let contact = NewSession {
        channel: Channel::from_key("phone").unwrap(),
        started_by: StartedBy::Customer,
        identifier: Identifier { kind: IdentifierKind::CustomerNumber, value: NOOR.to_owned() },
        reason: ActionKind::UpdateContactPreferences,
        case: None,
    };
    let session = sessions::open(shared, &agent, contact).await.unwrap();
    let chosen = Chosen { method: assurance::Method::Pin, device: None, typed: None };
    let id = ask::raise(shared, &agent, session, Some(chosen)).await.unwrap();
    let asked = challenge::read(&shared.db, id).await.unwrap().unwrap().challenge;
    let entry = asked.means.entry().unwrap();
    // The caller is at the keypad already: saying so again writes nothing.
    pins::started(shared, entry).await.unwrap();
    let mut tx = shared.db.write().await.unwrap();
    let hash = pin::of_customer(&mut tx, asked.customer).await.unwrap().unwrap().hash;
    while pin::wrong(&mut tx, asked.customer, &hash).await.unwrap().is_some() {}
    tx.commit().await.unwrap();
    entry.as_str().to_owned()
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let coded = (*first == b'%').then(|| after.get(..2)).flatten().and_then(|two| std::str::from_utf8(two).ok());
        match coded.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) => (bytes.push(byte), rest = &after[2..]),
            None => (bytes.push(*first), rest = after),
        };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
