//! The program itself: a key is made, a witness runs, is killed, and runs again.

use std::{
    io::{BufRead, BufReader, Lines},
    net::SocketAddr,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Child, ChildStderr, Command, Stdio},
};

use domain::audit_log::{VerifierKey, key::Kind};
use server::log_key::Ring;

use crate::{
    http::program::PROGRAM,
    support::{seer::ask, story::Story},
};

fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).current_dir(folder);
    command
}

/// It, where it listens, and what it goes on to say.
fn witness(folder: &Path, log: &str) -> (Child, SocketAddr, Lines<BufReader<ChildStderr>>) {
    let arguments =
        ["witness", "--listen", "127.0.0.1:0", "--name", "w.example/1", "--key-file", "key", "--store", "heads", "--json", "--log"];
    let mut child = program(folder, &[&arguments[..], &[log]].concat()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let line: serde_json::Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
    assert_eq!(line["message"], "listening");
    (child, line["address"].as_str().unwrap().parse().unwrap(), lines)
}

#[tokio::test]
async fn g06_a_witness_that_was_killed_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let made = program(folder.path(), &["witness-key", "key", "--name", "w.example/1"]).output().unwrap();
    assert!(made.status.success());
    let verifier: VerifierKey = String::from_utf8(made.stdout).unwrap().parse().unwrap();
    assert_eq!((verifier.name.as_str(), verifier.kind), ("w.example/1", Kind::Cosignature));
    let rights = std::fs::metadata(folder.path().join("key")).unwrap().permissions().mode();
    assert_eq!(rights & 0o777, 0o600);
    assert!(!program(folder.path(), &["witness-key", "key", "--name", "w.example/1"]).output().unwrap().status.success(), "never over one");

    let story = Story::new("log.example/1", 30);
    let log = story.verifier().to_string();
    let (mut child, address, _lines) = witness(folder.path(), &log);
    let request = story.request(0, 20);
    let (status, _, line) = ask(address, request.to_string()).await;
    assert_eq!(status, 200, "{line}");
    let note: domain::audit_log::Note = [request.note.to_string(), line].concat().parse().unwrap();
    assert!(note.verify(&verifier, &Ring).is_ok());
    child.kill().unwrap();
    child.wait().unwrap();

    let (mut child, address, mut lines) = witness(folder.path(), &log);
    let (status, _, size) = ask(address, request.to_string()).await;
    assert_eq!((status, size.as_str()), (409, "20\n"));
    assert_eq!(ask(address, story.forked(3).request(20, 30).to_string()).await.0, 422);
    let line: serde_json::Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
    assert!(
        line["message"].as_str().unwrap().contains("does not continue") && line["checkpoint"].as_str().unwrap().contains("30"),
        "{line}"
    );
    assert_eq!(ask(address, story.request(20, 30).to_string()).await.0, 200);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn what_cannot_be_meant_is_refused_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let story = Story::new("log.example/1", 1);
    let log = story.verifier().to_string();
    let a_witness = VerifierKey { kind: Kind::Cosignature, ..story.verifier() }.to_string();
    std::fs::write(folder.path().join("text"), "hunter2").unwrap();
    for (log, key, says) in [
        (a_witness.as_str(), "text", "this is the key of a witness"),
        ("log.example/1", "text", "written as name+id+key"),
        (&log, "text", "`--key-file` names text, which is not the PEM"),
        (&log, "nowhere", "`--key-file` names nowhere, which cannot be read"),
    ] {
        let arguments = ["witness", "--listen", "127.0.0.1:0", "--name", "w", "--key-file", key, "--store", "heads", "--log", log];
        let output = program(folder.path(), &arguments).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && said.contains(says) && !said.contains("hunter2"), "{said}");
    }
}
