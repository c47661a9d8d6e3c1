//! One batch to one collector, and what its answer means. Calls the address that the policy names and no other: who answers with another
//! place is not followed, and whoever says more than a few numbers is not heard out.

use http::{Method, Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use rustls::pki_types::CertificateDer;
use serde::Deserialize;
use tokio::time::timeout;

use super::Patience;
use crate::{
    config::Recipient,
    fault::Fault,
    outgoing::{Caller, caller},
};

/// The longest answer that is read.
const LONGEST: usize = 16 * 1024;

/// What a collector said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// It has everything up to there.
    Next(u64),
    /// What came is not what it should be.
    Trouble {
        /// The collector's word for it.
        code: String,
        /// The entry that it is about.
        entry: u64,
        /// The place that it expects.
        next: u64,
    },
    /// No, by that status.
    Refused(StatusCode),
    /// Something that the protocol does not know.
    Nonsense,
    /// Nothing, or not in time.
    Nothing,
}

#[derive(Deserialize)]
struct Next {
    next: u64,
}

#[derive(Deserialize)]
struct Trouble {
    code: String,
    entry: u64,
    next: u64,
}

/// The way to collectors.
pub(super) struct Line {
    caller: Caller,
    patience: Patience,
}

impl Line {
    /// Believes these roots alone; without any, those of the web.
    pub(super) fn new(roots: Option<&[CertificateDer<'static>]>, patience: Patience) -> Result<Self, Fault> {
        Ok(Self { caller: caller("collector_policy_file", roots, patience.connect)?, patience })
    }

    /// Sends.
    pub(super) async fn send(&self, whom: &Recipient, body: String) -> Said {
        timeout(self.patience.answer, self.attempt(whom, body)).await.unwrap_or(Said::Nothing)
    }

    async fn attempt(&self, whom: &Recipient, body: String) -> Said {
        let request = Request::builder()
            .method(Method::POST)
            .uri(whom.url.as_str())
            .header(header::CONTENT_TYPE, "application/jsonl")
            .header(header::AUTHORIZATION, ["Bearer ", whom.token.expose()].concat())
            .body(Full::new(Bytes::from(body)));
        let Ok(request) = request else { return Said::Nothing };
        match self.caller.request(request).await {
            Ok(answer) => read(answer).await,
            Err(error) => {
                tracing::warn!(collector = whom.name(), error = &error as &dyn std::error::Error, "a collector cannot be reached");
                Said::Nothing
            }
        }
    }
}

async fn read(answer: Response<Incoming>) -> Said {
    let status = answer.status();
    let Ok(body) = Limited::new(answer.into_body(), LONGEST).collect().await else { return Said::Nonsense };
    let body = body.to_bytes();
    match status {
        StatusCode::OK => serde_json::from_slice(&body).map_or(Said::Nonsense, |Next { next }| Said::Next(next)),
        StatusCode::CONFLICT | StatusCode::UNPROCESSABLE_ENTITY => {
            serde_json::from_slice(&body).map_or(Said::Nonsense, |Trouble { code, entry, next }| Said::Trouble { code, entry, next })
        }
        other => Said::Refused(other),
    }
}
