//! The folder of an export. A file is there whole or not at all; only the operator can read it.

use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{self, ErrorKind, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use domain::audit_log::{
    TileId,
    export::{CHECKPOINT, CHECKPOINTS},
};

use super::NotExported;

/// What stands at the top of one.
const OURS: [&str; 4] = [CHECKPOINT, CHECKPOINTS, "tile", "personal"];
/// What a file is called while it is written.
const NEW: &str = ".new";

pub(super) struct Files {
    root: PathBuf,
    pub(super) written: u64,
    pub(super) kept: u64,
}

impl Files {
    /// A folder that is empty, not there, or holds an export.
    pub(super) fn open(root: &Path) -> Result<Self, NotExported> {
        let failed = |error| NotExported::File(root.display().to_string(), error);
        private(root).map_err(failed)?;
        for entry in fs::read_dir(root).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name();
            let plain = name.to_str().map(|name| name.strip_suffix(NEW).unwrap_or(name));
            if plain.is_none_or(|name| !OURS.contains(&name)) {
                return Err(NotExported::OtherFile(root.join(name).display().to_string()));
            }
        }
        Ok(Self { root: root.to_owned(), written: 0, kept: 0 })
    }

    /// A file's bytes; `None`: there is none.
    pub(super) fn read(&self, name: &str) -> Result<Option<Vec<u8>>, NotExported> {
        match fs::read(self.root.join(name)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(NotExported::File(name.to_owned(), error)),
        }
    }

    /// Writes a file, unless it is there and the same.
    pub(super) fn put(&mut self, name: &str, bytes: &[u8]) -> Result<(), NotExported> {
        if self.read(name)?.as_deref() == Some(bytes) {
            self.kept += 1;
            return Ok(());
        }
        self.written += 1;
        write(&self.root.join(name), bytes).map_err(|error| NotExported::File(name.to_owned(), error))
    }

    /// Removes a file, if it is there.
    pub(super) fn remove(&self, name: &str) -> Result<(), NotExported> {
        match fs::remove_file(self.root.join(name)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(NotExported::File(name.to_owned(), error)),
            _ => Ok(()),
        }
    }

    /// Removes what exports of fewer entries left of tiles that were not full, and what one that was cut had not finished.
    pub(super) fn sweep(&self, size: u64) -> Result<(), NotExported> {
        let last = (0..TileId::levels(size)).filter_map(|level| {
            let width = TileId::partial_width(level, size);
            let tile = TileId { level, number: TileId::hashes(level, size) / 256 };
            (width > 0).then(|| [tile.path(width), tile.entries_path(width)])
        });
        let last: Vec<_> = last.flatten().map(|name| self.root.join(name)).collect();
        for folder in ["tile", "personal"] {
            let folder = self.root.join(folder);
            if folder.is_dir() {
                sweep(&folder, false, &last).map_err(|error| NotExported::File(folder.display().to_string(), error))?;
            }
        }
        Ok(())
    }
}

/// Removes what was not finished, all files in folders of partial tiles but those in `keep`, and then such folders as are empty.
fn sweep(folder: &Path, partial: bool, keep: &[PathBuf]) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            sweep(&path, path.extension().is_some_and(|end| end == "p"), keep)?;
        } else if (partial && !keep.contains(&path)) || path.as_os_str().as_encoded_bytes().ends_with(NEW.as_bytes()) {
            fs::remove_file(&path)?;
        }
    }
    if partial && fs::read_dir(folder)?.next().is_none() {
        fs::remove_dir(folder)?;
    }
    Ok(())
}

fn private(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    private(folder)?;
    let mut new = path.as_os_str().to_owned();
    new.push(NEW);
    let mut file: File = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&new)?;
    file.write_all(bytes)?;
    fs::rename(&new, path)
}
