//! The flags that settings can be given by; the rest stand in the file or the environment.

use std::{collections::BTreeMap, path::PathBuf};

use clap::Args;

use crate::config::{self, ConfigError, Database, Given, Settings};

#[derive(Args, Default)]
pub(super) struct Flags {
    /// The configuration file [default: countersign.toml in the data folder, if it is there]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The folder that holds the database and the keys [default: ./var]
    #[arg(long, value_name = "FOLDER")]
    data: Option<String>,
    /// The folder with the browser's files [default: target/site]
    #[arg(long, value_name = "FOLDER")]
    site: Option<String>,
    /// The address and port to listen on [default: 127.0.0.1:3000]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
    /// Fills the database with invented people and lets anybody in; only on this machine
    #[arg(long)]
    demo: bool,
}

impl Flags {
    /// The settings, with these flags over the environment and the file.
    pub(super) fn settings(self) -> Result<Settings, ConfigError> {
        config::load(&self.given())
    }

    /// The data folder and the database, in the same order.
    pub(super) fn place(self) -> Result<(PathBuf, Database), ConfigError> {
        config::place(&self.given())
    }

    fn given(self) -> Given {
        let demo = self.demo.then(|| "true".to_owned());
        let named = [("data", self.data), ("site", self.site), ("listen", self.listen), ("demo", demo)];
        let flags: BTreeMap<_, _> = named.into_iter().filter_map(|(key, value)| Some((key, value?))).collect();
        Given { file: self.config, environment: config::environment(), flags }
    }
}
