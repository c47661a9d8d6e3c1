//! The places of entries, as they are stored: the differences between each and the one before, seven bits a byte, lowest first (LEB128).

/// Places in rising order, as bytes.
#[must_use]
pub fn encode(places: &[u64]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(places.len() * 2);
    let mut before = 0;
    for place in places {
        let mut rest = place.wrapping_sub(before);
        before = *place;
        while rest > 0x7f {
            bytes.push(low(rest) | 0x80);
            rest >>= 7;
        }
        bytes.push(low(rest));
    }
    bytes
}

/// The lowest seven bits.
const fn low(rest: u64) -> u8 {
    rest.to_le_bytes()[0] & 0x7f
}

/// The same, read back; none when these are no such bytes.
#[must_use]
pub fn decode(bytes: &[u8]) -> Option<Vec<u64>> {
    let (mut places, mut before, mut rest, mut shift) = (Vec::new(), 0_u64, 0_u64, 0_u32);
    for byte in bytes {
        if shift > 56 {
            return None;
        }
        rest |= u64::from(byte & 0x7f) << shift;
        shift += 7;
        if byte & 0x80 == 0 {
            before = before.checked_add(rest)?;
            places.push(before);
            (rest, shift) = (0, 0);
        }
    }
    (shift == 0).then_some(places)
}
