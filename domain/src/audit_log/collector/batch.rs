//! What is sent to a collector: lines of text. The first is JSON and says from which place to before which entries follow, the signed head,
//! and the proof that it continues them; each line after it is a place, a space, and the entry that stands there.

use core::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::audit_log::{checkpoint::decimal, hash::Hash, leaf, note::Note, witness::request::MOST_HASHES};

/// The most entries that one batch has.
pub const MOST_ENTRIES: usize = 4_096;

/// A batch as it came. That it could be read says nothing about whether it is true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The place of its first entry.
    pub from: u64,
    /// The place after that of its last one; the same as `from` where it only says how far the log goes.
    pub to: u64,
    /// The entries, each with the place that its line says: leaves as they were hashed.
    pub entries: Vec<(u64, String)>,
    /// That the head continues the tree of `to` entries.
    pub proof: Vec<Hash>,
    /// The signed head.
    pub note: Note,
}

/// The first line.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Opening {
    from: u64,
    to: u64,
    proof: Vec<String>,
    note: String,
}

/// This is no batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a batch of entries: {0}")]
pub struct NotABatch(&'static str);

impl fmt::Display for Batch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let proof = self.proof.iter().map(ToString::to_string).collect();
        let opening = Opening { from: self.from, to: self.to, proof, note: self.note.to_string() };
        writeln!(f, "{}", serde_json::to_string(&opening).map_err(|_| fmt::Error)?)?;
        self.entries.iter().try_for_each(|(place, leaf)| writeln!(f, "{place} {leaf}"))
    }
}

impl FromStr for Batch {
    type Err = NotABatch;

    fn from_str(text: &str) -> Result<Self, NotABatch> {
        let mut lines = text.strip_suffix('\n').ok_or(NotABatch("its last line has no end"))?.split('\n');
        let opening = lines.next().and_then(|line| serde_json::from_str::<Opening>(line).ok());
        let opening = opening.ok_or(NotABatch("its first line is not JSON with from, to, proof and note"))?;
        if opening.to < opening.from {
            return Err(NotABatch("it ends before it begins"));
        }
        if opening.proof.len() > MOST_HASHES {
            return Err(NotABatch("the proof has more than 63 hashes"));
        }
        let proof = opening.proof.iter().map(|line| line.parse().map_err(|_| NotABatch("its proof has what is not a hash")));
        let entries: Vec<_> = lines.take(MOST_ENTRIES + 1).map(entry).collect::<Result<_, _>>()?;
        if entries.len() > MOST_ENTRIES {
            return Err(NotABatch("it has more than 4096 entries"));
        }
        Ok(Self {
            from: opening.from,
            to: opening.to,
            entries,
            proof: proof.collect::<Result<_, _>>()?,
            note: opening.note.parse().map_err(|_| NotABatch("its note is not a signed note"))?,
        })
    }
}

fn entry(line: &str) -> Result<(u64, String), NotABatch> {
    let (place, leaf) = line.split_once(' ').ok_or(NotABatch("a line is not a place, a space and an entry"))?;
    let place = decimal(place).ok_or(NotABatch("a line does not begin with a place"))?;
    match leaf.len() {
        1..=leaf::LARGEST => Ok((place, leaf.to_owned())),
        _ => Err(NotABatch("an entry is empty, or longer than an entry can be")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTE: &str = "log.example/1\n2\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\u{2014} log.example/1 Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";

    fn batch() -> Batch {
        let entries = vec![(7, r#"{"a":1}"#.to_owned()), (8, "{}".to_owned())];
        Batch { from: 7, to: 9, entries, proof: vec![Hash::empty()], note: NOTE.parse().unwrap() }
    }

    #[test]
    fn what_is_written_is_read_again() {
        assert_eq!(batch().to_string().parse(), Ok(batch()));
        let beat = Batch { to: 7, entries: vec![], proof: vec![], ..batch() };
        assert_eq!(beat.to_string().lines().count(), 1);
        assert_eq!(beat.to_string().parse(), Ok(beat));
    }

    #[test]
    fn what_is_no_batch_is_refused_and_said_why() {
        let text = batch().to_string();
        for (from, to, why) in [
            ("{\"from\":7", "{\"from\":-7", "first line"),
            ("{\"from\":7", "{\"more\":1,\"from\":7", "first line"),
            ("{\"from\":7", "{\"from\":10", "ends before"),
            ("\"proof\":[\"", "\"proof\":[\"x", "hash"),
            ("\\n\\n\u{2014} ", "\\n\u{2014} ", "note"),
            ("\n7 {", "\n07 {", "place"),
            ("\n7 {", "\n{", "space"),
            ("\n8 {}", "\n8 ", "empty"),
        ] {
            assert!(text.contains(from), "{from}");
            let said = text.replacen(from, to, 1).parse::<Batch>().unwrap_err();
            assert!(said.0.contains(why), "{from:?} to {to:?}: {said}");
        }
        for wrong in ["", "\n", "{}\n", "7 {}\n", text.trim_end()] {
            assert!(wrong.parse::<Batch>().is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn more_than_a_batch_may_have_is_refused() {
        let with = |entries: usize, hashes: usize, length: usize| {
            let entries = (0..entries as u64).map(|place| (place, "x".repeat(length))).collect();
            Batch { entries, proof: vec![Hash::empty(); hashes], ..batch() }.to_string().parse::<Batch>()
        };
        assert!(with(MOST_ENTRIES, 63, 1).is_ok() && with(1, 0, leaf::LARGEST).is_ok());
        assert!(with(MOST_ENTRIES + 1, 0, 1).is_err() && with(1, 64, 1).is_err() && with(1, 0, leaf::LARGEST + 1).is_err());
    }
}
