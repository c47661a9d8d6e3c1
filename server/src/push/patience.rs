//! How long a push service is waited for.

use std::time::Duration;

/// How long a service is waited for.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For a connection, TLS included.
    pub connect: Duration,
    /// For one try, from its beginning to the last byte of the answer.
    pub answer: Duration,
    /// For any word on Apple's connection that an answer is awaited on, before it is asked whether it lives.
    pub ping_after: Duration,
    /// For the answer to that.
    pub ping_answer: Duration,
}

impl Default for Patience {
    /// A connection that is dead is found out, and another opened, within five seconds.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            answer: Duration::from_secs(20),
            ping_after: Duration::from_secs(2),
            ping_answer: Duration::from_secs(2),
        }
    }
}
