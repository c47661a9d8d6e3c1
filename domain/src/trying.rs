//! How often the laws are tried.

use proptest::prelude::ProptestConfig;

/// What proptest takes when nobody says how many.
const UNSAID: u32 = 256;

/// So many cases, or fewer when `PROPTEST_CASES` says so: whoever runs the tests again and again, as for mutants, need not
/// wait for the hundred thousand of each law.
pub fn cases(most: u32) -> ProptestConfig {
    let config = ProptestConfig::default();
    let cases = if config.cases == UNSAID { most } else { config.cases.min(most) };
    ProptestConfig { cases, ..config }
}
