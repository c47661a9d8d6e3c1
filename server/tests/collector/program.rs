//! The program itself: a collector runs, is killed, runs again, and says what is wrong.

use std::{
    io::{BufRead, BufReader, Lines},
    net::SocketAddr,
    path::Path,
    process::{Child, ChildStderr, Command, Stdio},
    sync::Arc,
};

use domain::{
    audit_log::{VerifierKey, key::Kind},
    time::{Clock, Duration},
};
use server::{log_key::LogKey, system::SystemClock};

use super::verifier;
use crate::{
    http::program::{PROGRAM, program as of_server},
    support::{
        keeper::{Keeper, TOKEN, ask},
        tale::Tale,
    },
};

fn program(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).current_dir(folder);
    command
}

/// It, where it listens, and what it goes on to say.
fn collect(folder: &Path, log: &str, silence: &str) -> (Child, SocketAddr, Lines<BufReader<ChildStderr>>) {
    let arguments =
        ["collect", "--listen", "127.0.0.1:0", "--token-file", "token", "--store", "copy", "--json", "--silence", silence, "--log"];
    let mut child = program(folder, &[&arguments[..], &[log]].concat()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let address = said(&mut lines, "listening")["address"].as_str().unwrap().parse().unwrap();
    (child, address, lines)
}

/// The next line that says that.
fn said(lines: &mut Lines<BufReader<ChildStderr>>, what: &str) -> serde_json::Value {
    loop {
        let line = lines.next().expect("it ended without saying so").unwrap();
        let line: serde_json::Value = serde_json::from_str(&line).unwrap();
        if line["message"].as_str().unwrap().contains(what) {
            return line;
        }
    }
}

#[tokio::test]
async fn g10_a_collector_that_was_killed_goes_on_where_it_was_and_says_what_is_wrong() {
    let (folder, tale) = (tempfile::tempdir().unwrap(), Tale::new("log.example/1", 30));
    std::fs::write(folder.path().join("token"), [TOKEN, "\n"].concat()).unwrap();
    let log = tale.verifier().to_string();
    let now = || SystemClock.now();
    let (mut child, address, _lines) = collect(folder.path(), &log, "5m");
    assert_eq!(ask(address, tale.batch(0..20, 20, now()).to_string()).await.0, 200);
    child.kill().unwrap();
    child.wait().unwrap();

    let (mut child, address, mut lines) = collect(folder.path(), &log, "5m");
    assert_eq!(ask(address, tale.batch(25..30, 30, now()).to_string()).await.0, 409);
    let line = said(&mut lines, "dropped, repeated, reordered or changed");
    assert_eq!((&line["level"], &line["code"], &line["entry"]), (&"ERROR".into(), &"gap".into(), &20.into()), "{line}");
    let (status, body) = ask(address, tale.batch(0..30, 30, now()).to_string()).await;
    assert_eq!((status, &body["again"]), (200, &20.into()), "{body}");
    assert!(!format!("{line}").contains(TOKEN));
    child.kill().unwrap();
    child.wait().unwrap();
}

#[tokio::test]
async fn g10_a_silent_log_is_said_in_its_own_log() {
    let (folder, tale) = (tempfile::tempdir().unwrap(), Tale::new("log.example/1", 3));
    std::fs::write(folder.path().join("token"), TOKEN).unwrap();
    let (mut child, address, mut lines) = collect(folder.path(), &tale.verifier().to_string(), "2s");
    let line = said(&mut lines, "has said nothing for too long");
    assert_eq!((&line["level"], &line["log"]), (&"ERROR".into(), &"log.example/1".into()), "{line}");
    // A little ahead, for a head says its time in whole seconds.
    let soon = SystemClock.now().after(Duration::seconds(30));
    assert_eq!(ask(address, tale.batch(0..3, 3, soon).to_string()).await.0, 200);
    said(&mut lines, "is heard again");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[tokio::test]
async fn g10_a_server_that_runs_sends_what_happens_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let named = |name: &str| folder.path().join(name);
    LogKey::make(&named("log.key")).unwrap();
    let log = verifier(&LogKey::read(&named("log.key")).unwrap(), 1);
    let keeper = Keeper::start(std::slice::from_ref(&log), &named("copy"), Arc::new(SystemClock)).await;
    std::fs::write(named("token"), TOKEN).unwrap();
    std::fs::write(named("policy"), format!("collector http://{}/ {}\nbehind 5m\n", keeper.address, named("token").display())).unwrap();
    let mut server = of_server(&folder, &["serve", "--demo", "--listen", "127.0.0.1:0"]);
    server.env("COUNTERSIGN_PUBLIC_URL", "http://localhost:3000").env("COUNTERSIGN_COLLECTOR_POLICY_FILE", named("policy"));
    let mut server = server.env("COUNTERSIGN_LOG_KEY_FILE", named("log.key")).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    keeper.has(1).await;
    server.kill().unwrap();
    server.wait().unwrap();
    assert!(keeper.standing().is_well() && keeper.entries(&log)[0].contains("\"event\""), "{:?}", keeper.standing());
}

#[test]
fn what_cannot_be_meant_is_refused_with_a_sentence() {
    let (folder, tale) = (tempfile::tempdir().unwrap(), Tale::new("log.example/1", 1));
    let log = tale.verifier().to_string();
    let a_witness = VerifierKey { kind: Kind::Cosignature, ..tale.verifier() }.to_string();
    std::fs::write(folder.path().join("token"), TOKEN).unwrap();
    std::fs::write(folder.path().join("short"), "hunter2").unwrap();
    for (logs, token, silence, says) in [
        (vec![&*a_witness], "token", "5m", "this is the key of a witness"),
        (vec!["log.example/1"], "token", "5m", "written as name+id+key"),
        (vec![&*log, &*log], "token", "5m", "has the origin of another one"),
        (vec![&*log], "short", "5m", "not of 32 to 200 characters"),
        (vec![&*log], "nowhere", "5m", "`--token-file` names nowhere, which cannot be read"),
        (vec![&*log], "token", "0s", "no time at all"),
        (vec![], "token", "5m", "--log <VKEY>"),
    ] {
        let mut command = program(folder.path(), &["collect", "--listen", "127.0.0.1:0", "--store", "copy", "--token-file", token]);
        command.args(["--silence", silence]).args(logs.into_iter().flat_map(|log| ["--log", log]));
        let output = command.output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && said.contains(says) && !said.contains("hunter2"), "{says}: {said}");
    }
}
