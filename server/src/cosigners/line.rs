//! One question to one witness, and what its answer means. Calls the address that the policy names and no other: who answers with
//! another place is not followed, and whoever says more than a few signatures is not heard out.

use http::{Method, Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Bytes, Incoming};
use rustls::pki_types::CertificateDer;
use tokio::time::timeout;

use domain::audit_log::checkpoint::decimal;

use super::Patience;
use crate::{
    config::Cosigner,
    fault::Fault,
    outgoing::{Caller, caller},
};

/// The longest answer that is read.
const LONGEST: usize = 16 * 1024;
/// The kind of text that a size comes in.
const SIZE: &str = "text/x.tlog.size";

/// What a witness said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Signature lines, whatever they are worth.
    Lines(String),
    /// Its last head has that size.
    Size(u64),
    /// The proof shows nothing to it.
    Inconsistent,
    /// No, by that status.
    Refused(StatusCode),
    /// Something that the protocol does not know.
    Nonsense,
    /// Nothing, or not in time.
    Nothing,
}

/// The way to witnesses.
pub(super) struct Line {
    caller: Caller,
    patience: Patience,
}

impl Line {
    /// Believes these roots alone; without any, those of the web.
    pub(super) fn new(roots: Option<&[CertificateDer<'static>]>, patience: Patience) -> Result<Self, Fault> {
        Ok(Self { caller: caller("witness_policy_file", roots, patience.connect)?, patience })
    }

    /// Asks.
    pub(super) async fn ask(&self, whom: &Cosigner, body: String) -> Answer {
        timeout(self.patience.answer, self.attempt(whom, body)).await.unwrap_or(Answer::Nothing)
    }

    async fn attempt(&self, whom: &Cosigner, body: String) -> Answer {
        let request = Request::builder()
            .method(Method::POST)
            .uri(whom.url.as_str())
            .header(header::CONTENT_TYPE, "text/plain; charset=utf-8")
            .body(Full::new(Bytes::from(body)));
        let Ok(request) = request else { return Answer::Nothing };
        match self.caller.request(request).await {
            Ok(answer) => read(answer).await,
            Err(error) => {
                tracing::warn!(witness = whom.id(), error = &error as &dyn std::error::Error, "a witness cannot be reached");
                Answer::Nothing
            }
        }
    }
}

async fn read(answer: Response<Incoming>) -> Answer {
    let status = answer.status();
    let is_size = answer.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == SIZE);
    let Ok(body) = Limited::new(answer.into_body(), LONGEST).collect().await else { return Answer::Nonsense };
    let Ok(text) = String::from_utf8(body.to_bytes().into()) else { return Answer::Nonsense };
    match status {
        StatusCode::OK => Answer::Lines(text),
        StatusCode::CONFLICT if is_size => text.strip_suffix('\n').and_then(decimal).map_or(Answer::Nonsense, Answer::Size),
        StatusCode::CONFLICT => Answer::Nonsense,
        StatusCode::UNPROCESSABLE_ENTITY => Answer::Inconsistent,
        other => Answer::Refused(other),
    }
}
