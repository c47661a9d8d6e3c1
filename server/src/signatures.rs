//! What customers' phones sign, their answers first: ES256 compact JWS (RFC 7515 section 3.1, RFC 7518 section 3.4).
//!
//! One algorithm, pinned keys: the header must say `ES256` and name the phone, and nothing in it chooses a key (F01).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};
use serde::{Deserialize, de::DeserializeOwned};

use app::phone::api::Jwk;
use domain::{challenge::Claims, ids::DeviceId, refusal::Refusal};

/// The `typ` of an answer, so that nothing else that a phone ever signs can stand for one (RFC 8725 section 3.11).
pub const ANSWER_TYPE: &str = "countersign-answer+jwt";

/// The `typ` of what an unlock key signs by itself.
pub const UNLOCK_TYPE: &str = "countersign-unlock+jwt";

/// What an unlock key signs to show that the phone was unlocked for one thing that is no challenge.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unlock {
    /// What the server gave for it.
    pub nonce: String,
}

/// More than any answer needs; longer ones are refused unread.
const LONGEST: usize = 8 * 1024;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    alg: String,
    kid: String,
    typ: String,
}

/// Checks a compact JWS against a public key (an uncompressed P-256 point) and gives its claims.
///
/// # Errors
/// [`Refusal::BadSignature`], whatever does not fit: it does not say which.
pub fn verify(jws: &str, public_key: &[u8], device: DeviceId) -> Result<Claims, Refusal> {
    verified(jws, ANSWER_TYPE, public_key, device)
}

/// The same for what an unlock key signs by itself.
///
/// # Errors
/// [`Refusal::BadSignature`], whatever does not fit.
pub fn verify_unlock(jws: &str, public_key: &[u8], device: DeviceId) -> Result<Unlock, Refusal> {
    verified(jws, UNLOCK_TYPE, public_key, device)
}

fn verified<T: DeserializeOwned>(jws: &str, typ: &str, public_key: &[u8], device: DeviceId) -> Result<T, Refusal> {
    let no = || Refusal::BadSignature;
    if jws.len() > LONGEST {
        return Err(no());
    }
    let mut parts = jws.split('.');
    let (Some(header), Some(payload), Some(signature), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return Err(no());
    };
    let signed = &jws[..header.len() + 1 + payload.len()];
    let bytes = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| no());
    let header: Header = object(&bytes(header)?).ok_or_else(no)?;
    if header.alg != "ES256" || header.typ != typ || header.kid != device.to_string() {
        return Err(no());
    }
    let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, public_key);
    key.verify(signed.as_bytes(), &bytes(signature)?).map_err(|_| no())?;
    object(&bytes(payload)?).ok_or_else(no)
}

/// A JSON object (RFC 7515 section 4, RFC 7519 section 7.2): serde would take an array of the members for one.
fn object<T: DeserializeOwned>(json: &[u8]) -> Option<T> {
    json.trim_ascii_start().starts_with(b"{").then(|| serde_json::from_slice(json).ok())?
}

/// A JSON Web Key as the point it names: `0x04`, x, y.
///
/// # Errors
/// [`Refusal::BadInput`] unless it is a P-256 key with coordinates of 32 bytes.
pub fn point(jwk: &Jwk) -> Result<Vec<u8>, Refusal> {
    let wrong = || Refusal::bad_input("Send a P-256 public key as a JSON Web Key with x and y.");
    let coordinate = |text: &str| URL_SAFE_NO_PAD.decode(text).ok().filter(|bytes| bytes.len() == 32).ok_or_else(wrong);
    if jwk.kty != "EC" || jwk.crv != "P-256" {
        return Err(wrong());
    }
    let mut point = vec![4];
    point.extend(coordinate(&jwk.x)?);
    point.extend(coordinate(&jwk.y)?);
    Ok(point)
}

#[cfg(test)]
mod tests {
    use ring::{
        rand::SystemRandom,
        signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
    };
    use uuid::Uuid;

    use super::*;

    struct Phone {
        key: EcdsaKeyPair,
        id: DeviceId,
    }

    fn phone() -> Phone {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random).unwrap();
        Phone { key, id: Uuid::from_u128(5).into() }
    }

    fn sign(phone: &Phone, header: &str, payload: &str) -> String {
        let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(payload));
        let signature = phone.key.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    const CLAIMS: &str = r#"{"challenge_id":"00000000-0000-0000-0000-000000000001","session_id":"00000000-0000-0000-0000-000000000002",
        "action_hash":"h","shown_text":"t","code":"481205","decision":"approve","contacted_us":true,"user_verification":"none","answered_at_ms":1}"#;

    fn header(phone: &Phone) -> String {
        format!(r#"{{"alg":"ES256","kid":"{}","typ":"{ANSWER_TYPE}"}}"#, phone.id)
    }

    #[test]
    fn a08_what_the_phone_signed_is_read() {
        let phone = phone();
        let jws = sign(&phone, &header(&phone), CLAIMS);
        assert_eq!(verify(&jws, phone.key.public_key().as_ref(), phone.id).unwrap().code, "481205");
    }

    #[test]
    fn a08_another_key_algorithm_type_or_phone_is_refused() {
        let (phone, other) = (phone(), phone());
        let good = header(&phone);
        let key = phone.key.public_key().as_ref();
        let forged = [
            sign(&other, &good, CLAIMS),
            sign(&phone, &good.replace("ES256", "none"), CLAIMS),
            sign(&phone, &good.replace("ES256", "HS256"), CLAIMS),
            sign(&phone, &good.replace(ANSWER_TYPE, "JWT"), CLAIMS),
            sign(&phone, &good.replace('5', "6"), CLAIMS),
            sign(&phone, &good.replace("\"typ\"", "\"jku\":\"https://evil.example\",\"typ\""), CLAIMS),
            sign(&phone, &good, &CLAIMS.replace("\"code\"", "\"extra\":1,\"code\"")),
            sign(&phone, &format!(r#"["ES256","{}","{ANSWER_TYPE}"]"#, phone.id), CLAIMS),
            sign(
                &phone,
                &good,
                r#"["00000000-0000-0000-0000-000000000001","00000000-0000-0000-0000-000000000002","h","t","481205","approve",true,"none",1]"#,
            ),
            sign(&phone, &good, CLAIMS).rsplit_once('.').unwrap().0.to_owned() + ".",
            String::new(),
            "a.b".to_owned(),
            "a.b.c.d".to_owned(),
        ];
        for jws in forged {
            assert_eq!(verify(&jws, key, phone.id), Err(Refusal::BadSignature), "{jws}");
        }
    }

    #[test]
    fn b02_one_changed_byte_of_what_was_signed_is_refused() {
        let phone = phone();
        let jws = sign(&phone, &header(&phone), CLAIMS);
        for at in (0..jws.len()).step_by(7) {
            let mut bytes = jws.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap();
            if changed != jws {
                assert!(verify(&changed, phone.key.public_key().as_ref(), phone.id).is_err(), "byte {at}");
            }
        }
    }
}
