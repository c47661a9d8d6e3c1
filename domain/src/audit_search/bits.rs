//! Which places of one block have a term.

use super::BLOCK;

const WORDS: usize = 64;
/// [`BLOCK`], as a place is counted.
const PLACES: u16 = 4096;
/// In front of a list of places, each as two bytes, least first.
const LIST: u8 = 1;
/// In front of one bit a place.
const MAP: u8 = 2;

/// A set of places of one block.
#[derive(Clone, PartialEq, Eq)]
pub struct Bits([u64; WORDS]);

impl Default for Bits {
    fn default() -> Self {
        Self::NONE
    }
}

impl core::fmt::Debug for Bits {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_set().entries(self.newest_first()).finish()
    }
}

impl Bits {
    /// No place.
    pub const NONE: Self = Self([0; WORDS]);
    /// Every place of a block.
    pub const ALL: Self = Self([u64::MAX; WORDS]);

    /// Puts a place in; one that no block has is left out.
    pub fn insert(&mut self, place: u16) {
        if let Some(word) = self.0.get_mut(usize::from(place / 64)) {
            *word |= 1 << (place % 64);
        }
    }

    /// Whether the place is in.
    #[must_use]
    pub fn contains(&self, place: u16) -> bool {
        self.0.get(usize::from(place / 64)).is_some_and(|word| word >> (place % 64) & 1 == 1)
    }

    /// The places before `end`.
    #[must_use]
    pub fn below(end: u16) -> Self {
        (0..end.min(PLACES)).collect()
    }

    /// The places before `from`, and from `to` on.
    #[must_use]
    pub fn outside(from: u16, to: u16) -> Self {
        (0..PLACES).filter(|place| *place < from || *place >= to).collect()
    }

    /// Keeps those that are in `other` too.
    pub fn and(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word &= other);
    }

    /// Puts those of `other` in too.
    pub fn or(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(word, other)| *word |= other);
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.0.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// The places, newest first.
    pub fn newest_first(&self) -> impl Iterator<Item = u16> {
        let words = (0_u16..64).map(|word| word * 64).zip(self.0).rev();
        words.flat_map(|(base, word)| (0..64).rev().filter(move |bit| word >> bit & 1 == 1).map(move |bit| base + bit))
    }

    /// As a row keeps it: whichever is shorter, a list or a map.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        if self.count() < BLOCK / 16 {
            let mut places: Vec<u16> = self.newest_first().collect();
            places.reverse();
            core::iter::once(LIST).chain(places.into_iter().flat_map(u16::to_le_bytes)).collect()
        } else {
            core::iter::once(MAP).chain(self.0.iter().flat_map(|word| word.to_le_bytes())).collect()
        }
    }

    /// What a row keeps; `None` when no row of ours would keep that.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let (tag, rest) = bytes.split_first()?;
        match *tag {
            LIST => {
                let places = rest.as_chunks::<2>();
                let listed = places.0.iter().map(|pair| u16::from_le_bytes(*pair));
                (places.1.is_empty() && listed.clone().all(|place| u64::from(place) < BLOCK)).then(|| listed.collect())
            }
            MAP => {
                let (words, rest) = rest.as_chunks::<8>();
                let mut bits = Self::NONE;
                if words.len() != WORDS || !rest.is_empty() {
                    return None;
                }
                bits.0.iter_mut().zip(words).for_each(|(word, bytes)| *word = u64::from_le_bytes(*bytes));
                Some(bits)
            }
            _ => None,
        }
    }
}

impl FromIterator<u16> for Bits {
    fn from_iter<I: IntoIterator<Item = u16>>(places: I) -> Self {
        let mut bits = Self::NONE;
        places.into_iter().for_each(|place| bits.insert(place));
        bits
    }
}
