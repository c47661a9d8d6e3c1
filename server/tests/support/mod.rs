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
pub mod mortal;
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

use std::{env, future::Future, time::Duration};

use tokio::time::timeout;

/// What waits for something that never comes fails, and is named, instead of keeping everything after it waiting too.
pub async fn in_time<T>(waits: impl Future<Output = T>) -> T {
    if mutations().is_some() {
        return waits.await;
    }
    timeout(Duration::from_mins(5), waits).await.expect("a test that has not ended in five minutes waits for what does not come")
}

/// How many changes of each kind a log is tried with, when somebody asks for so many that it takes long.
#[expect(clippy::disallowed_methods, reason = "how many is not a setting of the program")]
pub fn mutations() -> Option<u64> {
    env::var("COUNTERSIGN_TEST_MUTATIONS").ok().map(|text| text.parse().expect("a number of mutations"))
}
