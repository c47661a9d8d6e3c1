//! Which grants are shown: an address says it, so that it works without a script.

use leptos::prelude::*;

use domain::access::Finding;

use super::view::{GrantRow, ReviewView};

/// Which grants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// Every one.
    #[default]
    All,
    /// Those that nobody used.
    NotUsed,
    /// Those that are not decided.
    ToDecide,
}

impl Show {
    const ALL: [Self; 3] = [Self::All, Self::NotUsed, Self::ToDecide];

    /// The word for it in an address; empty for all.
    pub const fn key(self) -> &'static str {
        match self {
            Self::All => "",
            Self::NotUsed => "not-used",
            Self::ToDecide => "to-decide",
        }
    }

    /// The one of that word; all for any other.
    pub fn from_key(key: &str) -> Self {
        Self::ALL.into_iter().find(|show| show.key() == key).unwrap_or_default()
    }

    const fn words(self) -> &'static str {
        match self {
            Self::All => "All",
            Self::NotUsed => "Not used",
            Self::ToDecide => "To decide",
        }
    }

    /// What stands behind a page's path to show those.
    pub fn query(self) -> String {
        if self == Self::All { String::new() } else { ["?show=", self.key()].concat() }
    }

    /// Whether that grant is shown.
    pub fn shows(self, row: &GrantRow) -> bool {
        match self {
            Self::All => true,
            Self::NotUsed => row.finding == Finding::NotUsed,
            Self::ToDecide => row.decided.is_none(),
        }
    }
}

/// The choice, each with how many there are.
pub fn filter(review: &ReviewView, path: &str, shown: Show) -> AnyView {
    let link = |show: Show| {
        let count = review.grants.iter().filter(|row| show.shows(row)).count();
        let (href, current) = ([path, &show.query()].concat(), (show == shown).then_some("true"));
        view! { <a href=href aria-current=current>{[show.words(), " ", &count.to_string()].concat()}</a> }
    };
    view! { <nav class="seg" aria-label="Show">{Show::ALL.map(link).collect_view()}</nav> }.into_any()
}
