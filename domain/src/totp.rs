//! Codes that change with time (RFC 6238, over RFC 4226), of an authenticator app that shares a seed with us.
//!
//! Owns what a code is and for which half minute it counts. Where the seed is kept is the server's; its clock alone says what time
//! it is (A15).

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, Mac};
use sha1::Sha1;

use crate::{
    entropy::{self, Entropy},
    refusal::Refusal,
    secret::Secret,
    time::Timestamp,
};

/// How many digits a code has.
pub const DIGITS: u32 = 6;

/// For how many seconds a code is shown.
pub const SECONDS: i64 = 30;

/// How many steps before and after the present one are taken: clocks differ, and people type slowly.
const AROUND: u64 = 1;

/// After so many wrong codes in a row, over all sessions and agents, nothing opens it but setting it up anew (A04).
pub const TRIES: u32 = 10;

/// How often a code can be wrong for one challenge (A04).
pub const TRIES_EACH: u32 = 5;

/// A counter's code (RFC 4226 section 5.3), of up to nine digits. A key that is shorter than a block is one with zeros behind it
/// (RFC 2104 section 2).
#[must_use]
pub fn hotp(key: &[u8; 20], counter: u64, digits: u32) -> u32 {
    let mut block = [0; 64];
    block[..key.len()].copy_from_slice(key);
    let mac = Hmac::<Sha1>::new(&block.into());
    let hash: [u8; 20] = mac.chain_update(counter.to_be_bytes()).finalize().into_bytes().into();
    let offset = usize::from(hash[19] & 0x0f);
    let cut = [hash[offset] & 0x7f, hash[offset + 1], hash[offset + 2], hash[offset + 3]];
    u32::from_be_bytes(cut) % 10_u32.pow(digits)
}

/// One of the half minutes since 1970: each has its code, and each code is taken once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step(u64);

impl Step {
    /// The one that is now.
    #[must_use]
    pub fn at(now: Timestamp) -> Self {
        Self(u64::try_from(now.micros() / 1_000_000 / SECONDS).unwrap_or_default())
    }

    /// The one with that number.
    #[must_use]
    pub const fn from_number(number: u64) -> Self {
        Self(number)
    }

    /// Its number.
    #[must_use]
    pub const fn number(self) -> u64 {
        self.0
    }
}

/// A code as it was typed. It cannot be printed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Typed(u32);

impl Typed {
    /// Reads what was typed; spaces are dropped.
    ///
    /// # Errors
    /// [`Refusal::BadInput`] unless exactly six digits are left. That is no try: no code looks like that.
    pub fn read(text: &str) -> Result<Self, Refusal> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self(digits.bytes().fold(0, |code, byte| code * 10 + u32::from(byte - b'0'))))
        } else {
            Err(Refusal::bad_input("A code has six digits. Nothing was counted; type it again."))
        }
    }
}

/// What the customer's app and we share: 160 bits, as long as the hash (RFC 4226 section 4, R6). It cannot be printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Seed(Secret<[u8; 20]>);

impl Seed {
    /// Draws one.
    #[must_use]
    pub fn draw(entropy: &dyn Entropy) -> Self {
        Self(Secret::new(entropy::bytes(entropy)))
    }

    /// The one with those bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 20]) -> Self {
        Self(Secret::new(bytes))
    }

    /// Its bytes, to be sealed. Whoever calls this answers for where they go.
    #[must_use]
    pub const fn expose(&self) -> &[u8; 20] {
        self.0.expose()
    }

    /// As a person types it into their app (RFC 4648 section 6).
    #[must_use]
    pub fn base32(&self) -> String {
        BASE32_NOPAD.encode(self.expose())
    }

    /// As an app reads it from a QR code. It names the organisation and nothing of the customer.
    #[must_use]
    pub fn uri(&self, organisation: &str) -> String {
        let name = percent(organisation);
        format!("otpauth://totp/{name}?secret={}&issuer={name}&algorithm=SHA1&digits={DIGITS}&period={SECONDS}", self.base32())
    }

    /// The step whose code that is, if it is one of those around `now` and none that was used, or came before one that was
    /// (RFC 6238 section 5.2).
    #[must_use]
    pub fn step_of(&self, typed: Typed, now: Timestamp, used: Option<Step>) -> Option<Step> {
        let Step(present) = Step::at(now);
        let around = present.saturating_sub(AROUND)..=present.saturating_add(AROUND);
        let fresh = |step: &Step| used.is_none_or(|used| *step > used);
        around.map(Step).filter(fresh).find(|step| hotp(self.expose(), step.0, DIGITS) == typed.0)
    }
}

/// All but letters and digits as RFC 3986 section 2.1 has it.
fn percent(text: &str) -> String {
    let one = |byte: u8| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(one).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{testing::SeededEntropy, time::Duration};

    /// Of both RFCs.
    const KEY: [u8; 20] = *b"12345678901234567890";

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_micros(seconds * 1_000_000)
    }

    fn typed(code: u32) -> Typed {
        Typed::read(&format!("{code:06}")).unwrap()
    }

    #[test]
    fn a15_rfc_4226_appendix_d() {
        let codes = [755_224, 287_082, 359_152, 969_429, 338_314, 254_676, 287_922, 162_583, 399_871, 520_489];
        for (counter, code) in (0..).zip(codes) {
            assert_eq!(hotp(&KEY, counter, 6), code, "{counter}");
        }
    }

    #[test]
    fn a15_rfc_6238_appendix_b() {
        let vectors = [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000, 65_353_130),
        ];
        for (seconds, code) in vectors {
            assert_eq!(hotp(&KEY, Step::at(at(seconds)).number(), 8), code, "{seconds}");
        }
    }

    #[test]
    fn a15_a_code_is_taken_a_step_around_its_own_and_no_further() {
        let (seed, now) = (Seed::from_bytes(KEY), at(1_234_567_890));
        let Step(step) = Step::at(now);
        for (away, taken) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let of = Step(step.saturating_add_signed(away));
            let found = seed.step_of(typed(hotp(&KEY, of.0, DIGITS)), now, None);
            assert_eq!(found, taken.then_some(of), "{away}");
        }
    }

    #[test]
    fn a15_a_step_is_taken_once_and_none_before_it() {
        let (seed, now) = (Seed::from_bytes(KEY), at(1_234_567_890));
        let Step(step) = Step::at(now);
        let code = |away: i64| typed(hotp(&KEY, step.saturating_add_signed(away), DIGITS));
        let used = Some(Step(step));
        assert_eq!(seed.step_of(code(0), now, used), None, "the same");
        assert_eq!(seed.step_of(code(-1), now, used), None, "an earlier one");
        assert_eq!(seed.step_of(code(1), now, used), Some(Step(step + 1)));
    }

    #[test]
    fn what_is_no_code_cannot_be_typed() {
        for text in ["", "12345", "1234567", "12345a", "１２３４５６"] {
            assert!(Typed::read(text).is_err(), "{text}");
        }
        assert!(Typed::read(" 287 082 ").unwrap() == typed(287_082));
    }

    #[test]
    fn an_app_reads_the_seed_and_nothing_of_the_customer() {
        let seed = Seed::from_bytes(KEY);
        assert_eq!(seed.base32(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        let uri = "otpauth://totp/Acme%20%26%20Co?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Acme%20%26%20Co&algorithm=SHA1&digits=6&period=30";
        assert_eq!(seed.uri("Acme & Co"), uri);
        assert!(Seed::draw(&SeededEntropy::new(1)) != Seed::draw(&SeededEntropy::new(2)));
    }

    proptest! {
        #[test]
        fn whatever_is_typed_no_step_is_taken_twice(first in 0_i64..4_000_000_000, wait in 0_i64..120) {
            let seed = Seed::from_bytes(KEY);
            let now = at(first);
            let code = typed(hotp(&KEY, Step::at(now).number(), DIGITS));
            let used = seed.step_of(code, now, None);
            let again = seed.step_of(code, now.after(Duration::seconds(wait)), used);
            prop_assert!(used.is_some() && again.is_none_or(|again| Some(again) > used));
        }
    }
}
