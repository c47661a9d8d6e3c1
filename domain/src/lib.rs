//! The rules of Countersign.
//!
//! Pure: nothing here reads a clock, draws a number, opens a socket or knows a database. What a rule needs is handed in.
//! Words mean what `docs/ARCHITECTURE.md` and the product's glossary say they mean, and nothing else.

pub mod entropy;
pub mod ids;
pub mod secret;
#[cfg(feature = "testing")]
pub mod testing;
pub mod time;
