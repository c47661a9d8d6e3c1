//! Whether inputs changed since the last time: by their contents, so that a fresh checkout of the same files is the same.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::paths;

/// One value for everything in these files and folders of the checkout; missing ones count as empty.
pub fn of(inputs: &[&str]) -> Result<String> {
    let root = paths::root();
    let mut hasher = DefaultHasher::new();
    for input in inputs {
        for file in walk(&root.join(input))? {
            file.strip_prefix(&root)?.hash(&mut hasher);
            fs::read(&file).with_context(|| file.display().to_string())?.hash(&mut hasher);
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Every file at or under a path, in order.
pub fn walk(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(if path.exists() { vec![path.to_owned()] } else { Vec::new() });
    }
    let mut entries = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    entries.sort();
    let files = entries.iter().map(|entry| walk(entry)).collect::<Result<Vec<_>>>()?;
    Ok(files.concat())
}
