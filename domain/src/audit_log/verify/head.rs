//! What can be said of one signed head by itself: whose it is, when it was signed, and which witnesses have seen it.

use super::{finding::Kind, trust::Trust};
use crate::audit_log::{
    checkpoint::Checkpoint,
    key::{self, VerifierKey},
    note::{Note, Unsigned},
};

/// A head that was looked at.
#[derive(Clone, Debug)]
pub struct Head {
    /// How many entries it says, if that can be read; whether it is signed or not.
    pub size: Option<u64>,
    /// What it vouches for, if the log signed it.
    pub signed: Option<Signed>,
    /// What is wrong with it.
    pub flaws: Vec<(Kind, String)>,
}

/// A head that the log signed.
#[derive(Clone, Debug)]
pub struct Signed {
    /// What it says.
    pub head: Checkpoint,
    /// When, in seconds since the Unix epoch.
    pub time: u64,
    /// Which of the trusted witnesses have seen it, by their place among them, and when.
    pub witnesses: Vec<(usize, u64)>,
}

/// Looks at a head: a signed note, as it was found.
#[must_use]
pub fn examine(note: &str, trust: &Trust<'_>) -> Head {
    let mut flaws = Vec::new();
    let no_head = |why: &str| Head { size: None, signed: None, flaws: vec![(Kind::NoHead, why.to_owned())] };
    let Ok(note) = note.parse::<Note>() else { return no_head("this is no signed note") };
    let Ok(head) = Checkpoint::of(&note) else { return no_head("what was signed is no head of a log") };
    let size = Some(head.size);
    let signed = match signed(&note, head, trust, &mut flaws) {
        Ok(signed) => Some(signed),
        Err(flaw) => {
            flaws.push(flaw);
            None
        }
    };
    Head { size, signed, flaws }
}

fn signed(note: &Note, head: Checkpoint, trust: &Trust<'_>, flaws: &mut Vec<(Kind, String)>) -> Result<Signed, (Kind, String)> {
    let Some(key) = trust.logs.iter().find(|key| key.name == head.origin) else {
        return Err((Kind::OtherLog, format!("it is a head of {}, whose key was not given", head.origin)));
    };
    let unsigned = |what: &str, why: Unsigned| (Kind::Unsigned, format!("{what}: {why}"));
    note.verify(key, trust.ed25519).map_err(|why| unsigned("the log's signature", why))?;
    // The same key signs the time, under the name of the same log.
    let clock = VerifierKey { kind: key::Kind::Cosignature, ..key.clone() };
    let time = note.verify(&clock, trust.ed25519).map_err(|why| unsigned("the log's signature with the time", why))?;
    let time = time.ok_or_else(|| (Kind::Unsigned, "it says no time".to_owned()))?;
    let mut witnesses = Vec::new();
    for (place, witness) in trust.witnesses.iter().enumerate() {
        match note.verify(witness, trust.ed25519) {
            Ok(seen) => witnesses.extend(seen.map(|seen| (place, seen))),
            Err(Unsigned::Missing) => {}
            Err(Unsigned::Wrong) => flaws.push((Kind::BadWitness, format!("the cosignature of {} does not fit", witness.name))),
        }
    }
    Ok(Signed { head, time, witnesses })
}
