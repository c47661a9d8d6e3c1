//! What can be said of one entry by itself: it is one, what is opened of it fits, and the approval in it was signed by a customer.
//!
//! Needs nothing of the entries around it, so a verifier may look at many at once.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{approval, finding::Kind, pruned::Pruned, shape::Entry, trust::P256};
use crate::audit_log::{hash::Hash, receipt::Opened};

/// The name under which an entry commits to what signed an approval.
pub const PROOF: &str = "proof";

/// What an approval rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rests {
    /// A signature of a phone or passkey that fits, over this session.
    Signed,
    /// One that fits; which session it was for is not among what was kept.
    Unbound,
    /// One by an algorithm that is not checked here.
    Unchecked,
    /// One that was erased.
    Erased,
    /// One that does not fit.
    Bad,
    /// The entry commits to none.
    Nothing,
}

/// An entry that was looked at.
#[derive(Clone, Debug)]
pub struct Examined {
    /// Its hash.
    pub leaf: Hash,
    /// Its name and its time, if it is an entry.
    pub entry: Option<(Uuid, i64)>,
    /// What its approval rests on, if it is one.
    pub rests: Option<Rests>,
    /// What it says was pruned, if it says so.
    pub pruned: Option<Pruned>,
    /// How many pieces of data were opened and fit.
    pub opened: u64,
    /// How many it commits to that are not there.
    pub erased: u64,
    /// What is wrong with it.
    pub flaws: Vec<(Kind, String)>,
}

/// Looks at an entry: its leaf, and what is opened of what it commits to.
#[must_use]
pub fn examine(bytes: &[u8], opened: &[Opened], p256: &dyn P256) -> Examined {
    let mut examined =
        Examined { leaf: Hash::leaf(bytes), entry: None, rests: None, pruned: None, opened: 0, erased: 0, flaws: Vec::new() };
    match Entry::read(bytes) {
        Err(why) => examined.flaws.push((Kind::Malformed, why.to_owned())),
        Ok(entry) => {
            examined.entry = Some((entry.id, entry.at));
            let proof = examined.open(&entry, opened);
            match entry.event() {
                Some("approved") => examined.approved(&entry, proof, |proof| approval::check(&entry, proof, p256)),
                Some("second_person_approved") => examined.approved(&entry, proof, |proof| approval::check_second(&entry, proof, p256)),
                Some("log_pruned") => {
                    examined.approved(&entry, proof, |proof| approval::check_pruning(&entry, proof, p256));
                    match Pruned::read(&entry) {
                        Ok(pruned) => examined.pruned = Some(pruned),
                        Err(why) => examined.flaws.push((Kind::BadPruning, why.to_owned())),
                    }
                }
                Some("export_approved") => examined.approved(&entry, proof, |proof| approval::check_export(&entry, proof, p256)),
                _ => {}
            }
        }
    }
    examined
}

impl Examined {
    /// Compares what is opened with what the entry commits to. Gives the proof, if it is among that and fits.
    fn open<'a>(&mut self, entry: &Entry, opened: &'a [Opened]) -> Option<&'a str> {
        let mut left: BTreeMap<_, _> = entry.commitments().collect();
        let mut proof = None;
        for one in opened {
            // What is opened twice is not committed to twice.
            let said = left.remove(one.name.as_str());
            if said.is_some() && one.commitment().as_deref() == said {
                self.opened += 1;
                proof = proof.or((one.name == PROOF).then_some(one.data.as_str()));
            } else {
                self.flaws.push((Kind::OtherData, format!("`{}` is not what the entry commits to", one.name)));
            }
        }
        self.erased = u64::try_from(left.len()).unwrap_or(u64::MAX);
        proof
    }

    fn approved(&mut self, entry: &Entry, proof: Option<&str>, check: impl FnOnce(&str) -> Result<Rests, &'static str>) {
        let commits = entry.commitments().any(|(name, _)| name == PROOF);
        let rests = match proof {
            // Opened and not what it commits to: said already.
            None if commits && self.flaws.iter().any(|(kind, _)| *kind == Kind::OtherData) => Ok(Rests::Bad),
            None if commits => Ok(Rests::Erased),
            // There never was one that kept no signature.
            None if entry.event() == Some("second_person_approved") => Err("a second person's approval commits to no signature"),
            None if entry.event() == Some("log_pruned") => Err("the approval of a pruning commits to no signature"),
            None if entry.event() == Some("export_approved") => Err("the approval of an export commits to no signature"),
            None => Ok(Rests::Nothing),
            Some(proof) => check(proof),
        };
        self.rests = Some(rests.unwrap_or_else(|why| {
            self.flaws.push((Kind::BadProof, why.to_owned()));
            Rests::Bad
        }));
    }
}
