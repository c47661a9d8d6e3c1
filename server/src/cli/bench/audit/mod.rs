//! Searching the audit log: a million entries or ten, the real indexer, and the first page of every kind of search.

mod searches;
mod written;

use std::time::Duration;

use clap::ValueEnum;
use domain::{agent::LogReader, audit_search::Search};

use super::{
    Failure, Options,
    folder::Folder,
    note,
    postgres::Own,
    report::{Report, ms, percentile},
    watch::Watch,
};
use crate::{
    config::{self, Given},
    services::{
        Shared,
        audit_search::{index, page},
        demo,
    },
    store::{Db, Settings, staff},
    system::{SystemClock, SystemEntropy},
    wiring,
};

/// How many entries.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Size {
    /// A million.
    #[value(name = "1m")]
    OneMillion,
    /// Ten million.
    #[value(name = "10m")]
    TenMillion,
}

/// Measures what was asked for, on SQLite and, if there is a server, on PostgreSQL.
pub(super) async fn on_both(options: &Options, folder: &Folder, report: &mut Report) -> Result<(), Failure> {
    let rounds = if options.quick { 2 } else { 50 };
    for size in &options.audit {
        let (millions, name) = match size {
            Size::OneMillion => (1, "1m"),
            Size::TenMillion => (10, "10m"),
        };
        let file = folder.path(&format!("audit-{name}.db"));
        measure(Db::open(&file.to_string_lossy(), &Settings::default()).await?, folder, millions, name, rounds, report).await?;
        std::fs::remove_file(file)?;
        if let Some(url) = &options.postgres {
            let own = Own::make(url).await?;
            let measured = measure(own.open().await?, folder, millions, &format!("{name}_postgres"), rounds, report).await;
            own.remove().await?;
            measured?;
        }
    }
    Ok(())
}

/// Measures over that many million entries on one database. `name` is what stands at the end of the figures' names.
async fn measure(db: Db, folder: &Folder, millions: i64, name: &str, rounds: usize, report: &mut Report) -> Result<(), Failure> {
    let shared = installation(db, folder).await?;
    let entries = millions * written::MILLION;
    note(&format!("writing {millions} million entries for {name}"));
    written::write(&shared, entries).await?;
    let before = written::bytes(&shared.db).await?;
    note(&format!("indexing them for {name}"));
    let watch = Watch::start();
    let mut indexed = 0;
    loop {
        match index::catch_up(&shared).await? {
            0 => break,
            more => indexed += more,
        }
    }
    let took = watch.elapsed();
    let after = written::bytes(&shared.db).await?;
    #[expect(clippy::cast_precision_loss, reason = "no run has that many entries")]
    let (count, bytes) = (indexed as f64, (after - before) as f64);
    report.figure(&format!("audit_index_entries_per_second_{name}"), count / took.as_secs_f64());
    report.figure(&format!("audit_index_bytes_per_entry_{name}"), bytes / count);
    note(&format!("searching them for {name}"));
    searched(&shared, rounds, name, report).await?;
    shared.db.close().await;
    Ok(())
}

async fn installation(db: Db, folder: &Folder) -> Result<Shared, Failure> {
    db.migrate().await?;
    let text = |path: std::path::PathBuf| path.to_string_lossy().into_owned();
    let flags = [("data", text(folder.path("audit-data"))), ("site", text(folder.path("audit-site"))), ("demo", "true".to_owned())];
    let settings = config::load(&Given { flags: flags.into_iter().collect(), ..Given::default() })?;
    let shared = wiring::shared(&settings, db, std::sync::Arc::new(SystemClock), std::sync::Arc::new(SystemEntropy))?;
    demo::seed(&shared).await?;
    Ok(shared)
}

/// The first page of each kind of search, with the entry that says so, and its disk.
async fn searched(shared: &Shared, rounds: usize, name: &str, report: &mut Report) -> Result<(), Failure> {
    let reader = staff::by_number(&shared.db, 2101).await?.ok_or("the demo has no supervisor")?;
    let reader: LogReader = reader.try_into()?;
    let mut all: Vec<Duration> = Vec::new();
    let mut each: Vec<(&str, Duration)> = Vec::new();
    for (kind, address) in searches::KINDS {
        let mut took = Vec::with_capacity(rounds);
        for round in 0..rounds {
            let pairs = searches::pairs(address, round);
            let search = Search::from_pairs(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
            let watch = Watch::start();
            page(shared, &reader, search).await?;
            took.push(watch.elapsed());
        }
        each.push((kind, percentile(&mut took, 99)));
        all.extend(took);
    }
    let worst = each.iter().max_by_key(|(_, took)| *took).map_or(("", Duration::ZERO), |worst| *worst);
    let kinds: Vec<_> = each.iter().map(|(kind, took)| format!("{kind} {:.1}", ms(*took))).collect();
    report.condition(format!("audit search {name}: {rounds} first pages of each kind, p99 in ms: {}", kinds.join(", ")));
    report.figure(&format!("audit_search_p50_ms_{name}"), ms(percentile(&mut all, 50)));
    report.figure(&format!("audit_search_p99_ms_{name}"), ms(percentile(&mut all, 99)));
    report.figure(&format!("audit_search_worst_p99_ms_{name}"), ms(worst.1));
    Ok(())
}
