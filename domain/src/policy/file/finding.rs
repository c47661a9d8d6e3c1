//! What is wrong with a policy, where, and what to write instead.

use core::fmt;

use serde::Serialize;

use super::lines::Lines;

/// Whether the policy can be used all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It is refused.
    Error,
    /// It does what it says, and somebody should look at it.
    Warning,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Whether the policy can be used.
    pub severity: Severity,
    /// Which check found it, a stable word.
    pub check: &'static str,
    /// The field, such as `actions.refund.needs`; empty when the text is no TOML.
    pub path: String,
    /// The line of the file, from 1; zero when it is about something that is not there.
    pub line: usize,
    /// What is wrong.
    pub what: String,
    /// What to write instead.
    pub instead: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = if self.severity == Severity::Error { "error" } else { "warning" };
        if self.line > 0 {
            write!(f, "line {}: ", self.line)?;
        }
        write!(f, "{severity}[{}]: ", self.check)?;
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        write!(f, "{} {}", self.what, self.instead)
    }
}

/// Everything that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// Adds what makes the policy unusable.
    pub fn error(&mut self, check: &'static str, path: impl Into<String>, what: impl Into<String>, instead: impl Into<String>) {
        self.add(Severity::Error, check, path.into(), what.into(), instead.into());
    }

    /// Adds what somebody should look at.
    pub fn warning(&mut self, check: &'static str, path: impl Into<String>, what: impl Into<String>, instead: impl Into<String>) {
        self.add(Severity::Warning, check, path.into(), what.into(), instead.into());
    }

    fn add(&mut self, severity: Severity, check: &'static str, path: String, what: String, instead: String) {
        self.0.push(Finding { severity, check, path, line: 0, what, instead });
    }

    /// Whether there is one that makes the policy unusable.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|finding| finding.severity == Severity::Error)
    }

    /// All of them, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.0.iter()
    }

    /// Gives each the line of its field, and puts them in the order of the file.
    pub(super) fn locate(&mut self, lines: &Lines) {
        for finding in &mut self.0 {
            finding.line = lines.of_path(&finding.path);
        }
        self.0.sort_by_key(|finding| (finding.line, finding.severity));
    }
}

impl From<Finding> for Findings {
    fn from(one: Finding) -> Self {
        Self(vec![one])
    }
}

impl fmt::Display for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, finding) in self.0.iter().enumerate() {
            if place > 0 {
                writeln!(f)?;
            }
            write!(f, "{finding}")?;
        }
        Ok(())
    }
}

/// What the reader of TOML says, with its line.
pub(super) fn of_toml(text: &str, error: &toml::de::Error) -> Finding {
    let line = error.span().map_or(0, |span| text.get(..span.start).map_or(0, |before| before.matches('\n').count() + 1));
    let message = error.message().trim().trim_end_matches('.');
    let instead = if message.starts_with("unknown field") {
        "Correct its spelling or take it out; docs/policy.md lists every field."
    } else if message.starts_with("unknown variant") {
        "Write one of the words that are expected there."
    } else if message.starts_with("missing field") {
        "Add it to this table; docs/policy.md says what it means."
    } else {
        "Correct this line; docs/policy.md shows each field with an example."
    };
    Finding {
        severity: Severity::Error,
        check: "syntax",
        path: String::new(),
        line,
        what: format!("{message}."),
        instead: instead.to_owned(),
    }
}
