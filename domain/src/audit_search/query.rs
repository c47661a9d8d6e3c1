//! A question to the index: AND over facets, OR within each.

use super::{Bits, Name, placed, position};

/// One facet: an entry has at least one of its terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    name: Name,
    terms: Vec<String>,
}

impl Facet {
    /// Any of these values; none when there are none, which asks for nothing.
    #[must_use]
    pub fn any<V: core::fmt::Display>(name: Name, values: impl IntoIterator<Item = V>) -> Option<Self> {
        let terms: Vec<String> = values.into_iter().map(|value| name.is(value)).collect();
        (!terms.is_empty()).then_some(Self { name, terms })
    }

    /// The same, or this term of another name.
    #[must_use]
    pub fn or(mut self, name: Name, value: impl core::fmt::Display) -> Self {
        self.name = self.name.max(name);
        self.terms.push(name.is(value));
        self
    }

    /// What it is about.
    #[must_use]
    pub const fn name(&self) -> Name {
        self.name
    }

    /// Its terms.
    #[must_use]
    pub fn terms(&self) -> &[String] {
        &self.terms
    }

    fn of<'a>(&self, bits_of: impl Fn(&str) -> Option<&'a Bits>) -> Bits {
        let mut found = Bits::NONE;
        self.terms.iter().filter_map(|term| bits_of(term)).for_each(|bits| found.or(bits));
        found
    }
}

/// The whole question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    facets: Vec<Facet>,
}

impl Query {
    /// All of these facets.
    #[must_use]
    pub fn all(facets: impl IntoIterator<Item = Facet>) -> Self {
        let mut facets: Vec<_> = facets.into_iter().collect();
        facets.sort_by_key(Facet::name);
        Self { facets }
    }

    /// The facet that usually fewest entries have: where it has no row, there is nothing to be found.
    #[must_use]
    pub fn rarest(&self) -> Option<&Facet> {
        self.facets.first()
    }

    /// The other ones.
    #[must_use]
    pub fn others(&self) -> &[Facet] {
        self.facets.get(1..).unwrap_or_default()
    }

    /// The same without what it asks of `name`.
    #[must_use]
    pub fn without(&self, name: Name) -> Self {
        Self { facets: self.facets.iter().filter(|facet| facet.name != name).cloned().collect() }
    }

    /// The places of a block that answer it, of those in `within`. `bits_of` is the block's row of a term.
    #[must_use]
    pub fn hits<'a>(&self, within: &Bits, bits_of: impl Fn(&str) -> Option<&'a Bits>) -> Bits {
        let mut hits = within.clone();
        for facet in &self.facets {
            hits.and(&facet.of(&bits_of));
        }
        hits
    }
}

/// The newest places that answer a question, gathered block by block, newest block first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    most: usize,
    before: u64,
    /// What was gathered, newest first.
    pub found: Vec<u64>,
}

impl Wanted {
    /// At most that many, all before that place.
    #[must_use]
    pub const fn new(most: usize, before: u64) -> Self {
        Self { most, before, found: Vec::new() }
    }

    /// Whether there are enough.
    #[must_use]
    pub const fn is_full(&self) -> bool {
        self.found.len() >= self.most
    }

    /// Takes what it wants of one block's hits.
    pub fn take(&mut self, block: u64, hits: &Bits) {
        let (last, end) = placed(self.before);
        if block > last {
            return;
        }
        let fits = |place: &u16| block < last || *place < end;
        let room = self.most.saturating_sub(self.found.len());
        self.found.extend(hits.newest_first().filter(fits).take(room).map(|place| position(block, place)));
    }
}
