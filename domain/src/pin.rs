//! A memorised number that the customer chose, and which numbers are no choice (OBLIGATIONS M5; NIST SP 800-63B-4 section 3.1.1).
//!
//! Owns what a PIN looks like. Where it is kept and compared is the server's; how often it may be wrong is here.

use core::ops::RangeInclusive;

use crate::{refusal::Refusal, secret::Secret};

/// How many digits a PIN has.
pub const LENGTH: RangeInclusive<usize> = 6..=12;

/// After so many wrong entries in a row, over all sessions and agents, nothing opens it but choosing a new one (A04, A05).
pub const TRIES: u32 = 5;

/// Numbers that people choose and that no rule below finds: keypad shapes, and the head of every list of leaked ones.
const COMMON: [&str; 24] = [
    "147258", "258369", "147852", "159753", "159357", "753159", "357159", "951753", "741852", "789456", "456789", "963852", "852456",
    "142536", "147369", "134679", "102030", "112358", "314159", "271828", "246810", "135790", "520131", "696969",
];

/// A PIN as it was typed. It cannot be printed; what is kept of it is a slow hash that needs a key from outside the database.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin(Secret<String>);

impl Pin {
    /// Reads what was typed to be compared; spaces are dropped.
    ///
    /// # Errors
    /// [`Refusal::BadInput`] unless six to twelve digits are left. That is no try: no PIN looks like that.
    pub fn typed(text: &str) -> Result<Self, Refusal> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if LENGTH.contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self(Secret::new(digits)))
        } else {
            Err(Refusal::bad_input("A PIN has 6 to 12 digits. Nothing was counted; type it again."))
        }
    }

    /// Reads a new PIN. `known` is what a stranger may know of this customer: their numbers.
    ///
    /// # Errors
    /// [`Refusal::BadInput`] when it is not 6 to 12 digits, or one that others would try first; the text says why and never which.
    pub fn chosen(text: &str, known: &[&str]) -> Result<Self, Refusal> {
        let pin = Self::typed(text)?;
        let digits = pin.expose();
        let no = |why: &str| Err(Refusal::bad_input(format!("{why} Choose digits that mean nothing to anybody else.")));
        match () {
            () if repeats(digits) => no("The same digits again and again are tried first."),
            () if runs(digits) => no("Digits in a row are tried first."),
            () if COMMON.iter().any(|common| digits.contains(common)) => no("Many people choose that."),
            () if is_date(digits) => no("That looks like a date."),
            () if known.iter().any(|known| of_number(digits, known)) => no("That is in your customer number or telephone number."),
            () => Ok(pin),
        }
    }

    /// The digits, to be hashed. Whoever calls this answers for where they go.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

/// One, two, three or more digits over and over: `111111`, `121212`, `123123`.
fn repeats(digits: &str) -> bool {
    (1..=digits.len() / 2).any(|period| digits.bytes().zip(digits.bytes().skip(period)).all(|(a, b)| a == b))
}

/// Every digit one more, or one less, than the one before; after 9 comes 0.
fn runs(digits: &str) -> bool {
    let up = |a: u8, b: u8| (a - b'0' + 1) % 10 == b - b'0';
    let pairs = || digits.bytes().zip(digits.bytes().skip(1));
    pairs().all(|(a, b)| up(a, b)) || pairs().all(|(a, b)| up(b, a))
}

/// A day with month and year, in any usual order, with two or four digits of the year.
fn is_date(digits: &str) -> bool {
    let number = |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse::<u16>().ok());
    let day = |from: usize| number(from, from + 2).is_some_and(|day| (1..=31).contains(&day));
    let month = |from: usize| number(from, from + 2).is_some_and(|month| (1..=12).contains(&month));
    let year = |from: usize| number(from, from + 4).is_some_and(|year| (1900..=2099).contains(&year));
    let pair = |from: usize| (day(from) && month(from + 2)) || (month(from) && day(from + 2));
    match digits.len() {
        6 => pair(0) || (month(2) && day(4)),
        8 => (pair(0) && year(4)) || (year(0) && pair(4)),
        _ => false,
    }
}

/// Whether one stands in the other; of a telephone number the digits count.
fn of_number(pin: &str, known: &str) -> bool {
    let known: String = known.chars().filter(char::is_ascii_digit).collect();
    known.contains(pin) || (known.len() >= *LENGTH.start() && pin.contains(&known))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn refused(text: &str) -> Option<String> {
        match Pin::chosen(text, &["44710982", "+44 7700 900482"]) {
            Err(Refusal::BadInput(why)) => Some(why),
            _ => None,
        }
    }

    #[test]
    fn m5_what_others_would_try_first_is_refused_with_why() {
        for (text, why) in [
            ("111111", "again and again"),
            ("121212", "again and again"),
            ("123123", "again and again"),
            ("4848484848", "again and again"),
            ("123456", "in a row"),
            ("890123", "in a row"),
            ("987654321", "in a row"),
            ("0147258", "Many people"),
            ("240685", "a date"),
            ("850624", "a date"),
            ("062485", "a date"),
            ("24061985", "a date"),
            ("19850624", "a date"),
            ("06241985", "a date"),
            ("710982", "customer number"),
            ("900482", "customer number"),
            ("9447109827", "customer number"),
        ] {
            assert!(refused(text).is_some_and(|said| said.contains(why)), "{text}: {:?}", refused(text));
        }
    }

    #[test]
    fn the_rest_can_be_chosen() {
        for text in ["483917", "90 71 35", "8402957163", "99881342", "473829104756"] {
            assert_eq!(refused(text), None, "{text}");
        }
    }

    #[test]
    fn a_pin_cannot_be_of_another_length() {
        for text in ["", "48391", "4839174839174", "48391a", "４８３９１７"] {
            assert!(Pin::typed(text).is_err(), "{text}");
        }
        assert!(Pin::typed("111111").is_ok(), "what was chosen elsewhere can be typed");
    }

    proptest! {
        #[test]
        fn a_choice_is_refused_the_same_whatever_spaces_are_typed(digits in "[0-9]{6,12}") {
            let spaced: String = digits.chars().flat_map(|c| [c, ' ']).collect();
            prop_assert_eq!(refused(&digits), refused(&spaced));
        }
    }
}
