//! The last head this server signed, in a file of its own: what a database that was put back does not take back.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use domain::{entropy::Entropy, secret};

use crate::fault::Fault;

/// Its file in the data folder.
const FILE: &str = "audit-log.head";

/// Where it is remembered.
#[derive(Clone, Debug)]
pub struct Memory {
    folder: PathBuf,
}

impl Memory {
    /// In that folder.
    #[must_use]
    pub fn of(folder: &Path) -> Self {
        Self { folder: folder.to_owned() }
    }

    /// The signed note as it was written; `None`: this server has signed none.
    pub(super) fn read(&self) -> Result<Option<String>, Fault> {
        match fs::read_to_string(self.folder.join(FILE)) {
            Ok(note) => Ok(Some(note)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }

    /// Remembers it before anybody else sees it: written beside, made durable, then put in the place of the one before.
    pub(super) fn write(&self, note: &str, entropy: &dyn Entropy) -> Result<(), Fault> {
        // Two servers on one file would write over each other's half.
        let new = self.folder.join(format!("{FILE}.{}", secret::token(entropy).expose()));
        fs::create_dir_all(&self.folder).map_err(failed)?;
        let mut file = File::create(&new).map_err(failed)?;
        file.write_all(note.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
        fs::rename(&new, self.folder.join(FILE)).map_err(failed)?;
        File::open(&self.folder).and_then(|folder| folder.sync_all()).map_err(failed)
    }
}

fn failed(error: io::Error) -> Fault {
    Fault::other("remembering the log's last signed head", error)
}
