//! Looking for programs.

use std::env::{split_paths, var_os};
use std::path::PathBuf;

/// The first of these names that is on the PATH.
pub fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = var_os("PATH")?;
    names.iter().find_map(|name| split_paths(&path).map(|dir| dir.join(name)).find(|file| file.is_file()))
}
