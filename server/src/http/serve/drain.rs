//! Stopping: first gently, then at once.

use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    sync::watch,
};

/// Whether the server is draining. Clones are the same one; streams wait on it and tell their client to come back.
#[derive(Clone, Debug, Default)]
pub struct Drain(watch::Sender<bool>);

impl Drain {
    /// Begins; there is no way back.
    pub fn begin(&self) {
        self.0.send_replace(true);
    }

    /// Whether it has begun.
    pub fn has_begun(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until it has begun.
    pub async fn begun(&self) {
        // The sender lives in `self`, so waiting cannot fail.
        let _ = self.0.subscribe().wait_for(|begun| *begun).await;
    }
}

/// Whether to stop at once. Clones are the same one.
#[derive(Clone, Debug, Default)]
pub struct Stop(Drain);

impl Stop {
    /// Asks to stop at once.
    pub fn ask(&self) {
        self.0.begin();
    }

    /// Waits until it is asked.
    pub async fn asked(&self) {
        self.0.begun().await;
    }
}

/// Makes the first SIGTERM or SIGINT begin the drain, and the second stop at once.
pub fn obey_signals(drain: Drain, stop: Stop) {
    let signals = [SignalKind::terminate(), SignalKind::interrupt()].map(signal);
    let [Ok(mut terminate), Ok(mut interrupt)] = signals else {
        tracing::warn!("signals cannot be caught here: stopping will cut connections");
        return;
    };
    tokio::spawn(async move {
        either(&mut terminate, &mut interrupt).await;
        tracing::info!("asked to stop: draining; ask again to stop at once");
        drain.begin();
        either(&mut terminate, &mut interrupt).await;
        stop.ask();
    });
}

async fn either(one: &mut Signal, other: &mut Signal) {
    tokio::select! { _ = one.recv() => {}, _ = other.recv() => {} }
}
