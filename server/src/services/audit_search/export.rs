//! Which entries an export has, and writing them as a table or as JSON Lines. Who may take them is [`crate::services::exports`]'s.

use app::desk::workspace::told;
use domain::{
    audit::{Entry, ExportFormat},
    audit_search::{Search, cell, outcome},
    export::MOST,
    time::Timestamp,
};
use serde_json::json;

use super::{Outcome, Shared, find::Finder, question::question, read};
use crate::{
    fault::Fault,
    store::{
        Db,
        audit_search::{self as store, Found},
    },
};

/// How many are read at once.
const PART: usize = 512;

const HEAD: &str = "number,time,event,by,outcome,level,channel,detail,customer,session,case,rule,policy\r\n";

/// What is to be taken away.
pub struct Export {
    db: Db,
    format: ExportFormat,
    places: Vec<u64>,
    /// Whether there are older entries that are not in it.
    pub cut: bool,
}

/// What a search finds, as far as one export has it.
pub struct Chosen {
    /// The places of the entries, lowest first.
    pub places: Vec<u64>,
    /// Whether there are older entries that are not among them.
    pub cut: bool,
}

/// Chooses the entries that `search` finds at `now`.
///
/// # Errors
/// When the database fails.
pub async fn choose(shared: &Shared, search: &Search, now: Timestamp) -> Outcome<Chosen> {
    let finder = Finder::new(&shared.db, question(&shared.db, search).await?, search.range(now)).await?;
    let mut places = finder.newest(u64::MAX, MOST + 1).await?;
    let cut = places.len() > MOST;
    places.truncate(MOST);
    places.reverse();
    Ok(Chosen { places, cut })
}

impl Export {
    /// Exactly these entries: their places, lowest first.
    #[must_use]
    pub fn of(db: &Db, format: ExportFormat, places: Vec<u64>, cut: bool) -> Self {
        Self { db: db.clone(), format, places, cut }
    }

    /// In which form.
    #[must_use]
    pub const fn format(&self) -> ExportFormat {
        self.format
    }

    /// What stands above the first entry.
    #[must_use]
    pub const fn head(&self) -> &'static str {
        match self.format {
            ExportFormat::Csv => HEAD,
            ExportFormat::Jsonl => "",
        }
    }

    /// The next part, newest first; none after the last.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn part(&mut self) -> Result<Option<String>, Fault> {
        if self.places.is_empty() {
            return Ok(None);
        }
        let rest = self.places.len().saturating_sub(PART);
        let mut some = self.places.split_off(rest);
        some.reverse();
        let found = store::at(&self.db, &some).await?;
        Ok(Some(found.iter().map(|found| self.line(found)).collect()))
    }

    fn line(&self, found: &Found) -> String {
        match self.format {
            ExportFormat::Csv => csv(found),
            ExportFormat::Jsonl => jsonl(found),
        }
    }
}

fn csv(found: &Found) -> String {
    let row = read::row(found.clone());
    let entry = found.placed.entry.as_ref();
    let place = read::place(entry);
    let said = row.event.as_ref().map(|event| told(event).3).unwrap_or_default();
    let customer = entry.and_then(|entry| entry.scope.customer);
    let cells = [
        row.number.unwrap_or_default().to_string(),
        row.at.to_string(),
        found.placed.event.clone(),
        row.by,
        row.outcome.key().to_owned(),
        row.level.map(|level| level.key().to_owned()).unwrap_or_default(),
        place.channel.map(|channel| channel.rule().key.to_owned()).unwrap_or_default(),
        said,
        customer.map(|id| id.to_string()).unwrap_or_default(),
        row.session.map(|id| id.to_string()).unwrap_or_default(),
        place.case.map(|case| case.to_string()).unwrap_or_default(),
        place.rule.unwrap_or_default(),
        place.policy.map(|version| version.to_string()).unwrap_or_default(),
    ];
    cells.iter().map(|text| cell(text)).collect::<Vec<_>>().join(",") + "\r\n"
}

fn jsonl(found: &Found) -> String {
    let placed = &found.placed;
    let number = placed.position;
    let line = match &placed.entry {
        None => json!({ "number": number, "time": placed.at.to_string(), "event": placed.event, "unreadable": true }),
        Some(Entry { id, actor, scope, event, .. }) => json!({
            "number": number,
            "id": id.to_string(),
            "time": placed.at.to_string(),
            "event": placed.event,
            "actor": actor,
            "by": found.by,
            "outcome": outcome(event).key(),
            "customer": scope.customer,
            "session": scope.session,
            "case": scope.case,
            "channel": scope.channel,
            "level": scope.level,
            "rule": scope.rule,
            "policy": scope.policy,
            "detail": event,
        }),
    };
    line.to_string() + "\n"
}
