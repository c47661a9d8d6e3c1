//! How verifying goes: how long it takes, how often it fails, how often customers say that somebody else is behind it, and how often
//! nothing they have would do. Pure: rows in, numbers out; percentiles are exact ([`percentile()`]).

mod dead_ends;
mod line;
mod percentile;
mod span;
mod table;

pub use dead_ends::{DeadEnds, Decided, Verdict};
pub use line::{Asked, Line};
pub use percentile::percentile;
pub use span::Span;
pub use table::{Numbers, csv, json_lines};
