//! Counting tests by what the test programs print.

use serde_json::Value;

/// How many tests did what, and of those that passed, where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub passed: u32,
    pub failed: u32,
    pub skipped: u32,
    pub sqlite: u32,
    pub postgres: u32,
    pub browser: u32,
}

impl Counts {
    pub fn plus(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
            sqlite: self.sqlite + other.sqlite,
            postgres: self.postgres + other.postgres,
            browser: self.browser + other.browser,
        }
    }

    /// Takes in one line of `cargo test`. Totals are from each program's last line; a test that runs on one database
    /// says which in its name.
    pub fn read(&mut self, line: &str) {
        if let Some(numbers) = line.strip_prefix("test result: ") {
            self.passed += number_before(numbers, " passed");
            self.failed += number_before(numbers, " failed");
            self.skipped += number_before(numbers, " ignored");
        } else if let Some(name) = line.strip_prefix("test ").and_then(|rest| rest.strip_suffix(" ... ok")) {
            self.sqlite += u32::from(name.contains("sqlite"));
            self.postgres += u32::from(name.contains("postgres"));
        }
    }

    /// What Playwright's report in JSON says. A test that passed only when tried again has failed.
    pub fn of_playwright(report: &Value) -> Self {
        let number = |name: &str| {
            let number = report.pointer(&format!("/stats/{name}")).and_then(Value::as_u64);
            number.and_then(|number| u32::try_from(number).ok()).unwrap_or(0)
        };
        let passed = number("expected");
        let failed = number("unexpected") + number("flaky");
        Self { passed, failed, skipped: number("skipped"), browser: passed, ..Self::default() }
    }
}

fn number_before(text: &str, word: &str) -> u32 {
    let number = text.split_once(word).and_then(|(before, _)| before.rsplit(' ').next());
    number.and_then(|number| number.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_are_the_programs_own_and_engines_are_in_the_names() {
        let mut counts = Counts::default();
        for line in [
            "test store::sqlite::opens ... ok",
            "test store::postgres::opens ... ok",
            "test answer_once_on_postgres ... FAILED",
            "test text::trims ... ok",
            "test result: FAILED. 3 passed; 1 failed; 2 ignored; 0 measured; 7 filtered out; finished in 0.10s",
            "test result: ok. 10 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.10s",
        ] {
            counts.read(line);
        }
        assert_eq!(counts, Counts { passed: 13, failed: 1, skipped: 2, sqlite: 1, postgres: 1, browser: 0 });
    }

    #[test]
    fn a_flaky_browser_test_has_failed() {
        let report = serde_json::json!({ "stats": { "expected": 5, "unexpected": 1, "flaky": 2, "skipped": 0 } });
        assert_eq!(Counts::of_playwright(&report), Counts { passed: 5, failed: 3, browser: 5, ..Counts::default() });
    }
}
