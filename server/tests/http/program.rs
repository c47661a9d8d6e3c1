//! The program itself, started and stopped as an operator does.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_countersign");

/// The program on a folder of its own, with nothing of ours in the environment.
pub fn program(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).arg("--data").arg(folder.path().join("var")).current_dir(folder.path());
    for name in server::config::environment().into_keys() {
        command.env_remove(name);
    }
    command
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([&format!("-{name}"), &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

#[test]
fn a_server_says_where_it_listens_and_stops_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = program(&folder, &["serve", "--listen", "127.0.0.1:0"])
        .env("COUNTERSIGN_LOG_FORMAT", "json")
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap());
    let address = loop {
        let mut line = String::new();
        assert!(lines.read_line(&mut line).unwrap() > 0, "it ended without listening");
        let line: serde_json::Value = serde_json::from_str(&line).unwrap();
        if line["message"] == "listening" {
            break line["address"].as_str().unwrap().to_owned();
        }
    };
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(b"GET /healthz?secret=1 HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    signal(&child, "TERM");
    let mut rest = String::new();
    lines.read_to_string(&mut rest).unwrap();
    assert!(child.wait().unwrap().success(), "{rest}");
    assert!(rest.contains("\"route\":\"/healthz\"") && rest.contains("\"drained\""), "{rest}");
    assert!(!rest.contains("secret") && !rest.contains("127.0.0.1"), "{rest}");
}

#[test]
fn settings_that_are_refused_end_it_with_status_2_and_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    for command in ["serve", "check-config"] {
        let output = program(&folder, &[command]).env("COUNTERSIGN_LISTEN", "here").output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("COUNTERSIGN_LISTEN: `listen` is \"here\""), "{said}");
    }
}

#[test]
fn good_settings_are_said_to_be_good() {
    let folder = tempfile::tempdir().unwrap();
    let output = program(&folder, &["check-config"]).output().unwrap();
    assert!(output.status.success());
    assert!(String::from_utf8(output.stdout).unwrap().starts_with("The settings are good: http://localhost:3000"));
}
