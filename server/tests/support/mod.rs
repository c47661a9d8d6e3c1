//! What the tests stand on: databases of their own, and a whole server with people around it.

pub mod agent;
pub mod apple;
pub mod authenticator;
pub mod database;
pub mod export;
pub mod invited;
pub mod keeper;
pub mod keypad;
pub mod keys;
pub mod kiosk;
pub mod link;
pub mod log;
pub mod phone;
pub mod policy;
pub mod push_service;
pub mod qr;
pub mod rows;
pub mod second;
pub mod seer;
pub mod story;
pub mod tale;
pub mod totp;
pub mod world;
