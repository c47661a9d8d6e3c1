//! An action with its exact parameters: what the customer approves, and what runs.

use core::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::ActionKind;
use crate::{
    customer::ContactBy,
    ids::{CustomerId, SessionId},
    refusal::Refusal,
    text::{EmailAddress, ShownText},
};

/// An amount of money in euro cents, from 1 to 500 000. The policy says from which amount on more is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Amount(u32);

impl Amount {
    const MOST: u32 = 500_000;
    const RANGE: &str = "Write an amount from 0.01 to 5000.00 euros, such as 45.50.";

    /// Whole cents.
    #[must_use]
    pub const fn cents(self) -> u32 {
        self.0
    }

    /// Reads euros as an agent types them: `45`, `45.5`, `45,50`.
    ///
    /// # Errors
    /// [`Refusal::BadInput`] unless it is between 0.01 and 5000.00 with at most two decimals.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let wrong = || Refusal::bad_input(Self::RANGE);
        let text = text.trim().trim_start_matches('€').trim_start().replace(',', ".");
        let (euros, cents) = text.split_once('.').unwrap_or((&text, ""));
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if euros.is_empty() || euros.len() > 4 || cents.len() > 2 || !digits(euros) || !digits(cents) {
            return Err(wrong());
        }
        let euros: u32 = euros.parse().map_err(|_| wrong())?;
        let cents: u32 = format!("{cents:0<2}").parse().map_err(|_| wrong())?;
        Self::try_from(euros * 100 + cents).map_err(|_| wrong())
    }
}

impl TryFrom<u32> for Amount {
    type Error = Refusal;

    fn try_from(cents: u32) -> Result<Self, Refusal> {
        if (1..=Self::MOST).contains(&cents) { Ok(Self(cents)) } else { Err(Refusal::bad_input(Self::RANGE)) }
    }
}

impl From<Amount> for u32 {
    fn from(amount: Amount) -> Self {
        amount.0
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "€{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

/// An action with its exact parameters. The value it replaces is one of them, so that a change behind the back voids it too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case", deny_unknown_fields)]
pub enum ActionRequest {
    /// How the customer wants to hear from us.
    UpdateContactPreferences {
        /// The way they chose.
        news_by: ContactBy,
    },
    /// Money back for one invoice.
    Refund {
        /// How much.
        amount: Amount,
        /// What for: an invoice or a reason, as the customer will read it.
        reason: ShownText,
    },
    /// Another e-mail address.
    ChangeEmail {
        /// The address now.
        from: EmailAddress,
        /// The address to be.
        to: EmailAddress,
    },
}

/// What stands in place of a text that was erased.
const ERASED: &str = "Erased";
/// What stands in place of an address: nobody can have it (RFC 6761 section 6.4).
const ERASED_EMAIL: &str = "erased@erased.invalid";

impl ActionRequest {
    /// How the line of [`ActionRequest::in_words`] begins that tells the value to be replaced.
    pub const OLD_VALUE: &str = "from ";

    /// Which action it is.
    #[must_use]
    pub const fn kind(&self) -> ActionKind {
        match self {
            Self::UpdateContactPreferences { .. } => ActionKind::UpdateContactPreferences,
            Self::Refund { .. } => ActionKind::Refund,
            Self::ChangeEmail { .. } => ActionKind::ChangeEmail,
        }
    }

    /// What the customer is asked to agree to, as a heading and its particulars, both values in full.
    #[must_use]
    pub fn in_words(&self) -> Vec<String> {
        match self {
            Self::UpdateContactPreferences { news_by } => {
                vec!["Change how you hear from us".to_owned(), format!("to {}", news_by.name())]
            }
            Self::Refund { amount, reason } => vec![format!("Pay you back {amount}"), format!("for {reason}")],
            Self::ChangeEmail { from, to } => {
                vec!["Change your email address".to_owned(), format!("{}{from}", Self::OLD_VALUE), format!("to {to}")]
            }
        }
    }

    /// The same without what it says of the customer: what stays when that is erased. How much was paid back stays.
    ///
    /// # Errors
    /// Never: what is put in place can be read.
    pub fn erased(&self) -> Result<Self, Refusal> {
        Ok(match self {
            Self::UpdateContactPreferences { .. } => self.clone(),
            Self::Refund { amount, .. } => Self::Refund { amount: *amount, reason: ERASED.parse()? },
            Self::ChangeEmail { .. } => Self::ChangeEmail { from: ERASED_EMAIL.parse()?, to: ERASED_EMAIL.parse()? },
        })
    }

    /// Whether what it said was erased.
    #[must_use]
    pub fn is_erased(&self) -> bool {
        match self {
            Self::UpdateContactPreferences { .. } => false,
            Self::Refund { reason, .. } => reason.as_str() == ERASED,
            Self::ChangeEmail { to, .. } => to.as_str() == ERASED_EMAIL,
        }
    }

    /// The new value alone, as the agent typed it.
    #[must_use]
    pub fn new_value(&self) -> String {
        match self {
            Self::UpdateContactPreferences { news_by } => news_by.name().to_owned(),
            Self::Refund { amount, reason } => format!("{amount}, {reason}"),
            Self::ChangeEmail { to, .. } => to.to_string(),
        }
    }
}

/// SHA-256 over the session, the customer and the action with all its parameters: what the phone signs, and what is
/// compared again when the action runs. It fits no other session, customer or value (B01, B03).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ActionHash([u8; 32]);

impl ActionHash {
    /// The hash of what would run. The bytes hashed are JSON in the canonical form of RFC 8785: sorted keys, no spaces.
    #[must_use]
    pub fn of(session: SessionId, customer: CustomerId, request: Option<&ActionRequest>) -> Self {
        // serde_json's map is sorted by key, and everything in it is ASCII keys, strings and small whole numbers: for those
        // its output is the canonical one.
        let canonical = serde_json::json!({
            "v": 1,
            "session": session,
            "customer": customer,
            "request": request,
        });
        Self(Sha256::digest(canonical.to_string().as_bytes()).into())
    }

    /// The hash as it is stored.
    #[must_use]
    pub const fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The hash as it was stored.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

/// Base64url without padding, as it stands in a signed answer.
impl fmt::Display for ActionHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl fmt::Debug for ActionHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ActionHash({self})")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn change(to: &str) -> ActionRequest {
        ActionRequest::ChangeEmail { from: "mk@mail.example".parse().unwrap(), to: to.parse().unwrap() }
    }

    fn hash(session: u128, customer: u128, request: &ActionRequest) -> ActionHash {
        ActionHash::of(Uuid::from_u128(session).into(), Uuid::from_u128(customer).into(), Some(request))
    }

    #[test]
    fn the_bytes_that_are_hashed_are_canonical_json() {
        let text = serde_json::json!({ "b": 1, "a": change("m@post.example") }).to_string();
        assert_eq!(text, r#"{"a":{"action":"change_email","from":"mk@mail.example","to":"m@post.example"},"b":1}"#);
    }

    #[test]
    fn b01_the_hash_fits_one_session_and_one_customer() {
        let request = change("m@post.example");
        assert_ne!(hash(1, 1, &request), hash(2, 1, &request));
        assert_ne!(hash(1, 1, &request), hash(1, 2, &request));
    }

    #[test]
    fn euros_are_read_as_people_type_them() {
        for (text, cents) in
            [("45", 4500), ("45.5", 4550), ("45,50", 4550), ("€ 0.01", 1), ("200.00", 20_000), ("340", 34_000), ("5000.00", 500_000)]
        {
            assert_eq!(Amount::parse(text).unwrap().cents(), cents, "{text}");
        }
        for text in ["", "0", "5000.01", "1.234", "-5", "1e2", "5 5", "9999", "50000"] {
            assert!(Amount::parse(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn b03_any_other_value_has_another_hash(a in "[a-z]{1,8}", b in "[a-z]{1,8}") {
            let (a, b) = (change(&format!("{a}@post.example")), change(&format!("{b}@post.example")));
            prop_assert_eq!(a == b, hash(1, 1, &a) == hash(1, 1, &b));
        }
    }
}
