//! The keys that were given.

use clap::Args;
use domain::{
    audit_log::{
        VerifierKey,
        verify::{Trust, Unfit},
    },
    time::Duration,
};

use crate::arithmetic::Ring;

/// Whom to believe.
#[derive(Args, Clone, Debug)]
pub struct Keys {
    /// A key of the log, as `countersign audit key` prints it; again for each epoch
    #[arg(long, value_name = "VKEY", required = true)]
    pub key: Vec<VerifierKey>,
    /// A witness's key; again for each
    #[arg(long, value_name = "VKEY")]
    pub witness: Vec<VerifierKey>,
    /// How many of the witnesses have to have seen what is shown
    #[arg(long, default_value_t = 0)]
    pub quorum: usize,
    /// How many seconds an entry's time may lie outside those of the checkpoints around it
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(..=86_400))]
    pub skew: u32,
}

impl Keys {
    /// What a verification rests on.
    ///
    /// # Errors
    /// When nothing can be verified with these.
    pub fn trust(&self) -> Result<Trust<'_>, Unfit> {
        let skew = Duration::seconds(i64::from(self.skew));
        let trust = Trust { logs: &self.key, witnesses: &self.witness, quorum: self.quorum, skew, ed25519: &Ring, p256: &Ring };
        trust.check().map(|()| trust)
    }
}
