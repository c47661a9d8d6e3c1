//! What reads a stranger's bytes first, as targets that take any bytes: libFuzzer runs them (`cargo xtask fuzz`), and the server's
//! tests run them over every input that is kept in `corpus`.
//!
//! A target calls what the door calls, and panics when something was accepted that must not be: without a signature, for another
//! thing than was asked, or as something else than was sent. It says whether its input was accepted, so that a target which has
//! come to refuse everything is found out.

use std::path::{Path, PathBuf};

pub mod assertion;
pub mod bundle;
pub mod house;
pub mod jws;
pub mod key;

pub mod made;
pub mod made_log;
pub mod note;
pub mod receipt;
pub mod telephony;
pub mod webauthn;
pub mod witness;

/// Between the parts of an input that the target puts together: no text of ours has it.
pub const BETWEEN: u8 = 0x1e;

/// An input to begin with: its name, whether it is accepted, and its bytes.
pub type Seed = (&'static str, bool, Vec<u8>);

/// Where the inputs of a target are kept.
pub fn corpus(target: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(target)
}

/// The two parts of an input that is put together: a text, and what is left.
fn parts(input: &[u8]) -> (&[u8], &[u8]) {
    let at = input.iter().position(|byte| *byte == BETWEEN).unwrap_or(input.len());
    (&input[..at], input.get(at + 1..).unwrap_or_default())
}

/// Those two as one input of that kind.
fn joined(kind: u8, text: &[u8], rest: &[u8]) -> Vec<u8> {
    [&[kind], text, &[BETWEEN], rest].concat()
}
