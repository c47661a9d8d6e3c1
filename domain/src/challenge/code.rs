//! The six digits that the agent reads out and the customer types.
//!
//! They are no secret kept from the agent: they tie the phone to this contact. They travel one way only; no page of an
//! agent has a field to type them in.

use core::fmt;

use crate::{
    entropy::{self, Entropy},
    refusal::Refusal,
};

/// Six decimal digits, each combination equally likely.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    /// Draws six digits.
    #[must_use]
    pub fn draw(entropy: &dyn Entropy) -> Self {
        Self(format!("{:06}", entropy::below(1_000_000, entropy)))
    }

    /// Reads six digits as a customer types them; spaces are dropped.
    ///
    /// # Errors
    /// [`Refusal::BadInput`] unless exactly six digits are left.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(digits))
        } else {
            Err(Refusal::bad_input("Type all six digits first."))
        }
    }

    /// The six digits, for the agent's screen and for storage. Whoever calls this answers for where they go.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether both are the same digits, compared in a time that does not depend on where they differ (F04).
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        self.0.bytes().zip(other.0.bytes()).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
    }
}

/// Says that there are digits and not which.
impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(••••••)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_code_cannot_be_printed() {
        let code = Code::parse("481 205").unwrap();
        assert!(!format!("{code:?}").contains("481"));
    }

    proptest! {
        #[test]
        fn only_the_same_six_digits_are_the_same(a in 0_u32..1_000_000, b in 0_u32..1_000_000) {
            let code = |n: u32| Code::parse(&format!("{n:06}")).unwrap();
            prop_assert_eq!(a == b, code(a).same_as(&code(b)));
        }

        #[test]
        fn anything_but_six_digits_is_refused(text in "\\PC{0,8}") {
            let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            let six = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit());
            prop_assert_eq!(six, Code::parse(&text).is_ok());
        }
    }
}
