//! A signed head of the log, as a stranger shows it: the note, its signatures, and what it says.
//!
//! An input is a note as it comes; or `S` with a text that the log's key signs, so that what stands under a good signature is tried too.

use domain::audit_log::{Checkpoint, Note, verify::head};

use super::{Seed, made_log::Made};

/// A log that has signed one head.
#[derive(Default)]
pub struct Notes {
    made: Made,
}

impl Notes {
    /// Tries one input. Whether it was taken for a head that the log signed.
    pub fn run(&self, input: &[u8]) -> bool {
        let Ok(text) = core::str::from_utf8(input) else { return false };
        match text.strip_prefix('S') {
            Some(text) => self.signed(text),
            None => self.shown(text),
        }
    }

    /// A note that nobody but us can have signed says what we signed.
    fn shown(&self, text: &str) -> bool {
        let Ok(note) = text.parse::<Note>() else { return false };
        assert_eq!(note.to_string().parse::<Note>().as_ref(), Ok(&note), "a note is another when it is written again");
        if let Ok(head) = Checkpoint::of(&note) {
            let lines: String = note.text().split_inclusive('\n').take(3).collect();
            assert_eq!(head.to_string(), lines, "a head is another when it is written again");
        }
        let signed = head::examine(text, &self.made.trust()).signed;
        assert!(signed.is_none() || note.text() == self.made.sample.heads[0].1.text(), "a head that the log did not sign was accepted");
        signed.is_some()
    }

    /// What the log signs is accepted when it is a head of this log, and as what it says.
    fn signed(&self, text: &str) -> bool {
        let mut note = Note::unsigned(text.to_owned());
        let key = &self.made.vkey[0];
        note.sign(key.name.clone(), &self.made.key);
        note.cosign(key.name.clone(), &self.made.key, 1_796_000_000);
        let shown = note.to_string();
        let accepted = head::examine(&shown, &self.made.trust()).signed;
        if let Some(accepted) = &accepted {
            assert_eq!(accepted.head.origin, key.name, "a head of another log was accepted");
            let text = shown.parse::<Note>().unwrap();
            assert!(text.text().starts_with(&accepted.head.to_string()), "a head was accepted as another");
        }
        accepted.is_some()
    }

    /// What a log shows, and what somebody else might.
    pub fn seeds(&self) -> Vec<Seed> {
        let head = self.made.head();
        let text = self.made.sample.heads[0].1.text().to_owned();
        let with = |more: &str| ["S", &text, more].concat().into_bytes();
        vec![
            ("head", true, head.clone().into_bytes()),
            ("signed", true, with("")),
            ("with-an-extension", true, with("an extension\n")),
            ("of-another-log", false, with("").iter().map(|byte| if *byte == b'/' { b'-' } else { *byte }).collect()),
            ("another-size", false, head.replacen("\n4\n", "\n5\n", 1).into_bytes()),
            ("without-a-time", false, head.lines().take(5).flat_map(|line| [line, "\n"]).collect::<String>().into_bytes()),
        ]
    }
}
