//! What differs between two versions of a policy, field by field.

use core::fmt;
use std::collections::BTreeMap;

use serde::Serialize;
use toml::{Table, Value};

/// One field that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The field, such as `channels.social.ceiling`.
    pub path: String,
    /// What it was; `None`: it was not there.
    pub before: Option<String>,
    /// What it is; `None`: it is gone.
    pub after: Option<String>,
}

/// "social, ceiling: high to substantial", under the name of its table.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.replace('_', " ");
        f.write_str(&path.split('.').collect::<Vec<_>>().join(", "))?;
        match (&self.before, &self.after) {
            (Some(before), Some(after)) => write!(f, ": {before} to {after}"),
            (None, Some(after)) => write!(f, ": new, {after}"),
            (Some(before), None) => write!(f, ": gone, was {before}"),
            (None, None) => Ok(()),
        }
    }
}

/// Every field that differs, by path. Comments and the order of lines are no difference; a text that is no TOML has no fields.
#[must_use]
pub fn diff(before: &str, after: &str) -> Vec<Difference> {
    let (before, after) = (fields(before), fields(after));
    let paths: std::collections::BTreeSet<_> = before.keys().chain(after.keys()).collect();
    let differs = |path: &&String| before.get(*path) != after.get(*path);
    let difference = |path: &String| Difference { path: path.clone(), before: before.get(path).cloned(), after: after.get(path).cloned() };
    paths.into_iter().filter(differs).map(difference).collect()
}

fn fields(text: &str) -> BTreeMap<String, String> {
    let mut fields = BTreeMap::new();
    if let Ok(table) = text.parse::<Table>() {
        walk("", &table, &mut fields);
    }
    fields
}

fn walk(around: &str, table: &Table, fields: &mut BTreeMap<String, String>) {
    for (key, value) in table {
        let path = if around.is_empty() { key.clone() } else { format!("{around}.{key}") };
        match value {
            Value::Table(inner) => walk(&path, inner, fields),
            other => drop(fields.insert(path, words(other))),
        }
    }
}

/// A value as a person reads it.
fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Boolean(true) => "yes".to_owned(),
        Value::Boolean(false) => "no".to_owned(),
        Value::Array(all) if all.is_empty() => "none".to_owned(),
        Value::Array(all) => all.iter().map(words).collect::<Vec<_>>().join(", "),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Datetime(at) => at.to_string(),
        Value::Table(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::BANK;

    #[test]
    fn values_are_read_as_people_read_them() {
        let after = "yes = true\nno = false\nnone = []\nmany = [\"a\", \"b\"]\nwhole = 1\npart = 1.5\nday = 2026-11-22\nempty = {}\n[in.it]\na = \"b\"";
        let words: Vec<_> = diff("", after).iter().map(|one| format!("{}={}", one.path, one.after.clone().unwrap_or_default())).collect();
        assert_eq!(words, ["day=2026-11-22", "in.it.a=b", "many=a, b", "no=no", "none=none", "part=1.5", "whole=1", "yes=yes"]);
        assert_eq!(diff("this is no TOML", "this is none either"), []);
    }

    #[test]
    fn it_says_field_by_field_what_differs_and_nothing_of_comments() {
        assert_eq!(diff(BANK, &format!("# another comment\n{BANK}")), []);
        let after = BANK
            .replacen(
                "[channels.social]\nname = \"Social\"\nceiling = \"substantial\"",
                "[channels.social]\nname = \"Social\"\nceiling = \"low\"",
                1,
            )
            .replacen("hold = \"72h\"\nwho", "who", 1)
            .replacen("prompts = 3", "prompts = 4\nwhy = 1", 1);
        let words: Vec<_> = diff(BANK, &after).iter().map(ToString::to_string).collect();
        assert_eq!(
            words,
            [
                "actions, close account, hold: gone, was 72h",
                "channels, social, ceiling: substantial to low",
                "limits, prompts: 3 to 4",
                "limits, why: new, 1"
            ]
        );
    }
}
