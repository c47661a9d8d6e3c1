//! How sure we are of who is talking: evidence in, level out.
//!
//! The level is computed, never stored, so that no table can be wrong about it. What each method is worth and how pieces add
//! up is the [policy](crate::policy)'s; the arithmetic is [`assess`], and there is no other.

mod assess;
mod evidence;
mod level;
mod method;
#[cfg(test)]
mod tests;

pub(crate) use assess::level_at;
pub use assess::{Assurance, Limit, Rule, WARNING, assess};
pub use evidence::Evidence;
pub use level::Level;
pub use method::{Factor, Method};
