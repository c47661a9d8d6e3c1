//! Whether this program can do what a policy says: a policy that it could not keep is refused like one with a mistake.

use std::fmt;

use domain::{
    action::ActionKind,
    policy::{ActionRow, Policy, Tell, file::Findings},
};

/// Why a policy cannot be used, line by line.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    /// It has mistakes.
    #[error("{0}")]
    Wrong(Findings),
    /// This program could not keep it.
    #[error("{0}")]
    NotKept(NotKept),
}

/// What this program could not keep.
#[derive(Debug)]
pub struct NotKept {
    line: Option<usize>,
    path: String,
    what: &'static str,
    instead: &'static str,
}

impl Unusable {
    /// One finding a line, each beginning with the file and the line in it, as compilers write it and editors open it.
    #[must_use]
    pub fn in_file(&self, file: &str) -> String {
        match self {
            Self::Wrong(findings) => findings.in_file(file).to_string(),
            Self::NotKept(NotKept { line: Some(line), path, what, instead }) => {
                format!("{file}:{line}: error[not-kept]: {path}: {what} {instead}")
            }
            Self::NotKept(not_kept) => format!("{file}: {not_kept}"),
        }
    }
}

/// As the findings of [`domain::policy::lint`] are written.
impl fmt::Display for NotKept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        write!(f, "error[not-kept]: {}: {} {}", self.path, self.what, self.instead)
    }
}

/// Reads a policy and refuses what cannot be used. In demo data, methods count at once.
pub(super) fn read(text: &str, seasoned: bool) -> Result<Policy, Unusable> {
    let policy = checked(text)?.0;
    Ok(if seasoned { policy } else { policy.without_seasoning() })
}

/// Reads a policy; with it what somebody should look at.
///
/// # Errors
/// Everything that is wrong with it, each with its line and what to write instead.
pub fn checked(text: &str) -> Result<(Policy, Findings), Unusable> {
    let (policy, findings) = domain::policy::file::read(text).map_err(Unusable::Wrong)?;
    if findings.has_errors() {
        return Err(Unusable::Wrong(findings));
    }
    match ActionKind::ALL.into_iter().find_map(|kind| not_kept(policy.built_in(kind), kind)) {
        Some((field, what, instead)) => Err(Unusable::NotKept(NotKept { line: line_of(text, &field), path: field, what, instead })),
        None => Ok((policy, findings)),
    }
}

/// What the policy asks of an action that this program runs itself and would not do; or may not leave out.
fn not_kept(row: &ActionRow, kind: ActionKind) -> Option<(String, &'static str, &'static str)> {
    let held = !row.needs.hold.is_zero() || row.when.iter().any(|when| !when.needs.hold.is_zero());
    let credential = kind == ActionKind::ChangeEmail;
    let (field, what, instead) = match () {
        () if held => {
            ("hold", "This program runs the action at once and cannot keep it waiting yet.", "Take the hold out, or close the action.")
        }
        () if credential && row.tell != Tell::EarlierAddresses => (
            "tell",
            "A changed address is always told to every earlier one, and no policy stops that.",
            "Write tell = \"earlier_addresses\".",
        ),
        () if credential && row.revert.is_zero() => ("revert", "Whoever is told must be able to put it back.", "Write revert = \"7d\"."),
        () if !credential && (row.tell == Tell::EarlierAddresses || !row.revert.is_zero()) => {
            ("tell", "Only a changed address is told to earlier ones and can be put back.", "Write tell = \"customer\", and no revert.")
        }
        () => return None,
    };
    Some((format!("actions.{}.{field}", row.key), what, instead))
}

/// The line of the table that a field stands in, from 1.
fn line_of(text: &str, path: &str) -> Option<usize> {
    let table = format!("[{}]", path.rsplit_once('.')?.0);
    Some(text.lines().position(|line| line.trim_start().starts_with(&table))? + 1)
}

#[cfg(test)]
mod tests {
    use domain::policy::{BANK, LIBRARY};

    use super::*;

    /// Each mistake: what the bank's policy says, what stands there instead, and the field it is found in.
    const MISTAKES: [(&str, &str, &str); 5] = [
        ("fresh = \"5m\"\nconsent = true\nwho", "fresh = \"5m\"\nconsent = true\nhold = \"24h\"\nwho", "actions.change_email.hold"),
        ("needs = \"high\" }\nwhen.\"refund.we", "needs = \"high\", hold = \"1h\" }\nwhen.\"refund.we", "actions.refund.hold"),
        (
            "tell = \"earlier_addresses\"\nrevert = \"7d\"\nwhen.\"email",
            "tell = \"nobody\"\nrevert = \"7d\"\nwhen.\"email",
            "actions.change_email.tell",
        ),
        ("revert = \"7d\"\nwhen.\"email", "when.\"email", "actions.change_email.revert"),
        ("tell = \"customer\"\nwhen.\"refund.over", "tell = \"earlier_addresses\"\nwhen.\"refund.over", "actions.refund.tell"),
    ];

    #[test]
    fn t22_what_this_program_would_not_keep_is_refused_on_its_line() {
        for (from, to, path) in MISTAKES {
            assert_eq!(BANK.matches(from).count(), 1, "the bank's policy no longer has: {from}");
            let text = BANK.replacen(from, to, 1);
            let said = checked(&text).unwrap_err().to_string();
            assert!(said.starts_with("line ") && said.contains(path), "{said}");
        }
    }

    #[test]
    fn d05_a_policy_may_ask_for_a_second_person_every_time() {
        let from = "consent = true\nwho = [\"agent\"]\ntell = \"customer\"\nwhen.\"refund.over";
        assert_eq!(BANK.matches(from).count(), 1);
        let (policy, _) = checked(&BANK.replacen(from, &["second_person = true\n", from].concat(), 1)).unwrap();
        assert!(policy.built_in(ActionKind::Refund).needs.second_person);
    }

    #[test]
    fn the_policies_that_come_along_are_kept() {
        for text in [BANK, LIBRARY] {
            checked(text).unwrap();
        }
    }
}
