//! Writing the site folder, touching only what changed, so that compressed copies stay good.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::compress::SUFFIXES;
use super::fingerprint::walk;

/// The site folder, and which of its files this build made.
pub struct Site {
    root: PathBuf,
    made: BTreeSet<PathBuf>,
}

impl Site {
    pub fn open(root: PathBuf) -> Self {
        Self { root, made: BTreeSet::new() }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// One file, by its path in the site.
    pub fn write(&mut self, path: &str, content: &[u8]) -> Result<()> {
        self.put(self.root.join(path), content)
    }

    /// A folder's files, into this folder of the site.
    pub fn copy(&mut self, from: &Path, into: &str) -> Result<()> {
        for file in walk(from)? {
            let to = self.root.join(into).join(file.strip_prefix(from)?);
            self.put(to, &fs::read(&file)?)?;
        }
        Ok(())
    }

    /// Removes what this build did not make.
    pub fn sweep(&self) -> Result<()> {
        for file in walk(&self.root)? {
            let text = file.to_string_lossy();
            let original = SUFFIXES.iter().find_map(|suffix| text.strip_suffix(suffix)).unwrap_or(&text);
            if !self.made.contains(Path::new(original)) && !self.made.contains(&file) {
                fs::remove_file(&file)?;
            }
        }
        Ok(())
    }

    fn put(&mut self, to: PathBuf, content: &[u8]) -> Result<()> {
        if !fs::read(&to).is_ok_and(|was| was == content) {
            if let Some(folder) = to.parent() {
                fs::create_dir_all(folder)?;
            }
            fs::write(&to, content).with_context(|| to.display().to_string())?;
        }
        self.made.insert(to);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::compress;
    use super::*;

    #[test]
    fn a_second_build_compresses_what_changed_and_removes_what_is_gone() {
        let root = std::env::temp_dir().join(format!("countersign-site-{}", std::process::id()));
        let build = |files: &[(&str, &str)]| {
            let mut site = Site::open(root.clone());
            for (path, content) in files {
                site.write(path, content.as_bytes()).expect("written");
            }
            compress::all(site.root()).expect("compressed");
            site.sweep().expect("swept");
            let names = walk(&root).expect("listed").into_iter();
            names.map(|file| file.strip_prefix(&root).expect("below").display().to_string()).collect::<Vec<_>>()
        };
        let first = build(&[("pkg/a.css", "a{}"), ("pkg/b.js", "b()"), ("icon.png", "png")]);
        assert_eq!(first, ["icon.png", "pkg/a.css", "pkg/a.css.br", "pkg/a.css.gz", "pkg/b.js", "pkg/b.js.br", "pkg/b.js.gz"]);
        let compressed = |name: &str| fs::read(root.join(name)).expect("there");
        let before = compressed("pkg/a.css.gz");
        let second = build(&[("pkg/a.css", "a{color:red}")]);
        assert_eq!(second, ["pkg/a.css", "pkg/a.css.br", "pkg/a.css.gz"]);
        assert_ne!(compressed("pkg/a.css.gz"), before);
        fs::remove_dir_all(&root).expect("removed");
    }
}
