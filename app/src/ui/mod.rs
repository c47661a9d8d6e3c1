//! Small components that every page uses.
