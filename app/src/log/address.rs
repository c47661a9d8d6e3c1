//! Where a search leads: an address that says all of it.

use core::fmt::Write;

use domain::audit_search::Search;
use leptos_router::params::ParamsMap;

/// The search of the page's address. A form writes a space as `+` (WHATWG URL section 5.2), which the router leaves as it is; no value of a
/// search has one that means more.
pub fn search(query: &ParamsMap) -> Search {
    let pairs: Vec<_> = query.into_iter().map(|(name, value)| (name.to_string(), value.replace('+', " "))).collect();
    Search::from_pairs(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

/// `path` with the search behind it.
pub fn at(path: &str, search: &Search) -> String {
    let mut address = path.to_owned();
    for (place, (name, value)) in search.pairs().iter().enumerate() {
        address.push(if place == 0 { '?' } else { '&' });
        address.push_str(name);
        address.push('=');
        encode(&mut address, value);
    }
    address
}

/// The same search, newest first again.
pub fn newest(search: &Search) -> String {
    at("/audit", &Search { before: None, ..search.clone() })
}

/// Everything but letters, digits and `-._~` as `%` and two digits (RFC 3986 section 2.1).
fn encode(into: &mut String, value: &str) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            into.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(into, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_writes_a_space_as_a_plus() {
        let query = ParamsMap::from_iter([("q", "4471+0982".to_owned()), ("level", "high".to_owned()), ("level", "low".to_owned())]);
        let read = search(&query);
        assert_eq!((read.text.as_str(), read.levels.len()), ("4471 0982", 2));
    }

    #[test]
    fn what_was_typed_stays_inside_its_value() {
        let search = Search { text: "a&level=high #?é".to_owned(), before: Some(7), ..Search::default() };
        assert_eq!(at("/audit", &search), "/audit?q=a%26level%3Dhigh%20%23%3F%C3%A9&before=7");
        assert_eq!(newest(&search), "/audit?q=a%26level%3Dhigh%20%23%3F%C3%A9");
        assert_eq!(newest(&Search::default()), "/audit");
    }
}
