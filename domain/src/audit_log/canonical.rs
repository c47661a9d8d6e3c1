//! JSON in one writing only (RFC 8785), so that the same entry always has the same bytes.
//!
//! Whole numbers only, within what that RFC can write (its section 3.2.2.3): an entry has no other.

use core::fmt::Write;

use serde_json::Value;

/// The largest whole number that JSON carries exactly (RFC 8785 section 3.2.2.3, IEEE 754 double precision).
const LARGEST: u64 = (1 << 53) - 1;

/// Why a value has no canonical form here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a number that is not whole, or too large to be exact in JSON")]
pub struct NotWhole;

/// The canonical text of a value.
///
/// # Errors
/// When it has a number that is not whole or above 2^53 - 1.
pub fn text(value: &Value) -> Result<String, NotWhole> {
    let mut out = String::new();
    write(value, &mut out)?;
    Ok(out)
}

/// Whether a text is canonical JSON: the one writing of what it says.
#[must_use]
pub fn is(given: &str) -> bool {
    serde_json::from_str(given).is_ok_and(|value| text(&value).is_ok_and(|canonical| canonical == given))
}

fn write(value: &Value, out: &mut String) -> Result<(), NotWhole> {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(flag) => out.push_str(if *flag { "true" } else { "false" }),
        Value::Number(number) => {
            let whole = number.as_i64().map(i64::unsigned_abs).or(number.as_u64()).ok_or(NotWhole)?;
            if whole > LARGEST {
                return Err(NotWhole);
            }
            // Writing to a String cannot fail; neither can it below.
            let _ = write!(out, "{number}");
        }
        Value::String(string) => quote(string, out),
        Value::Array(items) => {
            out.push('[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                write(item, out)?;
            }
            out.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            // Section 3.2.3: by UTF-16 code units, whatever order the parser kept.
            members.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
            out.push('{');
            for (place, (name, member)) in members.into_iter().enumerate() {
                if place > 0 {
                    out.push(',');
                }
                quote(name, out);
                out.push(':');
                write(member, out)?;
            }
            out.push('}');
        }
    }
    Ok(())
}

/// Section 3.2.2.2.
fn quote(string: &str, out: &mut String) {
    out.push('"');
    for letter in string.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            control if control < ' ' => {
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Section 3.2.3 of the RFC: the names of its example, in the order it gives.
    #[test]
    fn members_are_sorted_as_in_the_rfc() {
        let given = serde_json::json!({"\u{20ac}": 1, "\r": 2, "\u{fb33}": 3, "1": 4, "\u{1f600}": 5, "\u{80}": 6, "\u{f6}": 7});
        let canonical = text(&given).unwrap();
        assert_eq!(canonical, "{\"\\r\":2,\"1\":4,\"\u{80}\":6,\"\u{f6}\":7,\"\u{20ac}\":1,\"\u{1f600}\":5,\"\u{fb33}\":3}");
    }

    /// Section 3.2.2.2, its example's string.
    #[test]
    fn strings_are_written_as_in_the_rfc() {
        let given = serde_json::json!("\u{20ac}$\u{f}\nA'B\"\\\\\"/");
        assert_eq!(text(&given).unwrap(), "\"\u{20ac}$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"");
    }

    #[test]
    fn a_number_that_is_not_exact_has_no_form() {
        assert_eq!(text(&serde_json::json!(9_007_199_254_740_991_i64)).unwrap(), "9007199254740991");
        assert_eq!(text(&serde_json::json!(-3)).unwrap(), "-3");
        assert_eq!(text(&serde_json::json!(9_007_199_254_740_992_i64)), Err(NotWhole));
        assert_eq!(text(&serde_json::json!([1.5])), Err(NotWhole));
    }

    #[test]
    fn only_one_writing_is_canonical() {
        assert!(is(r#"{"a":[1,true,null],"b":"x"}"#));
        for other in [r#"{"b":"x","a":1}"#, r#"{"a": 1}"#, r#"{"a":1,"a":1}"#, r#"{"a":"\u0041"}"#, r#"{"a":1.0}"#, "", "{"] {
            assert!(!is(other), "{other}");
        }
    }
}
