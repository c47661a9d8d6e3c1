//! Text that people typed, checked once where it comes in. Whoever holds one of these types holds a valid value.
//!
//! Free text that a customer's phone will show is short, printable and on one line: no direction changes, no invisible
//! characters, no links (OpenID CIBA Core 1.0 section 7.1 asks the same of its binding message).

use core::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::refusal::Refusal;

macro_rules! texts {
    ($($(#[$doc:meta])+ $name:ident = $check:path;)+) => {$(
        $(#[$doc])+
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The text itself.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = Refusal;

            fn from_str(text: &str) -> Result<Self, Refusal> {
                $check(text).map(Self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = Refusal;

            fn try_from(text: String) -> Result<Self, Refusal> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

texts! {
    /// An e-mail address: one `@`, a name before it and a domain with a dot behind it, at most 254 bytes
    /// (RFC 5321 section 4.5.3.1.3), ASCII. The domain is kept in lower case.
    EmailAddress = email;
    /// A telephone number in international form: `+` and 7 to 15 digits (ITU-T E.164 section 6).
    PhoneNumber = phone;
    /// A customer's number with us: eight digits. Spaces are dropped.
    CustomerNumber = customer_number;
    /// A reference to a case: up to 32 letters, digits and hyphens.
    CaseReference = case_reference;
    /// A name or a short note that a phone may show: 1 to 80 printable characters on one line, without links.
    ShownText = shown;
}

fn email(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    let wrong = || Refusal::bad_input("Write one e-mail address, such as name@post.example.");
    let (name, domain) = text.split_once('@').ok_or_else(wrong)?;
    let name_fits = !name.is_empty()
        && name.len() <= 64
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+/=?^_`{|}~.-".contains(&b))
        && !name.starts_with('.')
        && !name.ends_with('.')
        && !name.contains("..");
    let label_fits = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let domain_fits = domain.contains('.') && domain.split('.').all(label_fits);
    if text.len() <= 254 && name_fits && domain_fits { Ok(format!("{name}@{}", domain.to_ascii_lowercase())) } else { Err(wrong()) }
}

fn phone(text: &str) -> Result<String, Refusal> {
    let kept: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')' | '.')).collect();
    match kept.strip_prefix('+') {
        Some(digits) if (7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) => Ok(kept),
        _ => Err(Refusal::bad_input("Write the number with its country code, such as +44 7700 900482.")),
    }
}

fn customer_number(text: &str) -> Result<String, Refusal> {
    let kept: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if kept.len() == 8 && kept.bytes().all(|b| b.is_ascii_digit()) {
        Ok(kept)
    } else {
        Err(Refusal::bad_input("Write the customer number's eight digits, such as 4471 0982."))
    }
}

fn case_reference(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if (1..=32).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        Ok(text.to_ascii_uppercase())
    } else {
        Err(Refusal::bad_input("Write the case reference in letters, digits and hyphens, such as ACM-20418."))
    }
}

fn shown(text: &str) -> Result<String, Refusal> {
    let text = text.trim();
    let short = (1..=80).contains(&text.chars().count());
    let link = text.contains("://") || text.to_ascii_lowercase().contains("www.");
    if short && !link && text.chars().all(printable) {
        Ok(text.to_owned())
    } else {
        Err(Refusal::bad_input("Write 1 to 80 plain characters on one line, without a link."))
    }
}

/// Whether a customer's phone may show the character: nothing that is invisible, breaks the line or turns its direction.
fn printable(c: char) -> bool {
    let unseen = matches!(c,
        '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..='\u{e0fff}');
    !c.is_control() && !unseen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_kept_as_typed_but_for_its_domain() {
        assert_eq!("Mirela.K@Post.Example".parse::<EmailAddress>().unwrap().as_str(), "Mirela.K@post.example");
    }

    #[test]
    fn two_addresses_in_one_field_are_refused() {
        for text in ["a@b.example,c@d.example", "a@b@c.example", "a@b", "@b.example", "a b@c.example", "a@-b.example", "a@b.example\n"] {
            assert_eq!(text.parse::<EmailAddress>().is_err(), text != "a@b.example\n", "{text:?}");
        }
    }

    #[test]
    fn b10_text_on_a_phone_has_no_invisible_or_turning_characters() {
        for c in ['\u{202e}', '\u{200b}', '\n', '\u{7}', '\u{feff}', '\u{2066}'] {
            assert!(format!("Ana{c}L").parse::<ShownText>().is_err(), "{c:?}");
        }
        assert!("see https://evil.example".parse::<ShownText>().is_err());
        assert!("Zoë Ångström-Łuków".parse::<ShownText>().is_ok());
    }

    #[test]
    fn a_number_is_kept_without_its_spaces() {
        assert_eq!("+44 7700 900482".parse::<PhoneNumber>().unwrap().as_str(), "+447700900482");
        assert_eq!("4471 0982".parse::<CustomerNumber>().unwrap().as_str(), "44710982");
    }
}
