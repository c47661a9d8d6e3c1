//! The tests' simulator of Apple's Push Notification service, as a program: for a client that was written by others.
//!
//! `cargo run -p server --example apple --features testing` writes one line of JSON (port, root certificate, the provider's key
//! and ids). Each line it then reads is answered by one: a JSON object is what it says to the next good request (`status`,
//! and `reason` or `timestamp`), a phone's address asks for what that phone shows. It ends when nobody writes any more.

#![expect(clippy::unwrap_used, reason = "a tool of the tests: what it cannot do ends it")]

#[path = "../tests/support/apple/mod.rs"]
#[expect(dead_code, reason = "the tests use the rest")]
mod apple;

use std::{
    io::{self, Write},
    sync::Arc,
};

use apple::{KEY_ID, Request, Say, Simulator, TEAM_ID, TOPIC};
use serde_json::{Value, json};
use server::system::SystemClock;

#[tokio::main]
async fn main() -> io::Result<()> {
    let simulator = Simulator::start(Arc::new(SystemClock)).await;
    say(&json!({
        "port": simulator.port, "root": simulator.root, "key": simulator.p8, "keyId": KEY_ID, "teamId": TEAM_ID, "topic": TOPIC,
    }))?;
    // The runtime's other threads serve meanwhile.
    for line in io::stdin().lines() {
        let line = line?;
        match serde_json::from_str::<Value>(&line) {
            Ok(Value::Object(answer)) => {
                let status = answer["status"].as_u64().and_then(|status| u16::try_from(status).ok()).unwrap();
                let gone = answer.get("timestamp").and_then(Value::as_i64);
                let refuses = || Say::refuses(status, answer["reason"].as_str().unwrap());
                simulator.next(gone.map_or_else(refuses, Say::Gone));
                say(&json!("noted"))?;
            }
            _ => say(&simulator.inbox(line.trim()).iter().map(shown).collect())?,
        }
    }
    Ok(())
}

fn shown(request: &Request) -> Value {
    let names = ["apns-id", "apns-topic", "apns-push-type", "apns-priority", "apns-expiration", "apns-collapse-id"];
    let headers: Value = names.into_iter().map(|name| (name.to_owned(), Value::from(request.header(name)))).collect();
    json!({ "headers": headers, "body": request.body })
}

fn say(value: &Value) -> io::Result<()> {
    let mut out = io::stdout();
    writeln!(out, "{value}")?;
    out.flush()
}
