//! Documents that name a path name one that exists.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::report::Outcome;
use crate::{paths, say};

/// Looks up every path that README.md, CONTRIBUTING.md, SECURITY.md and the documents in `docs` name in backticks.
pub fn check() -> Result<Outcome> {
    let root = paths::root();
    let mut documents: Vec<PathBuf> = ["README.md", "CONTRIBUTING.md", "SECURITY.md"].map(|name| root.join(name)).into();
    documents.retain(|document| document.exists());
    collect(&root.join("docs"), &mut documents)?;
    let mut found = true;
    for document in documents {
        let text = fs::read_to_string(&document)?;
        for path in named(&text).filter(|path| looks_like_ours(&root, path) && !exists(&root, path)) {
            say::note(&format!("{}: `{path}` does not exist", document.strip_prefix(&root)?.display()));
            found = false;
        }
    }
    Ok(Outcome::of_check(found))
}

fn collect(folder: &Path, documents: &mut Vec<PathBuf>) -> Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, documents)?;
        } else if path.extension().is_some_and(|extension| extension == "md") {
            documents.push(path);
        }
    }
    Ok(())
}

/// What stands in backticks outside of code blocks, without a line number or a slash at the end.
fn named(text: &str) -> impl Iterator<Item = &str> {
    let mut fenced = false;
    let lines = text.lines().filter(move |line| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        !fenced && !fence
    });
    lines.flat_map(|line| line.split('`').skip(1).step_by(2)).map(|code| {
        let path = code.split_once(':').map_or(code, |(path, _)| path);
        path.trim_end_matches('/')
    })
}

/// A plain path whose first part is a folder of ours, or that ends like a source file. Patterns, places outside the
/// checkout and what is only made by building are not looked up.
fn looks_like_ours(root: &Path, path: &str) -> bool {
    let plain = path.chars().all(|c| c.is_ascii_alphanumeric() || "._-/".contains(c)) && !path.contains("NNNN");
    let Some((first, _)) = path.split_once('/') else { return false };
    let outside = ["", "~", ".", "..", "target", "var", "node_modules"].contains(&first);
    let source = ["rs", "ts", "css", "sql", "toml", "md"].iter().any(|end| path.ends_with(&format!(".{end}")));
    plain && !outside && (source || root.join(first).is_dir())
}

/// As it stands, or as a module of a crate (`server/store` is `server/src/store` or `server/src/store.rs`), or as a
/// feature of one (`server/testing`).
fn exists(root: &Path, path: &str) -> bool {
    if root.join(path).exists() {
        return true;
    }
    let Some((first, rest)) = path.split_once('/') else { return false };
    let module = root.join(first).join("src").join(rest);
    let feature = || fs::read_to_string(root.join(first).join("Cargo.toml")).is_ok_and(|cargo| cargo.contains(&format!("\n{rest} = [")));
    module.exists() || module.with_extension("rs").exists() || feature()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_from_backticks_but_not_from_code_blocks() {
        let text = "See `docs/decisions/` and `server/src/main.rs:12`.\n```\n`not/this.rs`\n```\n`cargo xtask`";
        assert_eq!(named(text).collect::<Vec<_>>(), ["docs/decisions", "server/src/main.rs", "cargo xtask"]);
    }

    #[test]
    fn only_paths_of_the_checkout_are_looked_up() {
        let root = paths::root();
        let ours = ["server/src/main.rs", "server/store", "gone/file.rs"];
        let not = ["cargo xtask run", "/healthz", "target/site/pkg", "text/html", "migrations/sqlite/NNNN_x.sql", "app"];
        assert!(ours.iter().all(|path| looks_like_ours(&root, path)));
        assert!(!not.iter().any(|path| looks_like_ours(&root, path)));
    }

    #[test]
    fn modules_and_features_exist_too() {
        let root = paths::root();
        for path in ["xtask/src/main.rs", "xtask/test/doc_paths", "server/testing"] {
            assert!(exists(&root, path), "{path}");
        }
        assert!(!exists(&root, "xtask/src/gone.rs"));
    }
}
