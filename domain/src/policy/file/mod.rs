//! The policy as it is written: TOML, every table and field known, everything else refused.
//!
//! Reading goes in three steps, and each tells its findings with their lines: TOML to shapes ([`shape`]), shapes to numbered
//! rows ([`rows`](super)), rows to a [`Policy`] that the [lints](super::lint) have seen.

mod build;
mod finding;
mod kind;
mod lines;
mod shape;
mod span;
mod syntax;

pub use finding::{Finding, Findings, Severity};
pub use kind::Kind;
pub use shape::PolicyFile;
pub(in crate::policy) use shape::WhenTable;

use super::{Policy, lint};

/// Reads a policy. What is wrong but leaves a policy comes back beside it; what leaves none is the error.
///
/// # Errors
/// When the text is not TOML, has an unknown field or value, or names something that is not there.
pub fn read(text: &str) -> Result<(Policy, Findings), Findings> {
    let lines = lines::Lines::of(text);
    let file: PolicyFile = toml::from_str(text).map_err(|error| Findings::from(syntax::finding(text, &error)))?;
    let mut findings = Findings::default();
    let built = build::policy(&file, &mut findings);
    if let Some(policy) = &built {
        lint::all(policy, &file, &mut findings);
    }
    findings.locate(&lines);
    match built {
        Some(policy) => Ok((policy, findings)),
        None => Err(findings),
    }
}

/// The JSON Schema (draft 2020-12) of the file, for editors that check while one types.
#[cfg(feature = "schema")]
#[must_use]
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(PolicyFile).into()
}
