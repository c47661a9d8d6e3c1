//! The settings that begin with `apns_`: all of them or none, each refused by its name.

use std::{fs, path::Path};

use rcgen::KeyPair;
use server::config::Apns;

use super::config::{read, refusal};

/// A whole configuration with one line changed.
fn file(folder: &Path, key: &str, value: &str) -> String {
    let name = |name: &str| folder.join(name).display().to_string();
    fs::write(folder.join("key.p8"), KeyPair::generate().unwrap().serialize_pem()).unwrap();
    fs::write(folder.join("not.p8"), "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n").unwrap();
    fs::write(folder.join("text"), "hunter2").unwrap();
    let lines = [
        ("apns_key_file", name("key.p8")),
        ("apns_key_id", "ABC123DEFG".to_owned()),
        ("apns_team_id", "DEF123GHIJ".to_owned()),
        ("apns_topic", "com.example.help".to_owned()),
    ];
    let mut kept: Vec<_> = lines.into_iter().filter(|(name, _)| *name != key).collect();
    kept.push((key_name(key), value.replace("{}", &folder.display().to_string())));
    kept.iter().map(|(key, value)| if value == "true" { format!("{key} = true\n") } else { format!("{key} = '{value}'\n") }).collect()
}

fn key_name(key: &str) -> &'static str {
    server::config::keys::find(key).unwrap().name
}

fn apns(more: &str) -> Apns {
    let folder = tempfile::tempdir().unwrap();
    read(&(file(folder.path(), "apns_topic", "com.example.help") + more), &[], &[]).apns.unwrap()
}

#[test]
fn nothing_said_is_no_notifications() {
    assert!(read("", &[], &[]).apns.is_none());
}

#[test]
fn apple_s_own_endpoints_go_by_name() {
    let endpoint = apns("").endpoint;
    assert_eq!((endpoint.host.as_str(), endpoint.port, endpoint.roots), ("api.push.apple.com", 443, None));
    assert_eq!(apns("apns_endpoint = 'sandbox'").endpoint.host, "api.sandbox.push.apple.com");
}

#[test]
fn another_endpoint_needs_a_second_key() {
    let endpoint = apns("apns_custom_endpoint_allowed = true\napns_endpoint = 'https://localhost:8443'").endpoint;
    assert_eq!((endpoint.host.as_str(), endpoint.port), ("localhost", 8443));
    let folder = tempfile::tempdir().unwrap();
    let refused = refusal(&file(folder.path(), "apns_endpoint", "https://localhost:8443"), &[], &[]);
    assert!(refused.contains("`apns_endpoint`") && refused.contains("`apns_custom_endpoint_allowed` is not true"), "{refused}");
}

#[test]
fn what_cannot_be_meant_is_refused_by_its_name_and_no_secret_repeated() {
    for (key, value, says) in [
        ("apns_key_file", "/nonexistent.p8", "cannot be read"),
        ("apns_key_file", "{}/text", "is not the PEM of a private key"),
        ("apns_key_file", "{}/not.p8", "is not a P-256 key"),
        ("apns_key_file", "", "is not given, and `apns_key_id` is of no use without it"),
        ("apns_key_id", "", "is not given, and `apns_key_file` is of no use without it"),
        ("apns_team_id", "", "is not given"),
        ("apns_topic", "", "is not given"),
        ("apns_key_id", "abc123defg", "ten capitals and digits"),
        ("apns_team_id", "DEF123GHIJK", "ten capitals and digits"),
        ("apns_topic", "com.example/help", "bundle id"),
        ("apns_topic", "help", "bundle id"),
        ("apns_endpoint", "http://localhost:1", "apns_custom_endpoint_allowed"),
        ("apns_root_file", "{}/text", "holds no certificate"),
        ("apns_custom_endpoint_allowed", "perhaps", "neither true nor false"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let refused = refusal(&file(folder.path(), key, value), &[], &[]);
        assert!(refused.contains(&format!("`{key}`")) && refused.contains(says), "{key} = {value}: {refused}");
        assert!(!refused.contains("hunter2") && !refused.contains("c2VjcmV0"), "{refused}");
    }
}

#[test]
fn a_root_of_one_s_own_is_not_for_apple() {
    let folder = tempfile::tempdir().unwrap();
    let key = KeyPair::generate().unwrap();
    let root = rcgen::CertificateParams::new(Vec::new()).unwrap().self_signed(&key).unwrap();
    fs::write(folder.path().join("root.pem"), root.pem()).unwrap();
    let refused = refusal(&file(folder.path(), "apns_root_file", "{}/root.pem"), &[], &[]);
    assert!(refused.contains("`apns_root_file`") && refused.contains("Apple's own endpoint"), "{refused}");
}

#[test]
fn browsers_need_a_key_and_whom_to_turn_to() {
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("key.pem");
    fs::write(&key, KeyPair::generate().unwrap().serialize_pem()).unwrap();
    let key = format!("web_push_key_file = '{}'\n", key.display());
    let settings = read(&(key.clone() + "web_push_contact = 'mailto:desk@acme.example'"), &[], &[]);
    assert_eq!(settings.web_push.unwrap().contact, "mailto:desk@acme.example");
    assert!(read("", &[], &[]).web_push.is_none());
    for (file, name, says) in [
        (key.clone(), "web_push_contact", "is not given"),
        ("web_push_contact = 'mailto:desk@acme.example'".to_owned(), "web_push_key_file", "is not given"),
        (key.clone() + "web_push_contact = 'desk@acme.example'", "web_push_contact", "mailto:"),
        (key.clone() + "web_push_contact = 'http://acme.example'", "web_push_contact", "https://"),
        ("web_push_services = 'https://push.example.com'".to_owned(), "web_push_services", "push.example.com"),
        ("web_push_services = '*'".to_owned(), "web_push_services", "has \"*\""),
        ("web_push_key_file = '/nonexistent.pem'".to_owned(), "web_push_key_file", "cannot be read"),
    ] {
        let refused = refusal(&file, &[], &[]);
        assert!(refused.contains(&format!("`{name}`")) && refused.contains(says), "{file}: {refused}");
    }
}
