//! The request `add-checkpoint`: which size the witness is thought to know, the proof from there, and the signed head.

use core::{fmt, str::FromStr};

use crate::audit_log::{checkpoint::decimal, hash::Hash, note::Note};

/// The most hashes a proof has (the specification's limit): a tree of 2^63 leaves has that many levels.
pub const MOST_HASHES: usize = 63;

/// A request as it came. That it could be read says nothing about whether it is true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddCheckpoint {
    /// How many leaves the last head had that the witness cosigned, as the log thinks.
    pub old: u64,
    /// That the head continues that one.
    pub proof: Vec<Hash>,
    /// The signed head.
    pub note: Note,
}

/// This is not such a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a request to add a checkpoint: {0}")]
pub struct NotARequest(&'static str);

impl fmt::Display for AddCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        self.proof.iter().try_for_each(|hash| writeln!(f, "{hash}"))?;
        write!(f, "\n{}", self.note)
    }
}

impl FromStr for AddCheckpoint {
    type Err = NotARequest;

    fn from_str(text: &str) -> Result<Self, NotARequest> {
        let (head, note) = text.split_once("\n\n").ok_or(NotARequest("it has no empty line before a checkpoint"))?;
        let mut lines = head.split('\n');
        let old = lines.next().and_then(|line| line.strip_prefix("old ")).and_then(decimal);
        let proof: Vec<_> = lines
            .take(MOST_HASHES + 1)
            .map(|line| line.parse().map_err(|_| NotARequest("a line of the proof is not a hash")))
            .collect::<Result<_, _>>()?;
        if proof.len() > MOST_HASHES {
            return Err(NotARequest("the proof has more than 63 hashes"));
        }
        Ok(Self {
            old: old.ok_or(NotARequest("its first line is not `old` and a size"))?,
            proof,
            note: note.parse().map_err(|_| NotARequest("what follows the empty line is not a signed note"))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification.
    const EXAMPLE: &str = "old 20852014\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\njrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n\nexample.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\u{2014} example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n\u{2014} example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=\n";

    #[test]
    fn the_example_of_the_specification_is_read_and_written_again() {
        let request: AddCheckpoint = EXAMPLE.parse().unwrap();
        assert_eq!((request.old, request.proof.len(), request.note.signatures().len()), (20_852_014, 4, 2));
        assert_eq!(request.to_string(), EXAMPLE);
    }

    #[test]
    fn a_first_request_has_no_proof() {
        let first = ["old 0\n\n", EXAMPLE.split_once("\n\n").unwrap().1].concat();
        let request: AddCheckpoint = first.parse().unwrap();
        assert_eq!((request.old, &*request.proof), (0, &[][..]));
        assert_eq!(request.to_string(), first);
    }

    #[test]
    fn what_is_no_request_is_refused_and_said_why() {
        for (from, to, why) in [
            ("old 2", "old 02", "size"),
            ("old 2", "old  2", "size"),
            ("old 2", "old +2", "size"),
            ("old 2", "old -2", "size"),
            ("old 2", "OLD 2", "size"),
            ("old 20852014", "old", "size"),
            ("old 20852014", "old 18446744073709551616", "size"),
            ("Pl", "P", "hash"),
            ("Pl", "\r", "hash"),
            ("pkaw=\n", "pkaw=\r\n", "hash"),
            ("pkaw=", "pkaw= ", "hash"),
            ("j/0=\n\n", "j/0=\n", "hash"),
            ("\u{2014}", "-", "note"),
        ] {
            let said = EXAMPLE.replacen(from, to, 1).parse::<AddCheckpoint>().unwrap_err();
            assert!(said.0.contains(why), "{from:?} to {to:?}: {said}");
        }
        for wrong in ["", "old 0\n", "\n\n", "old 0\n\n", EXAMPLE.strip_suffix('\n').unwrap()] {
            assert!(wrong.parse::<AddCheckpoint>().is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn a_proof_of_63_hashes_is_read_and_one_more_is_not() {
        let line = "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n";
        let with = |more: usize| EXAMPLE.replacen(line, &line.repeat(more), 1).parse::<AddCheckpoint>();
        assert_eq!(with(60).unwrap().proof.len(), 63);
        assert_eq!(with(61), Err(NotARequest("the proof has more than 63 hashes")));
    }
}
