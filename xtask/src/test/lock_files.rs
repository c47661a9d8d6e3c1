//! The crates outside the workspace have lock files of their own, which name what our crates need. Nothing else looks at them until
//! somebody fuzzes or measures.

use std::collections::BTreeSet;
use std::fs;

use crate::paths;

const OUTSIDE: [&str; 2] = ["fuzz/Cargo.lock", "bench/rivals/Cargo.lock"];

fn read(place: &str) -> String {
    fs::read_to_string(paths::root().join(place)).unwrap()
}

/// What a crate of ours always needs, by its manifest.
fn needs(manifest: &str) -> BTreeSet<&str> {
    let (_, section) = manifest.split_once("\n[dependencies]\n").unwrap_or_default();
    let section = section.split("\n[").next().unwrap_or_default();
    let always = section.lines().filter(|line| !line.contains("optional = true"));
    always.filter_map(|line| line.split(['.', ' ', '=', '#']).next()).filter(|name| !name.is_empty()).collect()
}

/// What a lock file says that it needs; `None`: it is not in there. Two versions of one crate are told apart by what stands behind
/// the name.
fn locked<'a>(lock: &'a str, name: &str) -> Option<BTreeSet<&'a str>> {
    let head = format!("\nname = \"{name}\"\n");
    let package = lock.split("[[package]]").find(|package| package.starts_with(&head))?;
    let needs = package.lines().filter_map(|line| line.strip_prefix(" \"")?.split(['"', ' ']).next());
    Some(needs.collect())
}

#[test]
fn lock_files_outside_the_workspace_name_what_our_crates_need() {
    for place in OUTSIDE {
        let (lock, mut seen) = (read(place), 0);
        for name in ["domain", "app", "server"] {
            let manifest = read(&format!("{name}/Cargo.toml"));
            let (needs, Some(locked)) = (needs(&manifest), locked(&lock, name)) else { continue };
            let missing: Vec<_> = needs.difference(&locked).collect();
            assert!(missing.is_empty(), "{place}: {name} needs {missing:?} too; `cargo update --workspace --manifest-path …` there");
            assert!(needs.contains("serde"), "{name}: {needs:?}");
            seen += 1;
        }
        assert!(seen > 0, "{place} has none of our crates");
    }
}
