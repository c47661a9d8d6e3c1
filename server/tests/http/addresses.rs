//! Who the client is, when somebody says they speak for another.

use std::net::IpAddr;

use axum::{Extension, Router, routing::get};
use server::http::layers::{self, ClientAddress};

use super::{
    Frame,
    frame::{request, send},
};

const PEER: &str = "203.0.113.9";

async fn client(trusted_hops: &'static str, forwarded: &[&str]) -> String {
    let frame = Frame::with(&[("trusted_hops", trusted_hops)]);
    let tell = get(async |Extension(ClientAddress(client)): Extension<ClientAddress>| client.to_string());
    let router = layers::wrap(Router::new().route("/who", tell), &frame.shell);
    let headers: Vec<_> = forwarded.iter().map(|line| ("x-forwarded-for", *line)).collect();
    send(router, request("GET", "/who", &headers, "")).await.body
}

#[tokio::test]
async fn a_spoofed_header_is_ignored() {
    assert_eq!(client("0", &["198.51.100.1"]).await, PEER);
    assert_eq!(client("10.0.0.0/8", &["198.51.100.1"]).await, PEER);
    assert_eq!(client("1", &["127.0.0.1, 198.51.100.1"]).await, "198.51.100.1");
}

#[tokio::test]
async fn hops_are_counted_from_our_end() {
    assert_eq!(client("2", &["1.1.1.1, 198.51.100.1", "10.0.0.1"]).await, "198.51.100.1");
    assert_eq!(client("2", &["10.0.0.1"]).await, PEER);
    assert_eq!(client("1", &["rubbish"]).await, PEER);
    assert_eq!(client("1", &[]).await, PEER);
    assert_eq!(client("1", &["[2001:db8::1]:443"]).await, "2001:db8::1");
}

#[tokio::test]
async fn trusted_networks_are_walked_until_a_stranger() {
    let networks = "203.0.113.0/24, 2001:db8::/32";
    assert_eq!(client(networks, &["1.1.1.1, 198.51.100.1, 2001:db8::7"]).await, "198.51.100.1");
    assert_eq!(client(networks, &["198.51.100.1, rubbish"]).await, PEER);
    assert_eq!(client(networks, &["203.0.113.7"]).await, "203.0.113.7");
    assert_eq!(client("0.0.0.0/0", &["198.51.100.1"]).await.parse::<IpAddr>().unwrap().to_string(), "198.51.100.1");
}
