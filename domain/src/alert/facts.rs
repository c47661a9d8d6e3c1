//! What is known of an alert beside whom it is about: numbers and words that no other table has.

use serde::{Deserialize, Serialize};

/// What is known. No personal data is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "of")]
pub enum Facts {
    /// Look-ups by one agent.
    LookUps {
        /// How many anybody may do in an hour.
        most: u32,
    },
    /// Refusals by the gate.
    GateRefusals {
        /// How many since the hour began.
        this_hour: u32,
        /// How many this hour of the day usually has.
        usual: u32,
    },
    /// Trouble with the record.
    Log {
        /// Which, in a sentence for whoever runs the installation.
        why: String,
    },
}
