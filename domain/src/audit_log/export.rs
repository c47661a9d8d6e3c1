//! The log as a folder of files: C2SP tlog-tiles, and beside it what that does not know of: every signed head, and personal data.
//!
//! ```text
//! checkpoint                 the last signed head
//! tile/0/000 …               hashes; with .p/W those of a tile that has W only
//! tile/entries/000 …         bundles of 256 entries
//! checkpoints.jsonl          every signed head in its order, a line each
//! personal/0.jsonl …         by bundle: what its entries commit to and was not erased, a line each
//! ```

use serde::{Deserialize, Serialize};

use super::{leaf, receipt::Opened, tile::TILE};

/// The last signed head.
pub const CHECKPOINT: &str = "checkpoint";
/// Every signed head.
pub const CHECKPOINTS: &str = "checkpoints.jsonl";
/// How long a bundle can be.
pub const LARGEST_BUNDLE: usize = TILE * (2 + leaf::LARGEST);

/// The file with what the entries of a bundle commit to.
#[must_use]
pub fn personal_path(bundle: u64) -> String {
    format!("personal/{bundle}.jsonl")
}

/// A line of [`CHECKPOINTS`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadLine {
    /// The signed note.
    pub note: String,
}

/// A line of a file of personal data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonalLine {
    /// Which entry commits to it.
    pub index: u64,
    /// Its name in the entry.
    pub name: String,
    /// Its salt, in base64.
    pub salt: String,
    /// The data.
    pub data: String,
}

impl PersonalLine {
    /// What an entry commits to, as a line.
    #[must_use]
    pub fn new(index: u64, Opened { name, salt, data }: Opened) -> Self {
        Self { index, name, salt, data }
    }

    /// What the line says of its entry.
    #[must_use]
    pub fn opened(self) -> Opened {
        Opened { name: self.name, salt: self.salt, data: self.data }
    }
}

/// An entry that no bundle can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an entry is longer than a bundle can hold")]
pub struct TooLong;

/// Adds an entry to a bundle: its length in two bytes, then its bytes (C2SP tlog-tiles, "Log entries").
///
/// # Errors
/// When it is longer than 65 535 bytes.
pub fn add(bundle: &mut Vec<u8>, entry: &[u8]) -> Result<(), TooLong> {
    let length = u16::try_from(entry.len()).map_err(|_| TooLong)?;
    bundle.extend(length.to_be_bytes());
    bundle.extend(entry);
    Ok(())
}

/// The entries of a bundle; whether they are all of it, or the last is cut off.
#[must_use]
pub fn entries(bundle: &[u8]) -> (Vec<&[u8]>, bool) {
    let (mut entries, mut rest) = (Vec::with_capacity(TILE), bundle);
    while let Some((length, after)) = rest.split_first_chunk::<2>() {
        let Some((entry, after)) = after.split_at_checked(usize::from(u16::from_be_bytes(*length))) else { break };
        entries.push(entry);
        rest = after;
    }
    (entries, rest.is_empty())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_bundle_is_read_as_it_was_written(given in proptest::collection::vec(any::<Vec<u8>>(), 0..20)) {
            let mut bundle = Vec::new();
            for entry in &given {
                add(&mut bundle, entry).unwrap();
            }
            prop_assert_eq!(entries(&bundle), (given.iter().map(Vec::as_slice).collect(), true));
            if let Some((_, cut)) = bundle.split_last() {
                prop_assert_eq!(entries(&bundle[..cut.len()]).1, false);
            }
        }

        #[test]
        fn any_bytes_are_some_bundle_or_cut_off(bytes: Vec<u8>) {
            let (read, whole) = entries(&bytes);
            let length: usize = read.iter().map(|entry| entry.len() + 2).sum();
            prop_assert_eq!(length == bytes.len(), whole);
        }
    }

    #[test]
    fn an_entry_that_is_too_long_is_in_no_bundle() {
        assert_eq!(add(&mut Vec::new(), &vec![0; 65_536]), Err(TooLong));
    }

    #[test]
    fn lines_are_written_flat() {
        let opened = Opened { name: "prompt".into(), salt: "s".into(), data: "d".into() };
        let line = serde_json::to_string(&PersonalLine::new(7, opened.clone())).unwrap();
        assert_eq!(line, r#"{"index":7,"name":"prompt","salt":"s","data":"d"}"#);
        assert_eq!(serde_json::from_str::<PersonalLine>(&line).unwrap().opened(), opened);
    }
}
