//! A folder of our own, gone afterwards.

use std::{
    fs::{self, DirBuilder},
    io,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    process,
};

/// Where one run keeps its databases; dropping it removes them.
pub(super) struct Folder(PathBuf);

impl Folder {
    /// Makes it under `parent`; nobody else may look in.
    pub(super) fn new(parent: &Path) -> io::Result<Self> {
        let path = parent.join(format!("countersign-bench-{}", process::id()));
        DirBuilder::new().recursive(true).mode(0o700).create(&path)?;
        Ok(Self(path))
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            eprintln!("bench: {} stays: {error}", self.0.display());
        }
    }
}
