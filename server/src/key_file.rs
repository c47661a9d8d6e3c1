//! Keys that stand in a file of their own, as one line: an operator's, or the demo's own in the data folder.

use std::{fs, path::Path};

use domain::{
    entropy::Entropy,
    secret::{self, Secret},
};

use crate::fault::Fault;

/// At least 128 bits; in any usual writing that is 32 characters.
const LETTERS: std::ops::RangeInclusive<usize> = 32..=200;

/// That line, if it can be a key.
///
/// # Errors
/// With a text for the operator when it is too short to be one.
pub fn long_enough(key: Secret<String>) -> Result<Secret<String>, String> {
    if LETTERS.contains(&key.expose().len()) { Ok(key) } else { Err("names a file whose line is not of 32 to 200 characters".to_owned()) }
}

/// The demo's own under that name, made when there is none.
///
/// # Errors
/// When the folder cannot be written.
pub fn of_demo(data: &Path, name: &str, entropy: &dyn Entropy) -> Result<Secret<String>, Fault> {
    let failed = |error| Fault::other("keeping a key of the demo's", error);
    let path = data.join(name);
    match fs::read_to_string(&path) {
        Ok(text) => Ok(Secret::new(text.trim_end().to_owned())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let key = Secret::new([secret::token(entropy).expose().as_str(), secret::token(entropy).expose()].concat());
            fs::create_dir_all(data).map_err(failed)?;
            fs::write(&path, key.expose()).map_err(failed)?;
            Ok(key)
        }
        Err(error) => Err(failed(error)),
    }
}
