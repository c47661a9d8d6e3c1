//! A stranger's folder: which plain files are in it, and their bytes, none of them longer than it may be.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

/// No export of ours is nested deeper.
const DEEPEST: usize = 12;

/// A folder as it was when it was opened.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    files: BTreeMap<String, u64>,
    odd: Vec<String>,
}

impl Folder {
    /// Looks at all of it. Links are not followed: they are odd.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn open(root: &Path) -> io::Result<Self> {
        let mut folder = Self { root: root.to_owned(), files: BTreeMap::new(), odd: Vec::new() };
        folder.walk(root, "", 0)?;
        Ok(folder)
    }

    fn walk(&mut self, path: &Path, name: &str, depth: usize) -> io::Result<()> {
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            let below = |file: &str| if name.is_empty() { file.to_owned() } else { format!("{name}/{file}") };
            let Some(file) = entry.file_name().to_str().map(below) else {
                self.odd.push(below(&entry.file_name().to_string_lossy()));
                continue;
            };
            // Of the entry itself, not of what it may lead to.
            let kind = entry.file_type()?;
            if kind.is_dir() && depth < DEEPEST {
                self.walk(&entry.path(), &file, depth + 1)?;
            } else if kind.is_file() {
                self.files.insert(file, entry.metadata()?.len());
            } else {
                self.odd.push(file);
            }
        }
        Ok(())
    }

    /// Whether there is such a file.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }

    /// How many files there are.
    #[must_use]
    pub fn files(&self) -> u64 {
        self.files.len() as u64
    }

    /// Opens a file, of which no more than `most` bytes will be read; and says how long it is.
    ///
    /// # Errors
    /// When there is none, or it cannot be opened.
    pub fn open_file(&self, name: &str, most: u64) -> Result<impl Read + use<>, String> {
        if !self.has(name) {
            return Err(format!("{name} is not there"));
        }
        let file = File::open(self.root.join(name)).map_err(|error| format!("{name}: {error}"))?;
        Ok(file.take(most))
    }

    /// The bytes of a file.
    ///
    /// # Errors
    /// When there is none, it cannot be read, or it is longer than `most`.
    pub fn read(&self, name: &str, most: usize) -> Result<Vec<u8>, String> {
        let limit = u64::try_from(most).unwrap_or(u64::MAX);
        let length = self.files.get(name).copied().unwrap_or_default();
        let mut bytes = Vec::with_capacity(usize::try_from(length.min(limit)).unwrap_or_default());
        let mut file = self.open_file(name, limit.saturating_add(1))?;
        file.read_to_end(&mut bytes).map_err(|error| format!("{name}: {error}"))?;
        if bytes.len() > most { Err(format!("{name} is longer than it can be")) } else { Ok(bytes) }
    }

    /// What is in it besides the files for which `known` holds.
    pub fn others<'a>(&'a self, known: impl Fn(&str) -> bool + 'a) -> impl Iterator<Item = &'a str> {
        self.files.keys().filter(move |name| !known(name)).chain(&self.odd).map(String::as_str)
    }
}
