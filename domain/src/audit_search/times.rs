//! When each entry of a block was written, to the millisecond: what a time range is cut by where it begins and ends.
//!
//! Entries follow each other closely, so each is kept as its distance from the one before: one or two bytes.

use super::Bits;
use crate::time::Timestamp;

/// The instants of a block's entries, in the order of their places, in milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Times(Vec<i64>);

impl Times {
    /// One more, at the next place.
    pub fn push(&mut self, at: Timestamp) {
        self.0.push(at.millis());
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The earliest and the latest, in milliseconds. Entries stand in the order of their commits, which is not quite that of time.
    #[must_use]
    pub fn span(&self) -> Option<(i64, i64)> {
        Some((*self.0.iter().min()?, *self.0.iter().max()?))
    }

    /// The places whose entries were written from `from` on and before `to`, in milliseconds.
    #[must_use]
    pub fn within(&self, from: i64, to: i64) -> Bits {
        (0_u16..).zip(&self.0).filter(|(_, at)| (from..to).contains(*at)).map(|(place, _)| place).collect()
    }

    /// As a row keeps them: the distances, folded so that small ones of either sign are small, seven bits a byte.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.0.len() * 2);
        let mut before = 0_i64;
        for at in &self.0 {
            let step = at.wrapping_sub(before);
            let mut folded = (step.wrapping_shl(1) ^ (step >> 63)).cast_unsigned();
            while folded >= 0x80 {
                bytes.push(folded.to_le_bytes()[0] | 0x80);
                folded >>= 7;
            }
            bytes.push(folded.to_le_bytes()[0]);
            before = *at;
        }
        bytes
    }

    /// What a row keeps; `None` when no row of ours would keep that.
    #[must_use]
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let (mut times, mut before, mut folded, mut shift) = (Vec::new(), 0_i64, 0_u64, 0_u32);
        for byte in bytes {
            folded |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte & 0x80 == 0 {
                before = before.wrapping_add((folded >> 1).cast_signed() ^ -((folded & 1).cast_signed()));
                times.push(before);
                (folded, shift) = (0, 0);
            } else {
                shift += 7;
            }
        }
        (shift == 0).then_some(Self(times))
    }
}
