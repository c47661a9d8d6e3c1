//! The rules of Countersign.
//!
//! Pure: nothing here reads a clock, draws a number, opens a socket or knows a database. What a rule needs is handed in.
//! Words mean what `docs/ARCHITECTURE.md` and the product's glossary say they mean, and nothing else.
//!
//! Read [`policy`] and [`assurance`] first (how sure are we), then [`gate`] (may this be done), then [`challenge`] (how we
//! ask) and [`action`] (what runs).

#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod access;
pub mod action;
pub mod agent;
pub mod alert;
pub mod approval;
pub mod assurance;
pub mod audit;
pub mod audit_log;
pub mod audit_search;
pub mod challenge;
pub mod channel;
pub mod customer;
pub mod entropy;
pub mod export;
pub mod floor;
pub mod gate;
pub mod ids;
pub mod kiosk;
pub mod limits;
pub mod notification;
pub mod numbers;
pub mod pin;
pub mod policy;
pub mod pruning;
pub mod refusal;
pub mod reveal;
pub mod second_person;
pub mod secret;
pub mod session;
pub mod suspension;
#[cfg(feature = "testing")]
pub mod testing;
pub mod text;
pub mod time;
pub mod totp;
pub mod tried;
#[cfg(test)]
mod trying;
