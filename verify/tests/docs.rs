//! `docs/audit-log.md` says what the code does.

use std::{fs, path::Path};

use domain::audit_log::verify::Kind;

#[test]
fn the_table_of_findings_is_the_code_s() {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/audit-log.md")).unwrap();
    let section = text.split("\n## What a finding means\n").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap();
    let documented: Vec<_> = section.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
    let real: Vec<_> = Kind::ALL.iter().map(|kind| kind.key()).collect();
    assert_eq!(documented, real);
}
