//! What can have been proved: every subset of the methods with its flags, and some with times.

use super::{
    judge::Piece,
    tables::{PASSKEY, PORTAL, PROOFS, PUSH},
};

/// A piece that was got just now.
pub fn fresh(method: usize, verified: bool, asserted: Option<u8>) -> Piece {
    Piece { method, verified, asserted: asserted.filter(|_| method == PORTAL), age: 0, lasts: 15, seasoned_in: 0 }
}

/// Every subset of the twelve methods, with each worth of the assertion where there is one (`worths`), and the person verified
/// for none of them, for all, and, where both are there, for the passkey or the push alone.
pub fn every(worths: &[Option<u8>]) -> Vec<Vec<Piece>> {
    let mut sets = Vec::new();
    for methods in 0..1_usize << PROOFS.len() {
        let has = |method: usize| methods >> method & 1 == 1;
        let mut verified = vec![0];
        if methods != 0 {
            verified.push(methods);
        }
        if has(PASSKEY) && has(PUSH) {
            verified.extend([methods & !(1 << PASSKEY), methods & !(1 << PUSH)]);
        }
        for &asserted in if has(PORTAL) { worths } else { &[None] } {
            for &verified in &verified {
                let piece = |method| fresh(method, verified >> method & 1 == 1, asserted);
                sets.push((0..PROOFS.len()).filter(|&method| has(method)).map(piece).collect());
            }
        }
    }
    sets
}

/// Each method and each pair of the usable ones, of different ages: fresh, on the edge of five minutes, older, over, too new.
pub fn with_times() -> Vec<Vec<Piece>> {
    let times = [(0, 15, 0), (5, 15, -60), (6, 15, 0), (15, 15, 0), (14, 15, 0), (0, 15, 1), (-1, 15, 0)];
    let mut sets = vec![vec![]];
    for ((age, lasts, seasoned_in), asserted) in times.into_iter().zip([3, 2, 1, 0].into_iter().cycle()) {
        for one in 0..PROOFS.len() {
            for verified in [false, true] {
                let old = Piece { age, lasts, seasoned_in, ..fresh(one, verified, Some(asserted)) };
                sets.push(vec![old]);
                sets.extend((0..one).map(|other| vec![old, fresh(other, false, Some(2))]));
            }
        }
    }
    sets
}
