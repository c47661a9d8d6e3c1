//! What the server's role may do with each table on PostgreSQL: what some statement of the store does, and no more. A test compares the two.

use Right::{Delete, Insert, Update};

/// What may be done with a table, besides reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Right {
    /// New rows.
    Insert,
    /// Changing rows that are there.
    Update,
    /// Removing rows.
    Delete,
}

impl Right {
    /// As SQL names it.
    #[must_use]
    pub const fn sql(self) -> &'static str {
        match self {
            Insert => "INSERT",
            Update => "UPDATE",
            Delete => "DELETE",
        }
    }
}

/// Every table, and what the server's role may do with it besides reading.
///
/// A row of the log is never changed. One of `audit_entry` is deleted by a pruning that two people approved, which a trigger asks that this role
/// can neither remove nor switch off; one of `audit_personal` by an erasure.
pub const SERVER: &[(&str, &[Right])] = &[
    ("access_grant", &[Insert, Update]),
    ("access_review", &[Insert, Update]),
    ("alert", &[Insert, Update]),
    ("approval", &[Insert, Update]),
    ("audit_block", &[Insert, Update]),
    ("audit_checkpoint", &[Insert]),
    ("audit_cosignature", &[Insert]),
    ("audit_entry", &[Insert, Delete]),
    ("audit_erased", &[Insert]),
    ("audit_erasure", &[Insert, Update]),
    ("audit_head", &[Update]),
    ("audit_indexed", &[Update]),
    ("audit_personal", &[Insert, Delete]),
    ("audit_place", &[Insert]),
    ("audit_pruning", &[Insert, Update]),
    ("audit_term", &[Insert, Update, Delete]),
    ("audit_tile", &[Insert]),
    ("audit_waiting", &[Insert, Delete]),
    ("audit_witness", &[Insert, Update]),
    ("binding_code", &[Insert, Update]),
    ("canary", &[Insert, Delete]),
    ("ceremony", &[Insert, Update, Delete]),
    ("challenge", &[Insert, Update]),
    ("customer", &[Insert, Update]),
    ("customer_email", &[Insert, Update]),
    ("customer_phone", &[Insert]),
    ("device", &[Insert, Update]),
    ("device_passkey", &[Insert, Update]),
    ("device_suspension", &[Insert, Delete]),
    ("ended_sign_in", &[Insert, Delete]),
    ("evidence", &[Insert, Update]),
    ("export_request", &[Insert, Update, Delete]),
    ("idempotency", &[Insert]),
    ("invitation", &[Insert, Update, Delete]),
    ("kiosk", &[Insert, Update, Delete]),
    ("legal_hold", &[Insert, Delete]),
    ("message", &[Insert, Update]),
    ("migration", &[]),
    ("notice_link", &[Insert, Update]),
    ("outgoing_push", &[Insert, Update]),
    ("passkey_invitation", &[Insert, Update]),
    ("pin", &[Insert, Update]),
    ("policy_in_force", &[Insert, Update]),
    ("policy_version", &[Insert, Update]),
    ("push_address", &[Insert, Update, Delete]),
    ("put_back_link", &[Insert]),
    ("reveal", &[Insert, Update]),
    ("right_request", &[Insert, Update]),
    ("risk_signal", &[Insert, Update]),
    ("run", &[Insert, Update]),
    ("second_person", &[Insert, Update]),
    ("session", &[Insert, Update]),
    ("sign_in", &[Insert, Update, Delete]),
    ("staff", &[Insert, Update]),
    ("staff_passkey", &[Insert, Update]),
    ("totp", &[Insert, Update, Delete]),
];
