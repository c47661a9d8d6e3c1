//! The machine's own clock and generator: the only place that takes time or chance instead of being handed them.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use domain::{
    entropy::Entropy,
    time::{Clock, Duration, Timestamp},
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

/// Another clock's time, and what was added to it: a demo's two minutes need not be waited for. Never goes back.
pub struct MovedClock {
    clock: Arc<dyn Clock>,
    ahead: AtomicI64,
}

impl MovedClock {
    /// Tells `clock`'s time as it is.
    pub const fn over(clock: Arc<dyn Clock>) -> Self {
        Self { clock, ahead: AtomicI64::new(0) }
    }

    /// From now on tells a time later by so many seconds.
    pub fn put_forward(&self, seconds: u32) {
        self.ahead.fetch_add(i64::from(seconds), Ordering::SeqCst);
    }
}

impl Clock for MovedClock {
    fn now(&self) -> Timestamp {
        self.clock.now().after(Duration::seconds(self.ahead.load(Ordering::SeqCst)))
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
    fn a_moved_clock_is_ahead_by_all_that_was_added() {
        let (hand, before) = (domain::testing::HandClock::default(), domain::testing::HandClock::default().now());
        let moved = MovedClock::over(Arc::new(hand));
        assert_eq!(moved.now(), before);
        moved.put_forward(120);
        moved.put_forward(1);
        assert_eq!(moved.now(), before.after(Duration::seconds(121)));
    }

    #[test]
    fn two_draws_differ() {
        assert_ne!(domain::entropy::bytes::<16>(&SystemEntropy), domain::entropy::bytes::<16>(&SystemEntropy));
    }
}
