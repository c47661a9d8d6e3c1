//! A text with signatures below it (C2SP signed-note), and cosignatures with their time (C2SP tlog-cosignature).

use core::{fmt, str::FromStr};

use base64::{Engine, engine::general_purpose::STANDARD};

use super::key::{Ed25519, KeyName, Kind, Signer, VerifierKey};

/// The most signatures that are read of one note. The specification wants at least 16.
const MOST_SIGNATURES: usize = 64;
/// What a signature line begins with.
const DASH: &str = "\u{2014} ";

/// A note: its text, and whatever signatures came with it. That it could be read says nothing about them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<Signature>,
}

/// One signature line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    name: KeyName,
    id: [u8; 4],
    bytes: Vec<u8>,
}

/// This is not a signed note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a signed note")]
pub struct NotANote;

/// A signature by a key that is trusted does not fit, or there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsigned {
    /// None of its signatures is by that key.
    #[error("it bears no signature by that key")]
    Missing,
    /// One is, and does not fit.
    #[error("its signature by that key does not fit")]
    Wrong,
}

impl Note {
    /// A note that nobody has signed yet.
    #[must_use]
    pub const fn unsigned(text: String) -> Self {
        Self { text, signatures: Vec::new() }
    }

    /// The text, with its last newline.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The signature lines.
    #[must_use]
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// The same note with one more signature; one by the same key is replaced.
    pub fn add(&mut self, signature: Signature) {
        self.signatures.retain(|before| before.name != signature.name || before.id != signature.id);
        self.signatures.push(signature);
    }

    /// Signs the text.
    pub fn sign(&mut self, name: KeyName, signer: &dyn Signer) {
        let key = VerifierKey { name, kind: Kind::Note, public: signer.public() };
        let bytes = signer.sign(self.text.as_bytes()).to_vec();
        self.add(Signature { id: key.id(), name: key.name, bytes });
    }

    /// Signs the text as seen at a time, in whole seconds since the Unix epoch.
    pub fn cosign(&mut self, name: KeyName, signer: &dyn Signer, seconds: u64) {
        let key = VerifierKey { name, kind: Kind::Cosignature, public: signer.public() };
        let bytes = [&seconds.to_be_bytes()[..], &signer.sign(&cosigned(seconds, &self.text))].concat();
        self.add(Signature { id: key.id(), name: key.name, bytes });
    }

    /// Whether it bears a good signature by `key`; of a cosignature, the time it says.
    ///
    /// # Errors
    /// When there is none by that key, or one that does not fit.
    pub fn verify(&self, key: &VerifierKey, with: &dyn Ed25519) -> Result<Option<u64>, Unsigned> {
        let id = key.id();
        let mut ours = self.signatures.iter().filter(|signature| signature.name == key.name && signature.id == id).peekable();
        if ours.peek().is_none() {
            return Err(Unsigned::Missing);
        }
        let mut time = None;
        for signature in ours {
            time = signature.check(&self.text, key, with)?;
        }
        Ok(time)
    }
}

impl Signature {
    /// The key's name.
    #[must_use]
    pub const fn name(&self) -> &KeyName {
        &self.name
    }

    fn check(&self, text: &str, key: &VerifierKey, with: &dyn Ed25519) -> Result<Option<u64>, Unsigned> {
        let (time, bytes) = match key.kind {
            Kind::Note => (None, &*self.bytes),
            Kind::Cosignature => {
                let (time, bytes) = self.bytes.split_first_chunk::<8>().ok_or(Unsigned::Wrong)?;
                (Some(u64::from_be_bytes(*time)), bytes)
            }
        };
        // The specification's limit on times.
        let in_time = time.is_none_or(|seconds| i64::try_from(seconds).is_ok());
        let message = time.map_or_else(|| text.as_bytes().to_vec(), |seconds| cosigned(seconds, text));
        let bytes = bytes.try_into().map_err(|_| Unsigned::Wrong)?;
        if in_time && with.verifies(&key.public, &message, bytes) { Ok(time) } else { Err(Unsigned::Wrong) }
    }
}

/// What a cosigner signs: the two lines of the specification, then the note's text.
fn cosigned(seconds: u64, text: &str) -> Vec<u8> {
    ["cosignature/v1\ntime ", &seconds.to_string(), "\n", text].concat().into_bytes()
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&self.id[..], &self.bytes].concat();
        writeln!(f, "{DASH}{} {}", self.name, STANDARD.encode(bytes))
    }
}

impl FromStr for Signature {
    type Err = NotANote;

    /// Reads one line, without its newline.
    fn from_str(line: &str) -> Result<Self, NotANote> {
        let (name, bytes) = line.strip_prefix(DASH).and_then(|rest| rest.split_once(' ')).ok_or(NotANote)?;
        let bytes = STANDARD.decode(bytes).map_err(|_| NotANote)?;
        let (id, bytes) = bytes.split_first_chunk::<4>().ok_or(NotANote)?;
        if bytes.is_empty() {
            return Err(NotANote);
        }
        Ok(Self { name: name.parse().map_err(|_| NotANote)?, id: *id, bytes: bytes.to_vec() })
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| signature.fmt(f))
    }
}

impl FromStr for Note {
    type Err = NotANote;

    fn from_str(given: &str) -> Result<Self, NotANote> {
        if given.contains(|letter: char| letter < ' ' && letter != '\n') {
            return Err(NotANote);
        }
        let at = given.rfind("\n\n").ok_or(NotANote)?;
        let (text, lines) = (&given[..=at], &given[at + 2..]);
        let lines = lines.strip_suffix('\n').ok_or(NotANote)?;
        let signatures: Vec<_> = lines.split('\n').take(MOST_SIGNATURES + 1).map(str::parse).collect::<Result<_, _>>()?;
        if text == "\n" || signatures.len() > MOST_SIGNATURES { Err(NotANote) } else { Ok(Self { text: text.to_owned(), signatures }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit_log::checkpoint::tests::{Fake, NOBODY};

    /// The examples of tlog-witness and tlog-cosignature.
    const EXAMPLE: &str = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\u{2014} example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n\u{2014} witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";

    #[test]
    fn an_example_of_the_specification_is_read_and_written_again() {
        let note: Note = EXAMPLE.parse().unwrap();
        assert_eq!(note.signatures().len(), 2);
        assert_eq!(note.to_string(), EXAMPLE);
    }

    #[test]
    fn what_is_no_note_is_refused() {
        let cut = EXAMPLE.strip_suffix('\n').unwrap();
        for wrong in [
            "",
            "\n\n",
            "text\n",
            "text\n\n",
            "\n\n\u{2014} a AAAAAAA=\n",
            cut,
            &EXAMPLE.replace('\u{2014}', "-"),
            "a\tb\n\n\u{2014} a AAAAAAA=\n",
        ] {
            assert_eq!(wrong.parse::<Note>(), Err(NotANote), "{wrong:?}");
        }
    }

    #[test]
    fn a_signature_counts_for_its_own_text_key_name_and_kind_only() {
        let (ours, theirs) = (Fake([1; 32]), Fake([2; 32]));
        let name: KeyName = "log.example/1".parse().unwrap();
        let mut note = Note::unsigned("log.example/1\n0\nx\n".into());
        note.sign(name.clone(), &ours);
        note.cosign(name.clone(), &ours, 1_796_000_000);
        let key = |kind, public| VerifierKey { name: name.clone(), kind, public };
        assert_eq!(note.verify(&key(Kind::Note, ours.0), &NOBODY), Ok(None));
        assert_eq!(note.verify(&key(Kind::Cosignature, ours.0), &NOBODY), Ok(Some(1_796_000_000)));
        assert_eq!(note.verify(&key(Kind::Note, theirs.0), &NOBODY), Err(Unsigned::Missing));
        let other = VerifierKey { name: "log.example/2".parse().unwrap(), ..key(Kind::Note, ours.0) };
        assert_eq!(note.verify(&other, &NOBODY), Err(Unsigned::Missing));
        let changed: Note = note.to_string().replace("\n0\n", "\n1\n").parse().unwrap();
        assert_eq!(changed.verify(&key(Kind::Note, ours.0), &NOBODY), Err(Unsigned::Wrong));
        assert_eq!(changed.verify(&key(Kind::Cosignature, ours.0), &NOBODY), Err(Unsigned::Wrong));
    }
}
