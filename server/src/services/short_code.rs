//! Codes that people read from one screen and type on another: eight letters and digits, 40 bits.

/// Letters and digits that cannot be taken for each other (Crockford's base 32): five bits each.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The code of those bytes: five bits of each.
pub(super) fn of(bytes: [u8; 8]) -> String {
    bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect()
}

/// The code as it was drawn: capitals, no spaces or hyphens, and the letters that look like digits read as those.
pub(super) fn normal(code: &str) -> String {
    let kept = code.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase());
    kept.map(|c| match c {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    })
    .collect()
}
