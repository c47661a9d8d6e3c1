//! What is wrong with a policy, where, and what to write instead.

use core::fmt;

use serde::Serialize;

use super::{kind::Kind, lines::Lines};

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
    /// Which kind of thing.
    #[serde(skip)]
    pub kind: Kind,
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

impl Finding {
    pub(super) fn new(kind: Kind, path: String, what: String, instead: String) -> Self {
        Self { kind, severity: kind.severity(), check: kind.check(), path, line: 0, what, instead }
    }

    /// What is wrong and what to write instead, without the line.
    fn said(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = if self.severity == Severity::Error { "error" } else { "warning" };
        write!(f, "{severity}[{}]: ", self.check)?;
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        write!(f, "{} {}", self.what, self.instead)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "line {}: ", self.line)?;
        }
        self.said(f)
    }
}

/// Everything that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// Adds one: where, what is wrong, and what to write instead.
    pub(in crate::policy) fn add(&mut self, kind: Kind, path: impl Into<String>, what: impl Into<String>, instead: impl Into<String>) {
        self.0.push(Finding::new(kind, path.into(), what.into(), instead.into()));
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

    /// One a line, each beginning with the file and the line in it, as compilers write it and editors open it.
    pub fn in_file<'a>(&'a self, file: &'a str) -> impl fmt::Display + 'a {
        InFile { findings: self, file }
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

struct InFile<'a> {
    findings: &'a Findings,
    file: &'a str,
}

impl fmt::Display for InFile<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, finding) in self.findings.iter().enumerate() {
            if place > 0 {
                writeln!(f)?;
            }
            write!(f, "{}:", self.file)?;
            if finding.line > 0 {
                write!(f, "{}:", finding.line)?;
            }
            f.write_str(" ")?;
            finding.said(f)?;
        }
        Ok(())
    }
}
