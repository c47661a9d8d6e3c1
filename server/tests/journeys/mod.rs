//! What people do with it, from the front door to the database, on both engines.

mod actions;
mod again;
mod approved;
mod clock;
mod few_ways;
mod hands;
mod history;
mod limits;
mod lost;
mod passkeys;
mod pins;
mod policy_changes;
mod policy_decides;
mod policy_record;
mod policy_refused;
mod saying_no;
mod screens;
mod segments;
mod signals;
mod story;
mod time;
mod transfer;
mod tried;
mod typed;
mod undo;
