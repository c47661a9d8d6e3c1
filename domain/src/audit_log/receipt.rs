//! A receipt: one entry, the proof that it is in the log, and the signed head (C2SP tlog-proof). Verifies without us.
//!
//! Programs that read tlog-proof find the entry itself in `extra`, as JSON, with the salts and data of what it commits to.

use core::{fmt, str::FromStr};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};

use super::{
    checkpoint::{Checkpoint, decimal},
    hash::Hash,
    key::{Ed25519, VerifierKey},
    note::{Note, Unsigned},
    personal::Salt,
    proof::{self, Disproved},
};

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";
/// No proof has more hashes: a tree of 2^63 leaves has that many levels.
const MOST_HASHES: usize = 63;

/// A receipt as it stands in its file. That it could be read says nothing about whether it is true: [`Receipt::verify`] does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// What it is about.
    pub told: Told,
    /// The entry's place in the log.
    pub index: u64,
    /// From the entry's sibling up.
    pub proof: Vec<Hash>,
    /// The signed head.
    pub checkpoint: Note,
}

/// The entry, and what it commits to that was not erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// The entry's leaf: canonical JSON.
    pub entry: String,
    /// What it commits to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub personal: Vec<Opened>,
}

/// Data that an entry commits to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opened {
    /// Its name in the entry.
    pub name: String,
    /// Its salt, in base64.
    pub salt: String,
    /// The data.
    pub data: String,
}

/// This is not a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a receipt: {0}")]
pub struct NotAReceipt(&'static str);

/// Why a receipt shows nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Untrue {
    /// The head is not signed by the key that is trusted.
    #[error("the checkpoint: {0}")]
    Unsigned(#[from] Unsigned),
    /// The head is of another log than the key's.
    #[error("the checkpoint is of another log")]
    OtherLog,
    /// The text under the signature is no head.
    #[error("what was signed is not a checkpoint")]
    NotACheckpoint,
    /// The hashes do not lead from the entry to the head.
    #[error("the entry: {0}")]
    Disproved(#[from] Disproved),
    /// Data is not what the entry commits to.
    #[error("`{0}` is not what the entry commits to")]
    OtherData(String),
}

impl Receipt {
    /// Whether it is true, trusting nobody but the holder of `key`; gives the head that shows it.
    ///
    /// # Errors
    /// With the first thing that does not fit.
    pub fn verify(&self, key: &VerifierKey, with: &dyn Ed25519) -> Result<Checkpoint, Untrue> {
        self.checkpoint.verify(key, with)?;
        let head = Checkpoint::of(&self.checkpoint).map_err(|_| Untrue::NotACheckpoint)?;
        if head.origin != key.name {
            return Err(Untrue::OtherLog);
        }
        let leaf = Hash::leaf(self.told.entry.as_bytes());
        proof::verify_inclusion(leaf, self.index, head.size, &self.proof, head.root)?;
        let entry: serde_json::Value = serde_json::from_str(&self.told.entry).unwrap_or_default();
        for opened in &self.told.personal {
            let said = entry.get("personal").and_then(|all| all.get(&opened.name)).and_then(serde_json::Value::as_str);
            if opened.commitment().as_deref() != said || said.is_none() {
                return Err(Untrue::OtherData(opened.name.clone()));
            }
        }
        Ok(head)
    }
}

impl Opened {
    /// The commitment to it, as entries write it; `None` if its salt is none.
    pub(super) fn commitment(&self) -> Option<String> {
        let salt = STANDARD.decode(&self.salt).ok()?.try_into().ok()?;
        Some(Salt::from_bytes(salt).commit(&self.data).to_string())
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told = serde_json::to_string(&self.told).map_err(|_| fmt::Error)?;
        writeln!(f, "{FIRST_LINE}\nextra {}\nindex {}", STANDARD.encode(told), self.index)?;
        self.proof.iter().try_for_each(|hash| writeln!(f, "{hash}"))?;
        write!(f, "\n{}", self.checkpoint)
    }
}

impl FromStr for Receipt {
    type Err = NotAReceipt;

    fn from_str(text: &str) -> Result<Self, NotAReceipt> {
        let (head, checkpoint) = text.split_once("\n\n").ok_or(NotAReceipt("it has no checkpoint"))?;
        let mut lines = head.split('\n');
        if lines.next() != Some(FIRST_LINE) {
            return Err(NotAReceipt("its first line is another"));
        }
        let extra = lines.next().and_then(|line| line.strip_prefix("extra ")).ok_or(NotAReceipt("it holds no entry"))?;
        let told = STANDARD.decode(extra).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let index = lines.next().and_then(|line| line.strip_prefix("index ")).and_then(decimal);
        let proof: Vec<_> = lines
            .take(MOST_HASHES + 1)
            .map(|line| line.parse().map_err(|_| NotAReceipt("a hash cannot be read")))
            .collect::<Result<_, _>>()?;
        if proof.len() > MOST_HASHES {
            return Err(NotAReceipt("it has too many hashes"));
        }
        Ok(Self {
            told: told.ok_or(NotAReceipt("its entry cannot be read"))?,
            index: index.ok_or(NotAReceipt("its index cannot be read"))?,
            proof,
            checkpoint: checkpoint.parse().map_err(|_| NotAReceipt("its checkpoint cannot be read"))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit_log::{
        checkpoint::tests::{Fake, NOBODY},
        key::{Kind, Signer},
        tree::Tree,
    };

    fn receipt() -> (Receipt, VerifierKey) {
        let signer = Fake([3; 32]);
        let salt = Salt::from_bytes([5; 32]);
        let entry = ["{\"personal\":{\"prompt\":\"", &salt.commit("to a@b.example").to_string(), "\"}}"].concat();
        let before = Hash::leaf(b"before");
        let mut tree = Tree::new();
        tree.push(before);
        tree.push(Hash::leaf(entry.as_bytes()));
        let key = VerifierKey { name: "log.example/1".parse().unwrap(), kind: Kind::Note, public: signer.public() };
        let head = Checkpoint { origin: key.name.clone(), size: 2, root: tree.root() };
        let mut checkpoint = Note::unsigned(head.to_string());
        checkpoint.sign(key.name.clone(), &signer);
        let opened = Opened { name: "prompt".into(), salt: STANDARD.encode(salt.bytes()), data: "to a@b.example".into() };
        (Receipt { told: Told { entry, personal: vec![opened] }, index: 1, proof: vec![before], checkpoint }, key)
    }

    #[test]
    fn a_receipt_that_is_written_is_read_and_true() {
        let (receipt, key) = receipt();
        let read: Receipt = receipt.to_string().parse().unwrap();
        assert_eq!(read, receipt);
        assert_eq!(read.verify(&key, &NOBODY).map(|head| head.size), Ok(2));
    }

    #[test]
    fn whatever_is_changed_it_is_not_true_any_more() {
        let (good, key) = receipt();
        let with = |change: fn(&mut Receipt)| {
            let mut changed = good.clone();
            change(&mut changed);
            changed.verify(&key, &NOBODY).unwrap_err()
        };
        assert_eq!(with(|r| r.index = 0), Untrue::Disproved(Disproved::Root));
        assert_eq!(with(|r| r.index = 2), Untrue::Disproved(Disproved::OutOfRange));
        assert_eq!(with(|r| r.proof.clear()), Untrue::Disproved(Disproved::Length));
        assert_eq!(with(|r| r.told.entry.push(' ')), Untrue::Disproved(Disproved::Root));
        assert_eq!(with(|r| r.told.personal[0].data.push('x')), Untrue::OtherData("prompt".into()));
        assert_eq!(with(|r| r.told.personal[0].name = "other".into()), Untrue::OtherData("other".into()));
        assert_eq!(
            with(|r| r.checkpoint = r.checkpoint.to_string().replace("\n2\n", "\n3\n").parse().unwrap()),
            Untrue::Unsigned(Unsigned::Wrong)
        );
        let stranger = VerifierKey { public: [9; 32], ..key };
        assert_eq!(good.verify(&stranger, &NOBODY), Err(Untrue::Unsigned(Unsigned::Missing)));
    }

    /// The log's key also signs as another origin when an epoch ends; such a head is of another log.
    #[test]
    fn a_head_of_another_log_shows_nothing_of_this_one() {
        let (mut receipt, key) = receipt();
        let mut head = Checkpoint::of(&receipt.checkpoint).unwrap();
        head.origin = "log.example/2".parse().unwrap();
        receipt.checkpoint = Note::unsigned(head.to_string());
        receipt.checkpoint.sign(key.name.clone(), &Fake([3; 32]));
        assert_eq!(receipt.verify(&key, &NOBODY), Err(Untrue::OtherLog));
    }

    #[test]
    fn what_is_no_receipt_is_refused() {
        let text = receipt().0.to_string();
        for (from, to) in [("@v1", "@v2"), ("extra ", "extra"), ("index 1", "index 01"), ("index 1\n", "index 1\nx\n"), ("\n\n", "\n")] {
            assert!(text.replacen(from, to, 1).parse::<Receipt>().is_err(), "{from:?}");
        }
        let long = text.replacen("index 1\n", &["index 1\n", &"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n".repeat(64)].concat(), 1);
        assert_eq!(long.parse::<Receipt>(), Err(NotAReceipt("it has too many hashes")));
    }
}
