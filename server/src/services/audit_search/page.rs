//! A page of a search.

use app::log::view::LogView;
use domain::{agent::LogReader, audit::Event, audit_search::Search};

use super::{
    super::{exports, pruning},
    Outcome, Shared,
    count::count,
    find::Finder,
    question::question,
    read,
};
use crate::store::{audit_search as store, customer, staff};

/// How many entries a page has.
const PAGE: usize = 50;

/// What a search finds. That it was asked is written down first.
///
/// # Errors
/// When the database fails.
pub async fn page(shared: &Shared, reader: &LogReader, search: Search) -> Outcome<LogView> {
    let (db, now) = (&shared.db, shared.now());
    let finder = Finder::new(db, question(db, &search).await?, search.range(now)).await?;
    let mut places = finder.newest(search.before.unwrap_or(u64::MAX), PAGE + 1).await?;
    let more = places.len() > PAGE;
    places.truncate(PAGE);
    let counts = count(&finder).await?;
    let asked = search.asked().into_iter().map(ToOwned::to_owned).collect();
    read::write(shared, reader, Event::LogRead { facets: asked, hits: u32::try_from(places.len()).unwrap_or(u32::MAX) }).await?;
    let customer = match search.customer {
        Some(id) => customer::number_of(db, id).await?,
        None => None,
    };
    let pruned = if more { None } else { pruning::last(shared).await? };
    let digits: String = search.text.chars().filter(|c| !c.is_whitespace()).collect();
    Ok(LogView {
        rows: store::at(db, &places).await?.into_iter().map(read::row).collect(),
        older: places.last().copied().filter(|_| more),
        total: counts.total,
        at_least: counts.at_least,
        choices: counts.choices,
        staff: staff::names(db).await?,
        customer,
        number: digits.parse().ok().filter(|number| *number < finder.upto),
        pruning_waits: pruning::waits_for(shared, reader.staff()).await?,
        exports_waiting: exports::waiting(shared, reader).await?,
        now,
        state: None,
        pruned,
        search,
    })
}
