//! Small components that every page uses.

#[cfg(feature = "views")]
pub mod icon;
#[cfg(feature = "views")]
pub mod level;
#[cfg(feature = "views")]
pub mod note;
pub mod tick;
pub mod time;

#[cfg(feature = "views")]
pub use icon::{Icon, icon};
#[cfg(feature = "views")]
pub use level::{LevelChip, level_chip};
#[cfg(feature = "views")]
pub use note::{Tone, note};
