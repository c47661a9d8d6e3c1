//! What people see: pages drawn on the server, islands that live in the browser, and the ports that say what both need.
//!
//! To add a page: a component in its feature's folder, a route in [`routes`], and, if it needs a script, nothing else.

// Views are deep types, and the compiler lays them out recursively.
#![recursion_limit = "256"]

#[cfg(feature = "ssr")]
pub mod backend;
#[cfg(feature = "ssr")]
pub mod register;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod shell;

#[cfg(feature = "ssr")]
pub mod access;
#[cfg(any(feature = "ssr", feature = "staff"))]
pub mod account;
pub mod browser;
#[cfg(any(feature = "ssr", feature = "staff"))]
pub mod desk;
#[cfg(feature = "views")]
pub mod error;
#[cfg(any(feature = "ssr", feature = "staff"))]
pub mod exports;
#[cfg(any(feature = "ssr", feature = "staff"))]
pub mod kiosk;
#[cfg(any(feature = "ssr", feature = "staff"))]
pub mod layout;
#[cfg(feature = "ssr")]
pub mod log;
#[cfg(any(feature = "ssr", feature = "staff"))]
pub mod oversight;
pub mod phone;
#[cfg(any(feature = "ssr", feature = "staff"))]
pub mod policy;
#[cfg(feature = "ssr")]
pub mod prove;
#[cfg(any(feature = "ssr", feature = "staff"))]
pub mod pruning;
#[cfg(feature = "ssr")]
pub mod receipt;
pub mod ui;

/// Called once by the script of a staff page: wakes the islands.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
