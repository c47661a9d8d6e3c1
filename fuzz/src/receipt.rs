//! A receipt, as somebody shows it who wants to be believed.

use domain::audit_log::{
    Hash,
    proof::{Span, inclusion},
    receipt::{Receipt, Told},
    tree::Tree,
    verify::entry,
};

use super::{
    Seed,
    made_log::{Made, Ring, SIZE},
};

/// A log whose receipts these are, or are not.
#[derive(Default)]
pub struct Receipts {
    made: Made,
}

impl Receipts {
    /// Tries one input. Whether it was taken for a receipt of this log.
    pub fn run(&self, input: &[u8]) -> bool {
        let Ok(read) = core::str::from_utf8(input).unwrap_or_default().parse::<Receipt>() else { return false };
        assert_eq!(read.to_string().parse().as_ref(), Ok(&read), "a receipt is another when it is written again");
        let right = read.verify(&self.made.vkey[0], &Ring).is_ok();
        if right {
            let (bytes, personal) = &self.made.sample.entries[usize::try_from(read.index).unwrap()];
            assert_eq!(read.told.entry.as_bytes(), bytes, "a receipt of an entry that is not there was accepted");
            assert!(read.told.personal.iter().all(|opened| personal.contains(opened) || self.known(opened)), "other data was accepted");
        }
        // Whatever the entry says, looking at it is no trouble.
        let examined = entry::examine(read.told.entry.as_bytes(), &read.told.personal, &Ring);
        assert_eq!(examined.leaf, Hash::leaf(read.told.entry.as_bytes()));
        right
    }

    /// Whether it is data of ours, its salt written in another way.
    fn known(&self, opened: &domain::audit_log::receipt::Opened) -> bool {
        self.made.sample.entries.iter().flat_map(|(_, all)| all).any(|one| one.name == opened.name && one.data == opened.data)
    }

    fn receipt(&self, index: usize) -> Receipt {
        let leaves: Vec<_> = self.made.sample.entries.iter().map(|(bytes, _)| Hash::leaf(bytes)).collect();
        let subtree = |height: u8, at: u64| {
            let (width, first) = (1 << height, usize::try_from(at).unwrap() << height);
            let mut tree = Tree::new();
            leaves[first..first + width].iter().for_each(|leaf| drop(tree.push(*leaf)));
            tree.root()
        };
        let root = |span: Span| Span::root(&span.subtrees().map(|tree| subtree(tree.height, tree.index)).collect::<Vec<_>>());
        let (bytes, personal) = &self.made.sample.entries[index];
        Receipt {
            told: Told { entry: String::from_utf8(bytes.clone()).unwrap(), personal: personal.clone() },
            index: index as u64,
            proof: inclusion(index as u64, SIZE).into_iter().map(root).collect(),
            checkpoint: self.made.sample.heads[0].1.clone(),
        }
    }

    /// What the log gives out, and what somebody makes of it.
    pub fn seeds(&self) -> Vec<Seed> {
        let text = |receipt: &Receipt| receipt.to_string().into_bytes();
        let (plain, approved) = (self.receipt(0), self.receipt(1));
        let mut elsewhere = plain.clone();
        elsewhere.index = 1;
        let mut erased = approved.clone();
        erased.told.personal.clear();
        let mut other = approved.clone();
        other.told.personal[1].data.push('!');
        vec![
            ("plain", true, text(&plain)),
            ("approved", true, text(&approved)),
            ("erased", true, text(&erased)),
            ("elsewhere", false, text(&elsewhere)),
            ("other-data", false, text(&other)),
        ]
    }
}
