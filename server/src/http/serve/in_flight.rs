//! How many requests of one connection are in work: from their head until the last byte of the answer.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};
use tokio::sync::watch;

/// The number, and whether there ever was one.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Work {
    pub now: usize,
    pub ever: bool,
}

/// One request in work; done when dropped.
pub(super) struct InFlight(watch::Sender<Work>);

impl InFlight {
    pub(super) fn begin(work: &watch::Sender<Work>) -> Self {
        work.send_modify(|work| *work = Work { now: work.now + 1, ever: true });
        Self(work.clone())
    }

    /// In work until `body` is sent, or given up.
    pub(super) fn until_sent(self, body: Body) -> Body {
        Body::new(Sending { body, _work: self })
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.send_modify(|work| work.now = work.now.saturating_sub(1));
    }
}

struct Sending {
    body: Body,
    _work: InFlight,
}

impl HttpBody for Sending {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
