//! The machine's own clock and generator: the only place that takes time or chance instead of being handed them.

use domain::{
    entropy::Entropy,
    time::{Clock, Timestamp},
};
use ring::rand::{SecureRandom, SystemRandom};

/// The system's clock, cut to microseconds so that a stored instant reads back as it was.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock that everybody else asks")]
    fn now(&self) -> Timestamp {
        time::OffsetDateTime::now_utc().into()
    }
}

/// The operating system's generator.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    #[expect(clippy::expect_used, reason = "to go on without chance would be to hand out guessable secrets")]
    fn fill(&self, bytes: &mut [u8]) {
        SystemRandom::new().fill(bytes).expect("the operating system's generator must answer: no secret can be made without it");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_stands_after_2025() {
        assert!(SystemClock.now() > Timestamp::from_micros(1_735_689_600_000_000));
    }

    #[test]
    fn two_draws_differ() {
        assert_ne!(domain::entropy::bytes::<16>(&SystemEntropy), domain::entropy::bytes::<16>(&SystemEntropy));
    }
}
