//! Chance as the rules see it: handed in, never taken.

/// A source of unpredictable bytes. The server's own is the operating system's generator; tests use one that repeats.
pub trait Entropy: Send + Sync {
    /// Fills `bytes` from the source.
    fn fill(&self, bytes: &mut [u8]);
}

/// `N` unpredictable bytes.
pub fn bytes<const N: usize>(entropy: &dyn Entropy) -> [u8; N] {
    let mut bytes = [0; N];
    entropy.fill(&mut bytes);
    bytes
}

/// A whole number below `bound`, each equally likely: draws that would favour the low numbers are thrown away
/// (rejection sampling), as NIST SP 800-63B-4 section 3.2.12 asks of codes.
///
/// # Panics
/// When `bound` is zero: there is no such number.
pub fn below(bound: u32, entropy: &dyn Entropy) -> u32 {
    assert!(bound > 0, "there is no whole number below zero");
    let fair = u32::MAX - u32::MAX % bound;
    loop {
        let draw = u32::from_le_bytes(bytes(entropy));
        if draw < fair {
            return draw % bound;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    struct Script(Mutex<Vec<u32>>);

    impl Entropy for Script {
        fn fill(&self, bytes: &mut [u8]) {
            let next = self.0.lock().unwrap().remove(0);
            bytes.copy_from_slice(&next.to_le_bytes());
        }
    }

    #[test]
    fn a_draw_that_would_favour_low_numbers_is_thrown_away() {
        let script = Script(Mutex::new(vec![u32::MAX, 7]));
        assert_eq!(below(10, &script), 7);
    }
}
