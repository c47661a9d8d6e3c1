//! Writing a target's seeds to where its inputs are kept, so that they are what is sent today.

use std::fs;

use fuzz::{Seed, corpus};

/// Writes them all.
pub fn seeds(target: &str, seeds: &[Seed]) {
    fs::create_dir_all(corpus(target)).unwrap();
    for (name, _, bytes) in seeds {
        fs::write(corpus(target).join(name), bytes).unwrap();
    }
}
