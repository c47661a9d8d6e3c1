//! A cell of a table that is taken away (RFC 4180), and that no spreadsheet runs (D14).

use std::borrow::Cow;

/// What a spreadsheet takes for the beginning of a formula.
const RUNS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The cell for a text: an apostrophe before what would be run, and quotes around what would break the table.
#[must_use]
pub fn cell(text: &str) -> Cow<'_, str> {
    let harmless = if text.starts_with(RUNS) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) };
    if harmless.contains(['"', ',', '\r', '\n']) { Cow::Owned(format!("\"{}\"", harmless.replace('"', "\"\""))) } else { harmless }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn d14_no_cell_is_a_formula() {
        for (text, safe) in [
            ("Pixel 8", "Pixel 8"),
            ("=HYPERLINK(\"https://evil.example\",\"x\")", "\"'=HYPERLINK(\"\"https://evil.example\"\",\"\"x\"\")\""),
            ("+44 7700", "'+44 7700"),
            ("-1+1", "'-1+1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "\"'\r=1\""),
            ("a,b", "\"a,b\""),
            ("two\nlines", "\"two\nlines\""),
            ("", ""),
        ] {
            assert_eq!(cell(text), safe, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn d14_whatever_it_says_it_is_one_cell_and_starts_nothing(text in any::<String>()) {
            let cell = cell(&text);
            let quoted = cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
            let read = quoted.map_or_else(|| cell.to_string(), |inside| inside.replace("\"\"", "\""));
            prop_assert!(!read.starts_with(RUNS));
            prop_assert_eq!(read.strip_prefix('\'').filter(|_| text.starts_with(RUNS)).unwrap_or(&read), text.as_str());
            if let Some(inside) = quoted {
                prop_assert!(inside.split("\"\"").all(|part| !part.contains('"')), "no quote ends it early");
            } else {
                prop_assert!(!cell.contains([',', '"', '\n', '\r']));
            }
        }
    }
}
