//! What the reader of TOML says, put as a finding: which kind it is, and what to write instead.

use super::{Finding, kind::Kind};

/// The finding for an error of the reader, with its line.
pub(super) fn finding(text: &str, error: &toml::de::Error) -> Finding {
    let line = error.span().map_or(0, |span| text.get(..span.start).map_or(0, |before| before.matches('\n').count() + 1));
    let message = error.message().trim().trim_end_matches('.');
    let (kind, instead) = kind(message);
    let mut what = plainly(message);
    if let Some(first) = what.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    Finding { line, ..Finding::new(kind, String::new(), format!("{what}."), instead.to_owned()) }
}

/// The reader's words, with a person's for those of Rust.
fn plainly(message: &str) -> String {
    const WORDS: [(&str, &str); 7] = [
        ("unknown variant", "unknown word"),
        ("wanted string or table", "invalid type, expected a word"),
        ("expected a string", "expected a text"),
        ("expected a sequence", "expected a list"),
        ("expected a boolean", "expected true or false"),
        ("expected u32", "expected a whole number"),
        ("expected u8", "expected a whole number up to 255"),
    ];
    WORDS.iter().fold(message.to_owned(), |text, (theirs, ours)| text.replace(theirs, ours))
}

fn kind(message: &str) -> (Kind, &'static str) {
    let starts = |with: &str| message.starts_with(with);
    match () {
        () if starts("unknown field") => (Kind::UnknownField, "Correct its spelling or take it out; docs/policy.md lists every field."),
        () if starts("unknown variant") => (Kind::UnknownWord, "Write one of the words that are expected there."),
        () if starts("missing field") => (Kind::MissingField, "Add it to this table; docs/policy.md says what it means."),
        () if starts("invalid type") || starts("wanted string") => (Kind::WrongType, wanted(message)),
        () if starts("invalid value") => (Kind::WrongNumber, "Write a whole number that is not negative, and not so large."),
        () if message.contains("is no span of time") => {
            (Kind::NoSpan, "Write a whole number and s, m, h or d, such as \"15m\" or \"24h\".")
        }
        () if message.contains("is no amount") => (Kind::NoAmount, "Write it with two decimals, such as \"200.00\"."),
        () => (Kind::NoToml, "Correct this line; docs/policy.md shows each field with an example."),
    }
}

/// What to write where something of another type stands.
fn wanted(message: &str) -> &'static str {
    let ends = |with: &str| message.ends_with(with);
    match () {
        () if ends("a string") => "Write it in quotes, such as \"15m\" or \"200.00\".",
        () if ends("a boolean") => "Write true or false, without quotes.",
        () if ends("a sequence") => "Write a list, such as [\"phone\", \"chat\"].",
        () if ends("string or table") => "Write one of its words in quotes, such as \"low\".",
        () if ends("u32") || ends("u8") => "Write a whole number, without quotes.",
        () => "docs/policy.md shows each table and field with an example.",
    }
}
