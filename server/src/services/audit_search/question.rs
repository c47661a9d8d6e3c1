//! What a search asks of the index, with what was typed made into words, staff and numbers.

use domain::{
    audit_search::{Facet, Name, Query, Search, words},
    text::CustomerNumber,
};

use super::Outcome;
use crate::store::{Db, audit_search::SLOTS, customer, staff};

/// A word that no entry has: text without a word in it finds nothing.
const NOWHERE: &str = "";

/// The search as the index is asked.
///
/// # Errors
/// When the database fails.
pub async fn question(db: &Db, search: &Search) -> Outcome<Query> {
    let mut facets: Vec<Facet> = search.facets().collect();
    facets.extend(typed(db, search.text.trim()).await?);
    Ok(Query::all(facets))
}

/// What was typed: a customer's number, an id, or else words that an entry must all have, or its agent's name.
async fn typed(db: &Db, text: &str) -> Outcome<Vec<Facet>> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    if let Ok(number) = text.parse::<CustomerNumber>()
        && let Some(customer) = customer::id_of_number(db, &number).await?
    {
        return Ok(Facet::any(Name::Customer, [customer]).into_iter().collect());
    }
    if let Ok(id) = text.parse::<uuid::Uuid>() {
        let facet = Facet::any(Name::Session, [id]);
        return Ok(facet.map(|facet| facet.or(Name::Customer, id).or(Name::Agent, id)).into_iter().collect());
    }
    let staff = staff::names(db).await?;
    let mut facets: Vec<Facet> = Vec::new();
    for word in words(text) {
        let named = staff.iter().filter(|(_, name)| words(name).any(|part| part.starts_with(&word))).take(SLOTS - 1);
        let facet = Facet::any(Name::Word, [&word]);
        facets.extend(facet.map(|facet| named.fold(facet, |facet, (id, _)| facet.or(Name::Agent, id))));
    }
    if facets.is_empty() {
        facets.extend(Facet::any(Name::Word, [NOWHERE]));
    }
    Ok(facets)
}
