//! A witness of other people's logs (C2SP tlog-witness): `countersign witness`. It runs elsewhere, under another hand, and knows nothing
//! of a log but its key and its last head.
//!
//! Owns one decision after the other: who may ask and whether it is true is `domain`'s ([`domain::audit_log::witness`]); [`Heads`] keeps
//! what was decided, in the transaction in which it was; only what is kept gets signed. Refuses a new log: an operator adds each by hand,
//! a new epoch of one too.

mod door;
mod heads;

use std::sync::Arc;

use domain::{
    audit_log::{
        VerifierKey,
        key::{KeyName, Kind, Signer},
        note::Note,
        witness::{AddCheckpoint, Admitted, Refused},
    },
    time::Clock,
};

pub use door::{LARGEST, router};
pub use heads::Heads;

use crate::{
    fault::Fault,
    log_key::{LogKey, Ring},
};

/// A witness: who it is, whom it knows, and what it has seen.
pub struct Witness {
    name: KeyName,
    key: LogKey,
    logs: Vec<VerifierKey>,
    heads: Heads,
    clock: Arc<dyn Clock>,
}

impl Witness {
    /// The one of that name and key, for those logs.
    #[must_use]
    pub fn new(name: KeyName, key: LogKey, logs: Vec<VerifierKey>, heads: Heads, clock: Arc<dyn Clock>) -> Self {
        Self { name, key, logs, heads, clock }
    }

    /// What its cosignatures are checked with.
    #[must_use]
    pub fn verifier(&self) -> VerifierKey {
        verifier(&self.name, &self.key)
    }

    /// Answers a request: the signature line, or why there is none. When this returns a signature, the head is on disk.
    ///
    /// # Errors
    /// When the heads cannot be read or kept.
    pub async fn add_checkpoint(&self, body: &[u8]) -> Result<Result<String, Refused>, Fault> {
        let request: Option<AddCheckpoint> = std::str::from_utf8(body).ok().and_then(|text| text.parse().ok());
        let Some(request) = request else { return Ok(Err(Refused::Unreadable)) };
        let asked = match Admitted::by(&self.logs, request, &Ring) {
            Ok(asked) => asked,
            Err(refused) => return Ok(Err(refused)),
        };
        let kept = self.heads.keep(&asked, &*self.clock).await?;
        if let Err(refused) = kept
            && refused.is_suspicious()
        {
            // The checkpoint is signed: with the one that was cosigned it is proof, for whoever wants to know.
            let (origin, checkpoint) = (asked.origin().as_str(), asked.note().to_string());
            tracing::warn!(origin, ?checkpoint, "a log asked for a checkpoint that does not continue its last one");
        }
        Ok(kept.map(|at| {
            let mut note = Note::unsigned(asked.note().text().to_owned());
            note.cosign(self.name.clone(), &self.key, at.micros().div_euclid(1_000_000).try_into().unwrap_or_default());
            note.signatures().iter().map(ToString::to_string).collect()
        }))
    }
}

/// What the cosignatures of that key under that name are checked with.
#[must_use]
pub fn verifier(name: &KeyName, key: &LogKey) -> VerifierKey {
    VerifierKey { name: name.clone(), kind: Kind::Cosignature, public: key.public() }
}
