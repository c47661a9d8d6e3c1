//! How many entries answer a question, and how many would with another choice: the numbers beside the boxes.

use domain::{
    action::ActionKind,
    assurance::{Level, Method},
    audit_search::{Group, Name, Outcome as Came, Query},
    channel::Channel,
};

use super::{
    Outcome,
    find::{Finder, Window, terms, widths},
};

/// The facets with boxes.
const COUNTED: [Name; 6] = [Name::Group, Name::Outcome, Name::Level, Name::Channel, Name::Method, Name::Action];

/// How many blocks are counted: the newest quarter of a million entries, or more where the question's rarest part is rare.
const MOST: usize = 64;

/// What was counted.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// How many answer it.
    pub(super) total: u64,
    /// Whether there are older ones that were not counted.
    pub(super) at_least: bool,
    /// How many answer it but for what it asks of this facet, and have that term.
    pub(super) choices: Vec<(String, u64)>,
}

/// Every choice of a facet, as its terms.
fn choices(name: Name) -> Vec<String> {
    match name {
        Name::Group => Group::ALL.iter().map(|group| name.is(group.key())).collect(),
        Name::Outcome => Came::ALL.iter().map(|came| name.is(came.key())).collect(),
        Name::Level => Level::ALL.iter().map(|level| name.is(level.rank())).collect(),
        Name::Channel => Channel::all().map(|channel| name.is(channel.rule().key)).collect(),
        Name::Method => Method::ALL.iter().map(|method| name.is(method.key())).collect(),
        Name::Action => ActionKind::ALL.iter().map(|action| name.is(action.key())).collect(),
        _ => Vec::new(),
    }
}

/// Counts them, newest first, as far as it goes.
///
/// # Errors
/// When the database fails.
pub(super) async fn count(finder: &Finder<'_>) -> Outcome<Counts> {
    let facets: Vec<(Query, Vec<String>)> = COUNTED.map(|name| (finder.query.without(name), choices(name))).into();
    let choices = facets.iter().flat_map(|(_, terms)| terms).map(|term| (term.clone(), 0)).collect();
    let mut counts = Counts { choices, ..Counts::default() };
    // A facet with boxes is counted for each of them, so it does not decide which blocks are looked at.
    let boxed = COUNTED.iter().fold(finder.query.clone(), |query, name| query.without(*name));
    let rare = boxed.rarest();
    let mut asked: Vec<String> = counts.choices.iter().map(|(term, _)| term.clone()).collect();
    asked.extend(terms(boxed.others()));
    let Some((lowest, mut high)) = finder.blocks else { return Ok(counts) };
    let mut left = MOST;
    for width in widths() {
        let low = (high + 1).saturating_sub(width).max(lowest);
        let window = Window::read(finder, rare, &asked, (low, high)).await?;
        for block in window.blocks() {
            if left == 0 {
                counts.at_least = true;
                return Ok(counts);
            }
            left -= 1;
            add(finder, &window, block, &facets, &mut counts).await?;
        }
        match low.checked_sub(1).filter(|next| *next >= lowest) {
            Some(next) => high = next,
            None => break,
        }
    }
    Ok(counts)
}

async fn add(finder: &Finder<'_>, window: &Window, block: u64, facets: &[(Query, Vec<String>)], counts: &mut Counts) -> Outcome<()> {
    let within = window.within(finder, block).await?;
    let row = |term: &str| window.row(block, term);
    counts.total += finder.query.hits(&within, row).count();
    let mut numbers = counts.choices.iter_mut();
    for (query, terms) in facets {
        let hits = query.hits(&within, row);
        for (term, (_, number)) in terms.iter().zip(numbers.by_ref()) {
            if let Some(bits) = row(term) {
                let mut both = hits.clone();
                both.and(bits);
                *number += both.count();
            }
        }
    }
    Ok(())
}
