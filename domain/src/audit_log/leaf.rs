//! What of an entry is in the tree: all of it, as one canonical text (RFC 8785).
//!
//! Made from the entry as it stands in the table and not from the event as this program understands it: an entry of an older
//! program keeps its bytes, and a column that somebody changed changes them.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{canonical, hash::Hash};
use crate::assurance::Level;

/// The largest leaf: C2SP tlog-tiles gives the length of an entry two bytes.
pub const LARGEST: usize = 65_535;

/// An entry as it stands in the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its name.
    pub id: Uuid,
    /// When, in microseconds since the Unix epoch.
    pub at: i64,
    /// Its place among those of the same session and instant.
    pub ordinal: i64,
    /// What kind of actor did it.
    pub actor_kind: String,
    /// Which one.
    pub actor: Option<Uuid>,
    /// Whose account.
    pub customer: Option<Uuid>,
    /// In which session.
    pub session: Option<Uuid>,
    /// Of which case.
    pub case: Option<String>,
    /// The key of the channel.
    pub channel: Option<String>,
    /// The rank of the level.
    pub level: Option<i64>,
    /// The rule.
    pub rule: Option<String>,
    /// The policy's version.
    pub policy: Option<i64>,
    /// The event's name.
    pub event: String,
    /// The event, as canonical JSON.
    pub detail: String,
    /// Commitments to what is kept beside it, as canonical JSON.
    pub personal: Option<String>,
}

/// Why a row is no entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAnEntry {
    /// A text that must be canonical JSON is not.
    #[error("its {0} is not canonical JSON")]
    NotCanonical(&'static str),
    /// Two columns do not say the same.
    #[error("its event is not the one that its detail tells of")]
    OtherEvent,
    /// A level that there is not.
    #[error("its level is none that there is")]
    Level,
    /// More than an entry of the log may have.
    #[error("it is longer than an entry can be")]
    TooLong,
}

impl Record {
    /// Its leaf: the bytes that are hashed, exported and given on.
    ///
    /// # Errors
    /// When it is no entry that this program, or one before it, can have written.
    pub fn leaf(&self) -> Result<Vec<u8>, NotAnEntry> {
        let detail = object("detail", &self.detail)?;
        if detail.get("event").and_then(Value::as_str) != Some(&self.event) {
            return Err(NotAnEntry::OtherEvent);
        }
        let level = match self.level {
            None => None,
            Some(rank) => {
                let level = u8::try_from(rank).ok().and_then(Level::from_rank).ok_or(NotAnEntry::Level)?;
                Some(level.rank())
            }
        };
        let whole = json!({
            "v": 1,
            "id": self.id,
            "at": self.at,
            "ordinal": self.ordinal,
            "actor": { "kind": self.actor_kind, "id": self.actor },
            "customer": self.customer,
            "session": self.session,
            "case": self.case,
            "channel": self.channel,
            "level": level,
            "rule": self.rule,
            "policy": self.policy,
            "event": detail,
            "personal": self.personal.as_deref().map(|text| object("personal", text)).transpose()?,
        });
        let text = canonical::text(&whole).map_err(|_| NotAnEntry::NotCanonical("number"))?;
        if text.len() > LARGEST { Err(NotAnEntry::TooLong) } else { Ok(text.into_bytes()) }
    }

    /// The hash of its leaf.
    ///
    /// # Errors
    /// As [`Record::leaf`].
    pub fn hash(&self) -> Result<Hash, NotAnEntry> {
        self.leaf().map(|bytes| Hash::leaf(&bytes))
    }
}

fn object(what: &'static str, text: &str) -> Result<Map<String, Value>, NotAnEntry> {
    match serde_json::from_str(text) {
        Ok(Value::Object(members)) if canonical::is(text) => Ok(members),
        _ => Err(NotAnEntry::NotCanonical(what)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        Record {
            id: Uuid::from_u128(1),
            at: 1_796_000_000_000_000,
            ordinal: 2,
            actor_kind: "staff".into(),
            actor: Some(Uuid::from_u128(2)),
            customer: Some(Uuid::from_u128(3)),
            session: Some(Uuid::from_u128(4)),
            case: Some("ACM-1".into()),
            channel: Some("phone".into()),
            level: Some(2),
            rule: Some("refund".into()),
            policy: Some(18),
            event: "session_ended".into(),
            detail: r#"{"event":"session_ended"}"#.into(),
            personal: None,
        }
    }

    #[test]
    fn a_leaf_is_canonical_and_says_all_that_the_row_says() {
        let leaf = String::from_utf8(record().leaf().unwrap()).unwrap();
        assert!(canonical::is(&leaf));
        assert_eq!(
            leaf,
            r#"{"actor":{"id":"00000000-0000-0000-0000-000000000002","kind":"staff"},"at":1796000000000000,"case":"ACM-1","channel":"phone","customer":"00000000-0000-0000-0000-000000000003","event":{"event":"session_ended"},"id":"00000000-0000-0000-0000-000000000001","level":2,"ordinal":2,"personal":null,"policy":18,"rule":"refund","session":"00000000-0000-0000-0000-000000000004","v":1}"#
        );
    }

    #[test]
    fn each_column_changes_the_leaf_or_makes_it_none() {
        let before = record().hash().unwrap();
        let edits: [fn(&mut Record); 15] = [
            |r| r.id = Uuid::from_u128(9),
            |r| r.at += 1,
            |r| r.ordinal += 1,
            |r| r.actor_kind = "system".into(),
            |r| r.actor = None,
            |r| r.customer = Some(Uuid::from_u128(9)),
            |r| r.session = None,
            |r| r.case = Some("ACM-2".into()),
            |r| r.channel = None,
            |r| r.level = Some(3),
            |r| r.rule = None,
            |r| r.policy = Some(17),
            |r| r.event = "session_opened".into(),
            |r| r.detail = r#"{"event":"session_ended","x":1}"#.into(),
            |r| r.personal = Some(r#"{"a":"b"}"#.into()),
        ];
        for (place, edit) in edits.into_iter().enumerate() {
            let mut changed = record();
            edit(&mut changed);
            assert_ne!(changed.hash(), Ok(before), "{place}");
        }
    }

    #[test]
    fn what_no_program_of_ours_wrote_is_no_entry() {
        let with = |change: fn(&mut Record)| {
            let mut changed = record();
            change(&mut changed);
            changed.leaf()
        };
        assert_eq!(with(|r| r.detail = r#"{"event": "session_ended"}"#.into()), Err(NotAnEntry::NotCanonical("detail")));
        assert_eq!(with(|r| r.detail = "[]".into()), Err(NotAnEntry::NotCanonical("detail")));
        assert_eq!(with(|r| r.personal = Some("x".into())), Err(NotAnEntry::NotCanonical("personal")));
        assert_eq!(with(|r| r.event = "ran".into()), Err(NotAnEntry::OtherEvent));
        assert_eq!(with(|r| r.level = Some(4)), Err(NotAnEntry::Level));
        assert_eq!(with(|r| r.case = Some("x".repeat(LARGEST))), Err(NotAnEntry::TooLong));
    }
}
