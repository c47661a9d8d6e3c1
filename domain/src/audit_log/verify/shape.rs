//! Whether a leaf is an entry: canonical JSON, and exactly the members of version 1 ([`crate::audit_log::leaf`]).

use serde_json::{Map, Value};
use uuid::Uuid;

use crate::audit_log::{canonical, leaf};

/// The members of an entry. Another one, or one that is missing, makes another version.
const MEMBERS: [&str; 14] =
    ["actor", "at", "case", "channel", "customer", "event", "id", "level", "ordinal", "personal", "policy", "rule", "session", "v"];

/// An entry that could be read.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) id: Uuid,
    pub(super) at: i64,
    pub(super) members: Map<String, Value>,
}

impl Entry {
    /// Reads a leaf.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, &'static str> {
        if bytes.len() > leaf::LARGEST {
            return Err("it is longer than an entry can be");
        }
        let text = core::str::from_utf8(bytes).map_err(|_| "it is not text")?;
        let value: Value = serde_json::from_str(text).map_err(|_| "it is not JSON")?;
        if canonical::text(&value).as_deref() != Ok(text) {
            return Err("it is not canonical JSON");
        }
        let Value::Object(members) = value else { return Err("it is not an object") };
        if members.get("v").and_then(Value::as_u64) != Some(1) {
            return Err("it is not of version 1");
        }
        if members.len() != MEMBERS.len() || !MEMBERS.iter().all(|name| members.contains_key(*name)) {
            return Err("it has other members than version 1 has");
        }
        let id = members.get("id").and_then(id).ok_or("its id is none")?;
        let at = members.get("at").and_then(Value::as_i64).filter(|at| *at >= 0).ok_or("its time is none")?;
        let entry = Self { id, at, members };
        entry.check()?;
        Ok(entry)
    }

    fn check(&self) -> Result<(), &'static str> {
        let get = |name| self.members.get(name).unwrap_or(&Value::Null);
        let or_null = |name, is: fn(&Value) -> bool| get(name).is_null() || is(get(name));
        let ids = ["customer", "session"].into_iter().all(|name| or_null(name, |value| id(value).is_some()));
        let texts = ["case", "channel", "rule"].into_iter().all(|name| or_null(name, Value::is_string));
        let numbers = get("ordinal").is_i64() && ["level", "policy"].into_iter().all(|name| or_null(name, Value::is_i64));
        let actor = get("actor").as_object().is_some_and(|actor| {
            let named = actor.get("id").is_some_and(|value| value.is_null() || id(value).is_some());
            actor.len() == 2 && named && actor.get("kind").is_some_and(Value::is_string)
        });
        let commitment = |value: &Value| value.as_str().is_some_and(|text| text.len() == 43);
        let personal = get("personal");
        let personal = personal.is_null() || personal.as_object().is_some_and(|all| !all.is_empty() && all.values().all(commitment));
        let says = [
            (ids, "its customer or session is none"),
            (texts, "its case, channel or rule is no text"),
            (numbers, "its ordinal, level or policy is no number"),
            (actor, "its actor is none"),
            (self.event().is_some(), "it has no event"),
            (personal, "what it commits to cannot be read"),
        ];
        says.into_iter().find(|(fits, _)| !fits).map_or(Ok(()), |(_, why)| Err(why))
    }

    /// The event's name.
    pub(super) fn event(&self) -> Option<&str> {
        self.members.get("event")?.get("event")?.as_str()
    }

    /// A text of the entry, by the names that lead to it.
    pub(super) fn text(&self, path: &[&str]) -> Option<&str> {
        let (first, rest) = path.split_first()?;
        rest.iter().try_fold(self.members.get(*first)?, |value, name| value.get(*name))?.as_str()
    }

    /// What it commits to: names and commitments.
    pub(super) fn commitments(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.members.get("personal").and_then(Value::as_object);
        all.into_iter().flatten().map(|(name, value)| (name.as_str(), value.as_str().unwrap_or_default()))
    }
}

/// An id in the one writing that the log has for it.
fn id(value: &Value) -> Option<Uuid> {
    let text = value.as_str()?;
    Uuid::try_parse(text).ok().filter(|id| id.hyphenated().encode_lower(&mut Uuid::encode_buffer()) == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(in super::super) const GOOD: &str = r#"{"actor":{"id":null,"kind":"system"},"at":1,"case":null,"channel":null,"customer":null,"event":{"event":"x"},"id":"00000000-0000-0000-0000-000000000001","level":null,"ordinal":0,"personal":null,"policy":null,"rule":null,"session":null,"v":1}"#;

    #[test]
    fn what_is_no_entry_is_said_to_be_none() {
        assert!(Entry::read(GOOD.as_bytes()).is_ok());
        for (from, to) in [
            ("\"v\":1", "\"v\":2"),
            ("\"v\":1", "\"v\": 1"),
            (",\"v\":1", ""),
            ("\"v\":1", "\"v\":1,\"w\":1"),
            ("\"at\":1", "\"at\":-1"),
            ("\"at\":1", "\"at\":\"1\""),
            ("0001\"", "000g\""),
            ("00000001\"", "0000000A\""),
            ("\"session\":null", "\"session\":\"x\""),
            ("\"customer\":null", "\"customer\":7"),
            ("\"case\":null", "\"case\":7"),
            ("\"level\":null", "\"level\":\"7\""),
            ("\"kind\":\"system\"", "\"kind\":null"),
            ("{\"event\":\"x\"}", "{\"x\":\"x\"}"),
            ("{\"event\":\"x\"}", "null"),
            ("\"personal\":null", "\"personal\":{}"),
            ("\"personal\":null", "\"personal\":{\"proof\":\"short\"}"),
            (GOOD, "[]"),
            (GOOD, ""),
        ] {
            assert!(GOOD.contains(from), "{from}");
            assert!(Entry::read(GOOD.replacen(from, to, 1).as_bytes()).is_err(), "{from} to {to}");
        }
        assert!(Entry::read(b"\xff").is_err());
        assert!(Entry::read(&vec![b' '; leaf::LARGEST + 1]).is_err());
    }
}
