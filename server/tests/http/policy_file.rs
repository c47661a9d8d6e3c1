//! `countersign policy`: what an operator does with a file.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use domain::policy::{BANK, LIBRARY};
use server::store::{Db, Settings};
use tempfile::TempDir;

use super::program::{PROGRAM, program};

fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn policy(arguments: &[&str]) -> Output {
    Command::new(PROGRAM).arg("policy").args(arguments).output().unwrap()
}

/// A file with that text.
fn file(folder: &TempDir, name: &str, text: &str) -> String {
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn the_schema_in_the_documents_is_the_program_s() {
    let documented = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/policy.schema.json")).unwrap();
    let schema = policy(&["schema"]);
    assert_eq!(documented, said(&schema.stdout), "write it anew: countersign policy schema > docs/policy.schema.json");
}

#[test]
fn the_examples_are_checked_and_a_mistake_is_said_with_its_file_and_line() {
    let folder = tempfile::tempdir().unwrap();
    for (option, text) in [(&["example"][..], BANK), (&["example", "--library"], LIBRARY)] {
        let example = policy(option);
        assert_eq!(said(&example.stdout), text);
        let checked = policy(&["check", &file(&folder, "good.toml", text)]);
        assert!(checked.status.success() && said(&checked.stdout).contains("It can be used."), "{checked:?}");
    }
    let bad = file(&folder, "bad.toml", &BANK.replacen("seconds = 45", "secconds = 45", 1));
    let checked = policy(&["check", &bad]);
    let words = said(&checked.stderr);
    assert_eq!(checked.status.code(), Some(1));
    for part in [&*bad, "cannot be used", "bad.toml:28: error[syntax]", "Unknown field `secconds`", "Correct its spelling"] {
        assert!(words.contains(part), "{part} in {words}");
    }
}

#[tokio::test]
async fn what_an_operator_proposes_waits_for_an_administrator() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("var");
    fs::create_dir_all(&data).unwrap();
    let db = Db::open(data.join("countersign.db").to_str().unwrap(), &Settings::default()).await.unwrap();
    db.migrate().await.unwrap();
    let good = file(&folder, "good.toml", &BANK.replacen("prompts = 3 ", "prompts = 2 ", 1));
    let proposed = program(&folder, &["policy", "propose", &good, "--reason", "Fewer prompts"]).output().unwrap();
    let words = said(&proposed.stdout);
    assert!(
        words.contains("limits, prompts: 3 to 2") && words.contains("v2 waits for an administrator: http://localhost:3000/policy/2"),
        "{proposed:?}"
    );
    let bad = file(&folder, "bad.toml", "name = \"Bank\"\n");
    let refused = program(&folder, &["policy", "propose", &bad, "--reason", "Less"]).output().unwrap();
    assert!(
        !refused.status.success() && said(&refused.stderr).contains(&format!("{bad} was not proposed:\nline 1: error[syntax]")),
        "{refused:?}"
    );
    let shown = program(&folder, &["policy", "show"]).output().unwrap();
    assert_eq!(said(&shown.stdout), BANK, "it is in force until then");
    db.close().await;
}
