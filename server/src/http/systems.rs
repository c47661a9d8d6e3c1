//! Which other system calls: by its bearer token (RFC 6750), guesses at which are slowed.

use std::net::IpAddr;

use axum::http::HeaderMap;
use domain::{refusal::Refusal, secret::Hashed, time::Timestamp};

use super::{bearer, throttle::Throttle};
use crate::config::System;

/// The name of the one whose token came along.
///
/// # Errors
/// [`Refusal::NotSignedIn`] when none of them has that token; [`Refusal::TooMany`] after too many such guesses.
pub fn caller(known: &[System], guesses: &Throttle, from: IpAddr, headers: &HeaderMap, now: Timestamp) -> Result<String, Refusal> {
    guesses.check(from, now)?;
    // Their hashes are compared: how long that takes says nothing of the token.
    let token = Hashed::of(bearer(headers).ok_or(Refusal::NotSignedIn)?);
    let Some(system) = known.iter().find(|system| system.token == token) else {
        guesses.failed(from, now);
        return Err(Refusal::NotSignedIn);
    };
    Ok(system.name.clone())
}
