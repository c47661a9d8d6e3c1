//! Where settings are written: the file, the environment, the command line. Later ones win.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use super::{ConfigError, keys};

/// The start of every variable of ours.
const PREFIX: &str = "COUNTERSIGN_";

/// What the program was started with, before anything is checked.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// `--config`.
    pub file: Option<PathBuf>,
    /// The environment; see [`environment`].
    pub environment: BTreeMap<String, String>,
    /// The command line's flags, by key.
    pub flags: BTreeMap<&'static str, String>,
}

/// The process's environment. Nothing else in the program reads it.
pub fn environment() -> BTreeMap<String, String> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .filter(|(name, _)| name.starts_with(PREFIX) || name == "DATABASE_URL")
        .collect()
}

/// All values that were given, and where each came from.
pub(super) struct Layered {
    values: BTreeMap<&'static str, (String, String)>,
    /// `DATABASE_URL`, which many hosts set.
    pub(super) database_url: Option<String>,
    pub(super) unread_variables: Vec<String>,
}

impl Layered {
    pub(super) fn read(given: &Given) -> Result<Self, ConfigError> {
        let mut all = Self { values: BTreeMap::new(), database_url: None, unread_variables: Vec::new() };
        let mut above = BTreeMap::new();
        for (name, value) in &given.environment {
            if name == "DATABASE_URL" {
                all.database_url = Some(value.clone()).filter(|url| !url.is_empty());
            } else if let Some(key) = variable(name) {
                above.insert(key, (value.clone(), format!("environment variable {name}")));
            } else {
                // Not refused: Kubernetes puts COUNTERSIGN_PORT and the like there for a service of our name.
                all.unread_variables.push(name.clone());
            }
        }
        for (key, value) in &given.flags {
            above.insert(key, (value.clone(), "command line".to_owned()));
        }
        let data = above.get("data").map_or("./var", |(value, _)| value.as_str());
        let usual = Path::new(data).join("countersign.toml");
        match &given.file {
            Some(file) => all.read_file(file)?,
            None if usual.is_file() => all.read_file(&usual)?,
            None => {}
        }
        all.values.append(&mut above);
        Ok(all)
    }

    fn read_file(&mut self, path: &Path) -> Result<(), ConfigError> {
        let refuse = |message: String| ConfigError::File { path: path.to_owned(), message };
        let text = std::fs::read_to_string(path).map_err(|error| refuse(error.to_string()))?;
        // Only the parser's sentence: its long form quotes the line, which may hold what should not be there.
        let table: toml::Table = text.parse().map_err(|error: toml::de::Error| refuse(error.message().to_owned()))?;
        let place = path.display().to_string();
        for (name, value) in table {
            let Some(key) = keys::find(&name) else {
                let suggestion = keys::nearest(&name);
                return Err(ConfigError::Unknown { key: name, place, suggestion });
            };
            let Some(value) = plain(&value) else {
                return Err(ConfigError::Value { key: key.name, place, wrong: "is a table".to_owned(), instead: key.instead });
            };
            self.values.insert(key.name, (value, place.clone()));
        }
        Ok(())
    }

    /// The value of a key that may be absent.
    pub(super) fn optional<T>(&self, name: &'static str, read: impl Fn(&str) -> Result<T, String>) -> Result<Option<T>, ConfigError> {
        match self.values.get(name) {
            // An empty value in the environment or the file means "as if nothing were said".
            None => Ok(None),
            Some((value, _)) if value.is_empty() => Ok(None),
            Some((value, _)) => read(value).map(Some).map_err(|wrong| self.wrong(name, wrong)),
        }
    }

    /// The value of a key that has a default.
    pub(super) fn parsed<T>(&self, name: &'static str, read: impl Fn(&str) -> Result<T, String>) -> Result<T, ConfigError> {
        match self.optional(name, &read)? {
            Some(value) => Ok(value),
            None => read(keys::find(name).map_or("", |key| key.default)).map_err(|wrong| self.wrong(name, wrong)),
        }
    }

    /// The value of a key that is a path.
    pub(super) fn path(&self, name: &'static str) -> Result<PathBuf, ConfigError> {
        self.parsed(name, |value| Ok(PathBuf::from(value)))
    }

    /// The refusal of what stands at `name`.
    pub(super) fn wrong(&self, name: &'static str, wrong: impl Into<String>) -> ConfigError {
        ConfigError::Value {
            key: name,
            place: self.values.get(name).map_or("default", |(_, place)| place).to_owned(),
            wrong: wrong.into(),
            instead: keys::find(name).map_or("another value", |key| key.instead),
        }
    }
}

fn variable(name: &str) -> Option<&'static str> {
    let key = name.strip_prefix(PREFIX)?.to_ascii_lowercase();
    keys::find(&key).map(|key| key.name)
}

/// A value as text; a list as its items with commas between.
fn plain(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(switch) => Some(switch.to_string()),
        toml::Value::Array(items) => items.iter().map(plain).collect::<Option<Vec<_>>>().map(|items| items.join(",")),
        toml::Value::Float(_) | toml::Value::Datetime(_) | toml::Value::Table(_) => None,
    }
}
