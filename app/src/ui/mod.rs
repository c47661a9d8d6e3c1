//! Small components that every page uses.

pub mod icon;
pub mod level;
pub mod note;
pub mod tick;
pub mod time;

pub use icon::{Icon, icon};
pub use level::{LevelChip, level_chip};
pub use note::{Tone, note};
