//! Slows guessing at a public door: so many failures from one address in a while, then none for the rest of it.
//!
//! Kept in memory, and bounded: it forgets at a restart, which costs the guesser more than it gives.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use domain::{
    refusal::Refusal,
    time::{Duration, Timestamp},
};

/// Failures an address may have in [`WINDOW`].
const FAILURES: u32 = 10;
/// See [`FAILURES`].
const WINDOW: Duration = Duration::minutes(10);
/// Addresses remembered at once; past that, everybody waits for the window of the oldest.
const ADDRESSES: usize = 10_000;

/// Failures by address. Clones share them.
#[derive(Clone, Default)]
pub struct Throttle(Arc<Mutex<HashMap<IpAddr, (u32, Timestamp)>>>);

impl Throttle {
    /// Lets an address try.
    ///
    /// # Errors
    /// [`Refusal::TooMany`] after too many failures of it, or of too many addresses.
    pub fn check(&self, from: IpAddr, now: Timestamp) -> Result<(), Refusal> {
        let mut failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        failures.retain(|_, (_, since)| now.since(*since) < WINDOW);
        let used = failures.get(&from).map_or(0, |(count, _)| *count);
        if used >= FAILURES || failures.len() >= ADDRESSES { Err(Refusal::TooMany) } else { Ok(()) }
    }

    /// Counts a failure.
    pub fn failed(&self, from: IpAddr, now: Timestamp) {
        let mut failures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        failures.entry(from).or_insert((0, now)).0 += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_micros(0);

    #[test]
    fn one_address_is_stopped_and_another_is_not_until_the_window_is_over() {
        let throttle = Throttle::default();
        let (guesser, other) = (IpAddr::from([192, 0, 2, 1]), IpAddr::from([192, 0, 2, 2]));
        for _ in 0..FAILURES {
            assert!(throttle.check(guesser, NOW).is_ok());
            throttle.failed(guesser, NOW);
        }
        assert_eq!(throttle.check(guesser, NOW), Err(Refusal::TooMany));
        assert!(throttle.check(other, NOW).is_ok());
        assert!(throttle.check(guesser, NOW.after(WINDOW)).is_ok());
    }
}
