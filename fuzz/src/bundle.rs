//! An exported log: a bundle of entries and the file with what they commit to, under a head that the log's key signed.
//!
//! An input is the bundle, a separator, and that file. Only the entries that were signed are right, however they are written.

use domain::audit_log::{
    Hash,
    export::{self, PersonalLine},
    verify::{
        Log,
        entry::{self, Rests},
        head,
    },
};

use super::{
    BETWEEN, Seed,
    made_log::{Made, Ring, SIZE},
};

/// A log, and what its verifier makes of an export.
#[derive(Default)]
pub struct Bundles {
    made: Made,
}

impl Bundles {
    /// Tries one input. Whether nothing was wrong with it.
    pub fn run(&self, input: &[u8]) -> bool {
        // The separator is no byte of an entry, but may be one of a length: the last one counts.
        let at = input.iter().rposition(|byte| *byte == BETWEEN).unwrap_or(input.len());
        let (bundle, personal) = (&input[..at], input.get(at + 1..).unwrap_or_default());
        let (entries, whole) = export::entries(bundle);
        let trust = self.made.trust();
        let mut log = Log::new(trust.skew, 0, 0);
        let mut read = 0;
        let lines: Vec<PersonalLine> = personal.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
        for (index, leaf) in (0..).zip(&entries) {
            let opened: Vec<_> = lines.iter().filter(|line| line.index == index).cloned().map(PersonalLine::opened).collect();
            let examined = entry::examine(leaf, &opened, &Ring);
            assert_eq!(examined.leaf, Hash::leaf(leaf));
            if examined.rests == Some(Rests::Signed) {
                read += 1;
            }
            log.entry(examined, None);
        }
        log.head(head::examine(&self.made.head(), &trust));
        let report = log.finish();
        let right = report.wrong() == 0;
        assert_eq!(report.approvals.signed, read, "a signature was counted that is none");
        if right {
            let signed = self.made.sample.entries.iter().map(|(bytes, _)| bytes.as_slice());
            assert!(report.entries == SIZE && signed.eq(entries), "entries were accepted that nobody signed");
        }
        right && whole
    }

    /// What an export holds, and what somebody makes of it.
    pub fn seeds(&self) -> Vec<Seed> {
        let all = &self.made.sample.entries;
        let bundle = |order: &[usize]| {
            let mut bundle = Vec::new();
            for at in order {
                export::add(&mut bundle, &all[*at].0).unwrap();
            }
            bundle
        };
        let mut lines = String::new();
        for (index, (_, opened)) in (0..).zip(all) {
            for one in opened {
                lines += &(serde_json::to_string(&PersonalLine::new(index, one.clone())).unwrap() + "\n");
            }
        }
        let with = |bundle: &[u8], lines: &str| [bundle, &[BETWEEN], lines.as_bytes()].concat();
        let good = bundle(&[0, 1, 2, 3]);
        vec![
            ("whole", true, with(&good, &lines)),
            ("erased", true, with(&good, "")),
            ("other-data", false, with(&good, &lines.replace("x@y", "z@y"))),
            ("other-order", false, with(&bundle(&[0, 2, 1, 3]), &lines)),
            ("cut", false, with(&bundle(&[0, 1]), &lines)),
        ]
    }
}
