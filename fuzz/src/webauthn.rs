//! What a browser sends for a passkey: a new credential, and its answers to the three ceremonies there are (behind a link, on a
//! phone that is known, at the sign-in), as the use cases read and check them.
//!
//! An input is an answer's JSON as it comes, or `r` and a new credential's; or `A`, `S` or `R` with client data and authenticator
//! data, which the credential or a stranger's key signs, or an attestation object, so that what stands behind base64 and
//! signature is tried too. Each transaction is dropped, so the ceremonies are there again for the next input.

use domain::{
    challenge::{Binds, Bound},
    entropy,
    testing::SeededEntropy,
};
use serde_json::{Value, json};
use server::{
    passkeys::{Allowed, Answered, Key as Ceremony, User, Wanted, signed_with},
    store::{Tx, ceremony},
};
use uuid::Uuid;

use super::{
    Seed,
    assertion::{Must, must_be_new, must_be_right},
    house::House,
    joined,
    key::Key,
    made::{self, BACKED_UP, COUNTER, ELIGIBLE, ID, PRESENT, VERIFIED},
    parts,
};

const USER: Uuid = Uuid::from_u128(9);
const LINK: Ceremony<'_> = Ceremony { purpose: "fuzz-link", holder: "link", bound_to: b"link" };
const LINK_ANYHOW: Ceremony<'_> = Ceremony { purpose: "fuzz-link", holder: "anyhow", bound_to: b"link" };
const KNOWN: Ceremony<'_> = Ceremony { purpose: "fuzz-known", holder: "known", bound_to: b"known" };
const SIGN_IN: Ceremony<'_> = Ceremony { purpose: "fuzz-sign-in", holder: "sign-in", bound_to: b"" };
const REGISTER: Ceremony<'_> = Ceremony { purpose: "fuzz-register", holder: "register", bound_to: b"" };

/// A server in which each ceremony has begun.
pub struct Webauthn {
    house: House,
    key: Key,
    stranger: Key,
    credential: String,
}

impl Webauthn {
    /// The same in every run.
    pub fn new() -> Self {
        let mut target = Self { house: House::new(), key: Key::of(21), stranger: Key::of(22), credential: String::new() };
        target.credential = target.house.runtime.block_on(target.begin());
        target
    }

    /// Tries one input. Whether anything in it was accepted.
    pub fn run(&self, input: &[u8]) -> bool {
        let before = self.house.kept();
        let accepted = self.house.runtime.block_on(self.of_kind(input));
        assert_eq!(self.house.kept(), before, "something was written");
        accepted
    }

    async fn of_kind(&self, input: &[u8]) -> bool {
        match input.split_first() {
            Some((b'A', rest)) => self.answer(&signed(rest, &self.key)).await,
            Some((b'S', rest)) => {
                assert!(!self.answer(&signed(rest, &self.stranger)).await, "a stranger's signature was accepted");
                false
            }
            Some((b'R', rest)) => {
                let (client, object) = parts(rest);
                self.new_credential(&made::registered(client, object)).await
            }
            Some((b'r', rest)) => match serde_json::from_slice(rest) {
                Ok(credential) => self.new_credential(&credential).await,
                Err(_) => false,
            },
            _ => match serde_json::from_slice(input) {
                Ok(answer) => self.answer(&answer).await,
                Err(_) => false,
            },
        }
    }

    /// One answer, put to every ceremony.
    async fn answer(&self, answer: &Value) -> bool {
        let mut tx = self.house.shared.db.write().await.unwrap();
        let by_link = self.behind_link(&mut tx, &LINK, true, answer).await;
        let anyhow = self.behind_link(&mut tx, &LINK_ANYHOW, false, answer).await;
        assert!(anyhow || !by_link, "it does only where the person must be verified");
        let known = self.on_known_phone(&mut tx, answer).await;
        let signed_in = self.at_sign_in(&mut tx, answer).await;
        by_link || anyhow || known || signed_in
    }

    async fn behind_link(&self, tx: &mut Tx, ceremony: &Ceremony<'_>, verify: bool, answer: &Value) -> bool {
        let shared = &self.house.shared;
        let allowed = Allowed { credential: &self.credential, user: USER };
        match shared.passkeys.finish_bound(tx, ceremony, &[allowed], &bound(), answer, shared.now()).await.unwrap() {
            Answered::Fits(given) => {
                assert!(given.user_verified || !verify, "nobody was verified");
                self.right(answer, given.user_verified);
                let again = shared.passkeys.check_again::<Bound>(allowed, &given.proof).expect("what was accepted fits again");
                assert_eq!(again, (bound(), given.user_verified), "it is for another thing the second time");
                assert_eq!((signed_with(&given.proof).as_deref(), given.credential_id.as_slice()), (Some(ID), ID));
                true
            }
            Answered::Copied(id) => {
                assert_eq!(id, ID);
                false
            }
            Answered::Refused => false,
        }
    }

    async fn on_known_phone(&self, tx: &mut Tx, answer: &Value) -> bool {
        let shared = &self.house.shared;
        let credentials = std::slice::from_ref(&self.credential);
        let finished = shared.passkeys.finish_known(tx, &KNOWN, credentials, &answer.to_string(), shared.now()).await.unwrap();
        finished.inspect(|verified| self.right(answer, verified.user_verified)).is_ok_and(|verified| verified.credential_id == ID)
    }

    async fn at_sign_in(&self, tx: &mut Tx, answer: &Value) -> bool {
        let shared = &self.house.shared;
        let Ok(identified) = shared.passkeys.identify(tx, &SIGN_IN, &answer.to_string(), shared.now()).await.unwrap() else { return false };
        if identified.credential_id != ID || identified.user != USER {
            return false;
        }
        let finished = shared.passkeys.finish_discoverable(identified, &self.credential, &SIGN_IN).unwrap();
        finished.inspect(|verified| self.right(answer, verified.user_verified)).is_ok()
    }

    fn right(&self, answer: &Value, verified: bool) {
        must_be_right(answer, &Must { point: &self.key.point(), challenge: &challenge(), verified });
    }

    async fn new_credential(&self, credential: &Value) -> bool {
        let shared = &self.house.shared;
        let mut tx = shared.db.write().await.unwrap();
        let finished = shared.passkeys.finish_registration(&mut tx, &REGISTER, &credential.to_string(), shared.now()).await.unwrap();
        let Ok(verified) = finished else { return false };
        assert!(verified.user_verified, "nobody was verified");
        must_be_new(credential, &verified.credential_id, &challenge());
        // What is kept of it can be asked.
        shared.passkeys.start_known(&mut tx, &KNOWN, &[verified.credential], shared.now()).await.unwrap();
        true
    }

    /// Begins each ceremony, all for the same bytes; what is kept of the credential that was made.
    async fn begin(&self) -> String {
        let (shared, passkeys) = (&self.house.shared, &self.house.shared.passkeys);
        let now = shared.now();
        let user = User { id: USER, name: "fuzzed", display_name: "Fuzzed" };
        let mut tx = shared.db.write().await.unwrap();
        passkeys.start_registration(&mut tx, &REGISTER, &user, &[], now).await.unwrap();
        ask_for_ours(&mut tx, &REGISTER, "rs").await;
        let client = made::client_data("webauthn.create", &challenge()).to_string();
        let answer = made::registered(client.as_bytes(), &made::attestation(&self.key)).to_string();
        let made = passkeys.finish_registration(&mut tx, &REGISTER, &answer, now).await.unwrap().expect("a good credential");
        passkeys.start_registration(&mut tx, &REGISTER, &user, &[], now).await.unwrap();
        ask_for_ours(&mut tx, &REGISTER, "rs").await;
        let allowed = [Allowed { credential: &made.credential, user: USER }];
        for (ceremony, verify) in [(LINK, true), (LINK_ANYHOW, false)] {
            let wanted = Wanted { bound: &bound(), verify };
            passkeys.start_bound(&mut tx, &ceremony, &allowed, wanted, &chance(), now).await.unwrap();
        }
        passkeys.start_known(&mut tx, &KNOWN, std::slice::from_ref(&made.credential), now).await.unwrap();
        ask_for_ours(&mut tx, &KNOWN, "ast").await;
        passkeys.start_discoverable(&mut tx, &SIGN_IN, now).await.unwrap();
        ask_for_ours(&mut tx, &SIGN_IN, "ast").await;
        tx.commit().await.unwrap();
        made.credential
    }

    /// What a browser really sends, and what somebody else might.
    pub fn seeds(&self) -> Vec<Seed> {
        let client = made::client_data("webauthn.get", &challenge());
        let (client, from_inside) = (client.to_string(), with(client, "crossOrigin", json!(true)));
        let create = made::client_data("webauthn.create", &challenge());
        let object = made::attestation(&self.key);
        let data = made::data(PRESENT | VERIFIED, COUNTER + 1);
        let answer = |client: &str, flags, counter| joined(b'A', client.as_bytes(), &made::data(flags, counter));
        let raw = |kind: &[u8], json: &Value| [kind, json.to_string().as_bytes()].concat();
        vec![
            ("answer", true, answer(&client, PRESENT | VERIFIED, COUNTER + 1)),
            ("answer-body", true, raw(b"", &made::answered(client.as_bytes(), &data, USER.as_bytes(), &self.key))),
            ("unverified", true, answer(&client, PRESENT, COUNTER + 1)),
            ("copied", false, answer(&client, PRESENT | VERIFIED, COUNTER)),
            ("synced", false, answer(&client, PRESENT | VERIFIED | ELIGIBLE | BACKED_UP, COUNTER + 1)),
            ("from-inside", false, answer(&from_inside, PRESENT | VERIFIED, COUNTER + 1)),
            ("stranger", false, joined(b'S', client.as_bytes(), &data)),
            ("new", true, joined(b'R', create.to_string().as_bytes(), &object)),
            ("new-body", true, raw(b"r", &made::registered(create.to_string().as_bytes(), &object))),
            ("new-from-inside", false, joined(b'R', with(create, "topOrigin", json!("https://evil.example")).as_bytes(), &object)),
        ]
    }
}

impl Default for Webauthn {
    fn default() -> Self {
        Self::new()
    }
}

/// The library draws a challenge of its own; ours is put in its place, so that an input stays what it was.
async fn ask_for_ours(tx: &mut Tx, key: &Ceremony<'_>, state: &str) {
    let id = domain::secret::Hashed::of(&format!("{}\0{}", key.purpose, key.holder));
    let mut begun = ceremony::take(tx, &id).await.unwrap().expect("a ceremony");
    let mut kept: Value = serde_json::from_str(&begun.state).unwrap();
    kept[state]["challenge"] = made::client_data("", &challenge())["challenge"].clone();
    begun.state = kept.to_string();
    ceremony::begin(tx, &id, &begun).await.unwrap();
}

fn chance() -> SeededEntropy {
    SeededEntropy::new(3)
}

/// What every ceremony asks to be signed.
fn challenge() -> [u8; 32] {
    bound().webauthn_challenge(&entropy::bytes(&chance()))
}

fn bound() -> Bound {
    Bound {
        challenge_id: Uuid::from_u128(1).into(),
        session_id: Uuid::from_u128(2).into(),
        customer_id: Uuid::from_u128(3).into(),
        action_hash: "h".to_owned(),
        shown_text: "Did you contact Acme?".to_owned(),
    }
}

fn signed(input: &[u8], key: &Key) -> Value {
    let (client, data) = parts(input);
    made::answered(client, data, USER.as_bytes(), key)
}

fn with(mut client: Value, name: &str, value: Value) -> String {
    client[name] = value;
    client.to_string()
}
