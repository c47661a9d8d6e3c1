//! What is kept of what somebody typed, and what is said of it: the browser's part of the two fields.

/// Only the digits, at most six: what a pasted "481 205" means.
#[must_use]
pub fn digits(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_digit).take(6).collect()
}

/// Only letters and digits, in capitals, at most eight: a binding code as people type it.
#[must_use]
pub fn binding_code(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).take(8).map(|c| c.to_ascii_uppercase()).collect()
}

/// Under the field when the digits were others.
#[must_use]
pub fn other_digits(first_name: &str, tries_left: u8) -> String {
    let tries = if tries_left == 1 { " try left." } else { " tries left." };
    ["Not the same digits. Ask ", first_name, " again. ", &tries_left.to_string(), tries].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_code_loses_what_is_not_code() {
        assert_eq!(digits(" 481 2056"), "481205");
        assert_eq!(binding_code("7kq4-m2 px9"), "7KQ4M2PX");
    }

    #[test]
    fn other_digits_say_how_often_one_may_try() {
        assert_eq!(other_digits("Ana", 4), "Not the same digits. Ask Ana again. 4 tries left.");
        assert_eq!(other_digits("Ana", 1), "Not the same digits. Ask Ana again. 1 try left.");
    }
}
