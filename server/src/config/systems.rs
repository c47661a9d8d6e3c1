//! Other systems that may call one of our APIs: a file for each API, with a line for each system, its name and its token.

use std::path::Path;

use domain::secret::Hashed;

use super::secret_file;

/// A token must hold at least 128 bits; in any usual writing that is 32 characters.
const LETTERS: std::ops::RangeInclusive<usize> = 32..=200;

/// A system that may call.
#[derive(Clone, PartialEq, Eq)]
pub struct System {
    /// The operator's name for it, as it stands in the record.
    pub name: String,
    /// SHA-256 of its token.
    pub token: Hashed,
}

/// Reads the file that a setting names.
pub(super) fn named(path: &str) -> Result<Vec<System>, String> {
    read(Path::new(path))
}

/// Reads the file. No refusal repeats a token.
fn read(path: &Path) -> Result<Vec<System>, String> {
    let text = secret_file(path)?;
    let mut sources: Vec<System> = Vec::new();
    let lines = text.expose().lines().enumerate().map(|(place, line)| (place + 1, line.trim()));
    for (number, line) in lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        let wrong = |wrong: &str| format!("names {}, whose line {number} {wrong}", path.display());
        let (name, token) = line.split_once(char::is_whitespace).ok_or_else(|| wrong("has no token after the name"))?;
        let token = token.trim();
        if name.len() > 40 || !name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-') {
            return Err(wrong("has a name of other letters than a-z, 0-9 and -, or of more than 40"));
        }
        if !LETTERS.contains(&token.len()) || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(wrong("has a token that is not 32 to 200 printable characters without a space"));
        }
        let source = System { name: name.to_owned(), token: Hashed::of(token) };
        // Two names with one token: nobody could say which of them told.
        if sources.iter().any(|other| other.name == source.name || other.token == source.token) {
            return Err(wrong("has a name or a token that another line has"));
        }
        sources.push(source);
    }
    if sources.is_empty() { Err(format!("names {}, which names no system", path.display())) } else { Ok(sources) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "0123456789abcdef0123456789abcdef";

    fn reading(text: &str) -> Result<Vec<System>, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sources");
        std::fs::write(&path, text).unwrap();
        read(&path)
    }

    #[test]
    fn each_line_is_a_system_and_its_token() {
        let sources = reading(&format!("# who may\n\ncarrier {TOKEN}\nfraud-desk\t{TOKEN}x\n")).unwrap();
        let names: Vec<_> = sources.iter().map(|source| source.name.as_str()).collect();
        assert_eq!(names, ["carrier", "fraud-desk"]);
        assert!(sources[0].token == Hashed::of(TOKEN));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line_and_never_with_the_token() {
        let twice = format!("a {TOKEN}\nb {TOKEN}\n");
        for (text, said) in [
            ("carrier\n".to_owned(), "line 1 has no token"),
            (format!("Carrier {TOKEN}\n"), "line 1 has a name of other letters"),
            ("carrier short\n".to_owned(), "line 1 has a token that is not 32"),
            (twice, "line 2 has a name or a token that another line has"),
            ("# nobody\n".to_owned(), "names no system"),
        ] {
            let wrong = reading(&text).err().unwrap();
            assert!(wrong.contains(said), "{wrong}");
            assert!(!wrong.contains(TOKEN) && !wrong.contains("short"), "{wrong}");
        }
    }
}
