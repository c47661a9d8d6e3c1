//! What the service says to a request that is as it should be.

use std::sync::Arc;

use tokio::sync::Notify;

/// One answer of the script.
#[derive(Clone)]
pub enum Say {
    /// 200.
    Takes,
    /// That status, with that reason.
    Refuses(u16, String),
    /// 410: gone since then, in milliseconds.
    Gone(i64),
    /// 200, once it is let go.
    TakesWhen(Arc<Notify>),
    /// Nothing, ever.
    Nothing,
    /// 200, and goodbye: GOAWAY.
    TakesAndLeaves,
    /// It takes it, and the connection breaks before the answer.
    TakesAndBreaks,
    /// Nothing, and nothing on this connection any more, which stays open: half dead.
    Freezes,
}

impl Say {
    /// That status, with that reason.
    pub fn refuses(status: u16, reason: &str) -> Self {
        Self::Refuses(status, reason.to_owned())
    }

    /// Whether the phone gets it.
    pub fn takes(&self) -> bool {
        matches!(self, Self::Takes | Self::TakesWhen(_) | Self::TakesAndLeaves | Self::TakesAndBreaks)
    }
}
