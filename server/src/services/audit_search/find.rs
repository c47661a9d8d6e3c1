//! The newest places that answer a question: the index is read in windows of blocks, newest first, each wider than the one before,
//! until enough is found.

use std::collections::HashMap;

use domain::audit_search::{BLOCK, Bits, Facet, Query, Wanted, placed};

use super::Outcome;
use crate::store::{
    Db,
    audit_search::{self as store, Span},
    pruning,
};

/// How many blocks each window has; the last goes on. Most searches end in the first, and a rare one crosses ten million entries in eight.
const WINDOWS: [u64; 4] = [16, 48, 192, 512];

/// The widths of the windows, one after the other.
pub(super) fn widths() -> impl Iterator<Item = u64> {
    WINDOWS.into_iter().chain(std::iter::repeat(WINDOWS[3]))
}

/// A question in a time range, over what the index holds now.
pub struct Finder<'a> {
    pub(super) db: &'a Db,
    pub(super) query: Query,
    /// The first millisecond that is wanted, and the first that is not.
    range: (i64, i64),
    /// The blocks that have some of it; none: no entry was written then.
    pub(super) blocks: Option<(u64, u64)>,
    /// How far the index has come.
    pub upto: u64,
    /// The first entry that was not pruned.
    first: u64,
}

impl<'a> Finder<'a> {
    /// Looks how far the index has come, and which blocks the range is in.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn new(db: &'a Db, query: Query, range: (i64, i64)) -> Outcome<Self> {
        let upto = store::upto(db).await?;
        let first = pruning::done_to(db).await?;
        let all = upto.checked_sub(1).map(|last| (0, last / BLOCK));
        let blocks = if range == (i64::MIN, i64::MAX) { all } else { store::range(db, range.0, range.1).await? };
        let blocks = blocks.map(|(low, high)| (low.max(placed(first).0), high)).filter(|(low, high)| low <= high);
        Ok(Self { db, query, range, blocks, upto, first })
    }

    /// The newest places before that one, at most so many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn newest(&self, before: u64, most: usize) -> Outcome<Vec<u64>> {
        let mut wanted = Wanted::new(most, before);
        let Some((lowest, highest)) = self.blocks else { return Ok(wanted.found) };
        let mut high = highest.min(placed(before).0);
        for width in widths() {
            if wanted.is_full() || high < lowest {
                break;
            }
            let low = (high + 1).saturating_sub(width).max(lowest);
            let window = Window::read(self, self.query.rarest(), &terms(self.query.others()), (low, high)).await?;
            for block in window.blocks() {
                if wanted.is_full() {
                    break;
                }
                let hits = self.query.hits(&Bits::ALL, |term| window.row(block, term));
                if !hits.is_empty() {
                    let mut hits = hits;
                    hits.and(&window.within(self, block).await?);
                    wanted.take(block, &hits);
                }
            }
            match low.checked_sub(1) {
                Some(next) => high = next,
                None => break,
            }
        }
        Ok(wanted.found)
    }
}

/// Every term of these facets.
pub(super) fn terms(facets: &[Facet]) -> Vec<String> {
    facets.iter().flat_map(Facet::terms).cloned().collect()
}

/// What was read of some blocks.
pub(super) struct Window {
    rows: HashMap<u64, HashMap<String, Bits>>,
    spans: HashMap<u64, Span>,
    blocks: Vec<u64>,
}

impl Window {
    /// The rows of `rare`, and those of `others` in the blocks that have it; without it, in all of them.
    pub(super) async fn read(finder: &Finder<'_>, rare: Option<&Facet>, others: &[String], range: (u64, u64)) -> Outcome<Self> {
        let db = finder.db;
        let mut rows: HashMap<u64, HashMap<String, Bits>> = HashMap::new();
        let found = match rare {
            Some(rare) => {
                let mut found = store::rows(db, rare.terms(), range).await?;
                if !found.is_empty() {
                    found.extend(store::beside(db, rare.terms(), others, range).await?);
                }
                found
            }
            None => store::rows(db, others, range).await?,
        };
        for row in found {
            rows.entry(row.block).or_default().insert(row.term, row.bits);
        }
        let mut blocks: Vec<u64> = if rare.is_some() { rows.keys().copied().collect() } else { (range.0..=range.1).collect() };
        blocks.sort_unstable_by(|one, other| other.cmp(one));
        let all = finder.range == (i64::MIN, i64::MAX) || blocks.is_empty();
        let spans = if all { Vec::new() } else { store::spans(db, range).await? };
        Ok(Self { rows, spans: spans.into_iter().map(|span| (span.block, span)).collect(), blocks })
    }

    /// The blocks, newest first.
    pub(super) fn blocks(&self) -> impl Iterator<Item = u64> {
        self.blocks.iter().copied()
    }

    /// A block's row of a term.
    pub(super) fn row(&self, block: u64, term: &str) -> Option<&Bits> {
        self.rows.get(&block)?.get(term)
    }

    /// The places of a block that are filled and whose entries were written in the range.
    pub(super) async fn within(&self, finder: &Finder<'_>, block: u64) -> Outcome<Bits> {
        let filled = finder.upto.saturating_sub(block * BLOCK).min(BLOCK);
        let mut within = Bits::below(u16::try_from(filled).unwrap_or_default());
        let pruned = finder.first.saturating_sub(block * BLOCK).min(BLOCK);
        if pruned > 0 {
            within.and(&Bits::outside(0, u16::try_from(pruned).unwrap_or_default()));
        }
        let (from, to) = finder.range;
        if let Some(span) = self.spans.get(&block)
            && (span.first < from || span.last >= to)
        {
            within.and(&store::times(finder.db, block).await?.within(from, to));
        }
        Ok(within)
    }
}
