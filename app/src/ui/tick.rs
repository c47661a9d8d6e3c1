//! Times in a page that lives: each is drawn by the server in words, and carries in `data-t` what a browser needs to draw
//! it again as time passes, and in the reader's own zone: its kind and one or two instants in microseconds.

use domain::time::Timestamp;

use super::time;

/// What a time is drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `14:20`.
    Hm,
    /// `14:20:31`.
    Hms,
    /// `12 March, 14:20`.
    Date,
    /// `14:20` today, `tomorrow, 14:20`, else `12 March, 14:20`.
    When,
    /// `04:12` since then.
    Lasted,
    /// `0:14` since then.
    Since,
    /// `1:46` until then.
    Left,
    /// The share of a span that is left, as `88 100` for a ring.
    Ring,
    /// The same as `88%` for a bar.
    Bar,
}

impl Kind {
    const NAMED: [(Self, &'static str); 9] = [
        (Self::Hm, "hm"),
        (Self::Hms, "hms"),
        (Self::Date, "date"),
        (Self::When, "when"),
        (Self::Lasted, "lasted"),
        (Self::Since, "since"),
        (Self::Left, "left"),
        (Self::Ring, "ring"),
        (Self::Bar, "bar"),
    ];

    /// What the page carries: `left 1773325351000000 0`.
    #[must_use]
    pub fn data(self, at: Timestamp, until: Timestamp) -> String {
        let name = Self::NAMED.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| *name);
        [name, " ", &at.micros().to_string(), " ", &until.micros().to_string()].concat()
    }

    /// Reads what the page carries.
    #[must_use]
    pub fn read(data: &str) -> Option<(Self, Timestamp, Timestamp)> {
        let mut parts = data.split(' ');
        let name = parts.next()?;
        let kind = Self::NAMED.iter().find(|(_, this)| *this == name)?.0;
        let mut instant = || parts.next()?.parse().ok().map(Timestamp::from_micros);
        Some((kind, instant()?, instant()?))
    }

    /// What is drawn at `now` for a reader in `zone`.
    #[must_use]
    pub fn words(self, at: Timestamp, until: Timestamp, now: Timestamp, zone: i64) -> String {
        match self {
            Self::Hm => time::hm(at, zone),
            Self::Hms => time::hms(at, zone),
            Self::Date => time::date_hm(at, zone),
            Self::When => time::when(at, now, zone),
            Self::Lasted => time::lasted(at, now),
            Self::Since => time::short(at, now),
            Self::Left => time::short(now, at),
            Self::Ring => [&time::percent_left(at, until, now).to_string(), " 100"].concat(),
            Self::Bar => [&time::percent_left(at, until, now).to_string(), "%"].concat(),
        }
    }
}

#[cfg(feature = "ssr")]
pub use drawn::{bar, inline, ring, text};

#[cfg(feature = "ssr")]
mod drawn {
    use leptos::prelude::*;

    use super::{Kind, Timestamp};

    /// A time in words.
    pub fn text(kind: Kind, at: Timestamp, now: Timestamp) -> AnyView {
        view! { <time data-t=kind.data(at, at)>{kind.words(at, at, now, 0)}</time> }.into_any()
    }

    /// A time inside a sentence, which is read as part of it.
    pub fn inline(kind: Kind, at: Timestamp, now: Timestamp) -> AnyView {
        view! { <span data-t=kind.data(at, at)>{kind.words(at, at, now, 0)}</span> }.into_any()
    }

    /// A ring of what is left of a span.
    pub fn ring(from: Timestamp, until: Timestamp, now: Timestamp) -> AnyView {
        let kind = Kind::Ring;
        view! {
            <svg class="ring" viewBox="0 0 16 16" aria-hidden="true">
                <circle cx="8" cy="8" r="6" />
                <circle cx="8" cy="8" r="6" pathLength="100" data-t=kind.data(from, until) stroke-dasharray=kind.words(from, until, now, 0) />
            </svg>
        }
        .into_any()
    }

    /// A bar of what is left of a span.
    pub fn bar(from: Timestamp, until: Timestamp, now: Timestamp) -> AnyView {
        let kind = Kind::Bar;
        view! {
            <svg class="bar bar--accent" aria-hidden="true">
                <rect data-t=kind.data(from, until) width=kind.words(from, until, now, 0) height="100%" rx="3" />
            </svg>
        }
        .into_any()
    }
}
