//! `docs/operations.md` says what the code does.

use std::{collections::BTreeSet, fs, path::Path};

use domain::audit_log::retention::Retention;
use server::{config::keys::KEYS, http::metrics};

use super::{
    Frame,
    frame::{request, send},
};

fn operations() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/operations.md");
    fs::read_to_string(path).unwrap()
}

/// The rows of the table under a heading: first and second cell.
fn table(heading: &str) -> Vec<(String, String)> {
    let text = operations();
    let section = text.split(&format!("\n## {heading}\n")).nth(1).unwrap_or_else(|| panic!("no {heading}"));
    let section = section.split("\n## ").next().unwrap();
    let cell = |cell: Option<&str>| cell.unwrap_or_default().trim().trim_matches('`').to_owned();
    section
        .lines()
        .filter(|line| line.starts_with("| `"))
        .map(|line| {
            let mut cells = line.split('|').skip(1);
            (cell(cells.next()), cell(cells.next()))
        })
        .collect()
}

#[test]
fn the_table_of_settings_is_the_code_s() {
    let documented = table("Settings");
    let real: Vec<_> = KEYS.iter().map(|key| (key.name.to_owned(), key.default.to_owned())).collect();
    assert_eq!(documented, real);
}

#[tokio::test]
async fn the_table_of_metrics_is_the_code_s() {
    let frame = Frame::new();
    // A number with labels is shown once there is one.
    frame.send(request("GET", "/page", &[], "")).await;
    let text = send(metrics::router(frame.shell.metrics.clone()), request("GET", "/metrics", &[], "")).await.body;
    let real: BTreeSet<_> = text
        .lines()
        .filter_map(|line| line.strip_prefix("# TYPE ")?.split_once(' '))
        .map(|(name, kind)| if kind == "counter" { format!("{name}_total") } else { name.to_owned() })
        .collect();
    let documented: BTreeSet<_> = table("Metrics").into_iter().map(|(name, _)| name).collect();
    assert_eq!(documented, real);
}

#[test]
fn f08_the_table_of_classes_is_the_code_s() {
    let documented = table("Erasing");
    let days = |class: Retention| KEYS.iter().find(|key| key.name == format!("keep_{}_days", class.key())).unwrap();
    let real: Vec<_> =
        Retention::ALL.map(|class| (class.key().to_owned(), format!("{}`, {}", days(class).name, days(class).default))).into();
    assert_eq!(documented, real);
    for class in Retention::ALL {
        assert_eq!(days(class).default, class.usual_days().to_string());
        let (least, most) = class.limits();
        assert_eq!(days(class).instead, format!("a whole number of days from {least} to {most}"));
    }
}
