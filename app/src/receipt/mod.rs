//! A receipt on paper: what one entry says, and the proof that it is in the log. `/me/receipt/…` for the customer it is about,
//! `/audit/entry/{number}/receipt` for who reads the log. It prints on one page, and needs no script but for its button.

mod page;
mod paper;
mod parts;
pub mod view;

pub use page::{ReaderReceiptPage, TheirContactReceiptPage, TheirReceiptPage};
