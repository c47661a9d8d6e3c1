//! Names of things. Each kind of thing has its own type, so that one cannot stand where another is meant.
//!
//! Ids are UUIDs of version 7 (RFC 9562 section 5.7): they sort by creation and tell its time, which staff may know.
//! What a customer's phone holds instead is a random handle of 160 bits ([`crate::secret`]), kept hashed.

use serde::{Deserialize, Serialize};
use uuid::{Builder, Uuid};

use crate::{
    entropy::{self, Entropy},
    time::Timestamp,
};

macro_rules! ids {
    ($($(#[$doc:meta])+ $name:ident;)+) => {$(
        $(#[$doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id, made at `now`.
            #[must_use]
            pub fn new(now: Timestamp, entropy: &dyn Entropy) -> Self {
                Self(version_7(now, entropy))
            }

            /// The id as it is stored.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl core::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::try_parse(text).map(Self)
            }
        }
    )+};
}

ids! {
    /// A masked field that an agent had shown.
    RevealId;
    /// A member of staff with a sign-in.
    AgentId;
    /// A customer: whose account it is. Separate from every number and address, so that all of those can change.
    CustomerId;
    /// One contact of one customer with us on one channel.
    SessionId;
    /// A customer's phone that has been bound to them.
    DeviceId;
    /// One request to the customer through one method.
    ChallengeId;
    /// What a good answer left.
    EvidenceId;
    /// What another system told of a customer's account.
    SignalId;
    /// A customer's signed consent to one action with exact parameters.
    ApprovalId;
    /// One request to a second person to approve an action.
    SecondPersonId;
    /// One request to take entries of the log away.
    ExportId;
    /// One run of an action.
    RunId;
    /// A message to a customer.
    MessageId;
    /// Something a supervisor should look at.
    AlertId;
    /// One line of the audit record.
    EntryId;
    /// A passkey, of an agent or of a customer's phone.
    PasskeyId;
    /// A screen at a counter, in front of customers.
    KioskId;
    /// A review of who may do what.
    AccessReviewId;
    /// A right that is asked for somebody.
    RightRequestId;
    /// A pruning of the log, from being asked for on.
    PruningId;
}

fn version_7(now: Timestamp, entropy: &dyn Entropy) -> Uuid {
    let millis = u64::try_from(now.millis()).unwrap_or(0);
    Builder::from_unix_timestamp_millis(millis, &entropy::bytes(entropy)).into_uuid()
}
