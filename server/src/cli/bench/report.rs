//! What is printed: the conditions as `# …`, then each figure as `name value unit`, always in the same order.

use std::{
    collections::BTreeMap,
    io::{self, Write},
    time::Duration,
};

/// Every figure with its unit, in the order they are printed. `docs/benchmarks.md` says what each means.
pub(super) const FIGURES: [(&str, &str); 63] = [
    ("approval_to_screen_p50_ms", "ms"),
    ("approval_to_screen_p99_ms", "ms"),
    ("policy_to_screen_p50_ms", "ms"),
    ("policy_to_screen_p99_ms", "ms"),
    ("verification_flows_per_second_sqlite", "flows/s"),
    ("verification_flow_p99_ms_sqlite", "ms"),
    ("verification_flows_per_second_postgres", "flows/s"),
    ("verification_flow_p99_ms_postgres", "ms"),
    ("verification_flow_alone_p50_ms", "ms"),
    ("verification_flow_alone_p50_ms_postgres", "ms"),
    ("challenges_per_second_push", "challenges/s"),
    ("challenges_per_second_pin", "challenges/s"),
    ("challenges_per_second_passkey", "challenges/s"),
    ("challenges_per_second_totp", "challenges/s"),
    ("push_enqueue_to_sent_p99_ms", "ms"),
    ("audit_entries_per_second_sqlite", "entries/s"),
    ("audit_entries_per_second_without_sqlite", "entries/s"),
    ("audit_overhead_ratio_sqlite", "of 1"),
    ("audit_integration_p99_ms", "ms"),
    ("audit_entries_per_second_postgres", "entries/s"),
    ("audit_entries_per_second_without_postgres", "entries/s"),
    ("audit_overhead_ratio_postgres", "of 1"),
    ("audit_integration_p99_ms_postgres", "ms"),
    ("gate_decision_ns", "ns"),
    ("gate_decision_bare_ns", "ns"),
    ("first_byte_p99_ms_sign_in", "ms"),
    ("first_byte_p99_ms_desk", "ms"),
    ("first_byte_p99_ms_new_session", "ms"),
    ("first_byte_p99_ms_console", "ms"),
    ("first_byte_p99_ms_fill_in", "ms"),
    ("first_byte_p99_ms_asked", "ms"),
    ("first_byte_p99_ms_me", "ms"),
    ("first_byte_p99_ms_put_back", "ms"),
    ("wasm_brotli_bytes", "bytes"),
    ("wasm_brotli_bytes_console", "bytes"),
    ("wasm_brotli_bytes_prompt", "bytes"),
    ("page_transfer_bytes_console", "bytes"),
    ("page_transfer_requests_console", "requests"),
    ("page_transfer_bytes_prompt", "bytes"),
    ("page_transfer_requests_prompt", "requests"),
    ("resident_memory_mb", "MB"),
    ("start_to_ready_ms", "ms"),
    ("start_to_ready_slowest_ms", "ms"),
    ("audit_search_p50_ms_1m", "ms"),
    ("audit_search_p99_ms_1m", "ms"),
    ("audit_search_worst_p99_ms_1m", "ms"),
    ("audit_index_entries_per_second_1m", "entries/s"),
    ("audit_index_bytes_per_entry_1m", "bytes"),
    ("audit_search_p50_ms_10m", "ms"),
    ("audit_search_p99_ms_10m", "ms"),
    ("audit_search_worst_p99_ms_10m", "ms"),
    ("audit_index_entries_per_second_10m", "entries/s"),
    ("audit_index_bytes_per_entry_10m", "bytes"),
    ("audit_search_p50_ms_1m_postgres", "ms"),
    ("audit_search_p99_ms_1m_postgres", "ms"),
    ("audit_search_worst_p99_ms_1m_postgres", "ms"),
    ("audit_index_entries_per_second_1m_postgres", "entries/s"),
    ("audit_index_bytes_per_entry_1m_postgres", "bytes"),
    ("audit_search_p50_ms_10m_postgres", "ms"),
    ("audit_search_p99_ms_10m_postgres", "ms"),
    ("audit_search_worst_p99_ms_10m_postgres", "ms"),
    ("audit_index_entries_per_second_10m_postgres", "entries/s"),
    ("audit_index_bytes_per_entry_10m_postgres", "bytes"),
];

/// What was found so far.
#[derive(Default)]
pub(super) struct Report {
    conditions: Vec<String>,
    figures: BTreeMap<String, f64>,
}

impl Report {
    /// Says under what conditions it was measured.
    pub(super) fn condition(&mut self, text: impl Into<String>) {
        self.conditions.push(text.into());
    }

    /// Keeps a figure of [`FIGURES`].
    pub(super) fn figure(&mut self, name: &str, value: f64) {
        self.figures.insert(name.to_owned(), value);
    }

    /// Prints it all.
    pub(super) fn print(&self) -> io::Result<()> {
        let mut out = io::stdout();
        for condition in &self.conditions {
            writeln!(out, "# {condition}")?;
        }
        for (name, unit) in FIGURES {
            if let Some(value) = self.figures.get(name) {
                writeln!(out, "{name} {} {unit}", number(*value))?;
            }
        }
        out.flush()
    }
}

/// As many digits as mean something.
fn number(value: f64) -> String {
    let whole = value.fract() == 0.0 || value >= 100.0;
    if whole { format!("{value:.0}") } else { format!("{value:.2}") }
}

/// Milliseconds.
pub(super) fn ms(span: Duration) -> f64 {
    span.as_secs_f64() * 1000.0
}

/// The smallest sample that is not below `percent` of all of them (nearest rank).
pub(super) fn percentile(samples: &mut [Duration], percent: usize) -> Duration {
    samples.sort_unstable();
    let rank = (samples.len() * percent).div_ceil(100).max(1);
    samples.get(rank - 1).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_a_sample_by_its_rank() {
        let mut samples: Vec<_> = (1..=200).rev().map(Duration::from_millis).collect();
        assert_eq!(percentile(&mut samples, 50), Duration::from_millis(100));
        assert_eq!(percentile(&mut samples, 99), Duration::from_millis(198));
        assert_eq!(percentile(&mut samples[..1], 99), Duration::from_millis(1));
    }

    #[test]
    fn small_figures_keep_their_decimals() {
        assert_eq!([2.346, 1234.4, 7.0].map(number), ["2.35", "1234", "7"]);
    }
}
