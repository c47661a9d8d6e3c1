//! Data for a receipt's page.

use domain::{
    audit_log::personal::Piece,
    ids::{RunId, SessionId},
    time::Timestamp,
};

use crate::log::view::{Place, Row};

/// What a customer wants a receipt of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// Their approval of a change.
    Change(RunId),
    /// That a contact with them was opened.
    Contact(SessionId),
}

/// A receipt, if there is one yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Receipted {
    /// It is.
    Ready(Box<ReceiptView>),
    /// The entry is written, and no signed head holds it yet.
    InAMoment,
}

/// What a receipt says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptView {
    /// The organisation whose log it is.
    pub organisation: String,
    /// The entry's number.
    pub number: u64,
    /// When it was made.
    pub made_at: Timestamp,
    /// The entry in short.
    pub row: Row,
    /// The number of the customer whose account it is about.
    pub customer: Option<String>,
    /// Where it was written.
    pub place: Place,
    /// The words that the customer was shown, as the entry commits to them.
    pub words: Vec<String>,
    /// What stands beside the entry, and what was erased of that.
    pub beside: Vec<Piece>,
    /// The entry's hash, in hexadecimal.
    pub leaf: String,
    /// The hashes from it to the head, in hexadecimal.
    pub proof: Vec<String>,
    /// The signed head: a C2SP checkpoint.
    pub checkpoint: String,
    /// When it was signed.
    pub signed_at: Timestamp,
    /// How many outside witnesses signed it too.
    pub witnesses: usize,
    /// The name and id of the log's key.
    pub key: String,
}
