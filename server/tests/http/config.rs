//! Settings: what is taken, what is refused, and how.

use std::{collections::BTreeMap, fs, net::IpAddr, time::Duration};

use server::{
    config::{Database, Given, LogFormat, Settings, TrustedHops, load},
    log_key::LogKey,
};
use tempfile::TempDir;

struct Place(TempDir);

impl Place {
    fn new(file: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("countersign.toml"), file).unwrap();
        Self(folder)
    }

    fn given(&self, environment: &[(&str, &str)], flags: &[(&'static str, &str)]) -> Given {
        let mut flags: BTreeMap<_, _> = flags.iter().map(|(key, value)| (*key, (*value).to_owned())).collect();
        flags.insert("data", self.0.path().to_str().unwrap().to_owned());
        let environment = environment.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        Given { file: None, environment, flags }
    }
}

pub fn read(file: &str, environment: &[(&str, &str)], flags: &[(&'static str, &str)]) -> Settings {
    let place = Place::new(file);
    load(&place.given(environment, flags)).map_err(|error| error.to_string()).unwrap()
}

pub fn refusal(file: &str, environment: &[(&str, &str)], flags: &[(&'static str, &str)]) -> String {
    let place = Place::new(file);
    load(&place.given(environment, flags)).err().unwrap_or_else(|| panic!("{file} was taken")).to_string()
}

#[test]
fn nothing_said_is_a_server_on_this_machine_with_a_file() {
    let settings = read("", &[], &[]);
    assert_eq!(settings.listen.to_string(), "127.0.0.1:3000");
    assert_eq!(settings.public_url.origin(), "http://localhost:3000");
    assert_eq!(settings.public_url.rp_id(), "localhost");
    assert!(!settings.public_url.is_https());
    assert!(matches!(settings.database, Database::Sqlite(path) if path == settings.data.join("countersign.db")));
    assert_eq!(settings.organisation, "Your company");
    assert_eq!(settings.trusted_hops, TrustedHops::Count(0));
    assert_eq!(settings.header_timeout, Duration::from_secs(10));
    assert!(settings.private_listen.is_none() && settings.hotline.is_none() && !settings.demo);
}

#[test]
fn the_command_line_is_over_the_environment_is_over_the_file() {
    let file = "listen = '127.0.0.1:1'\nlog_format = 'json'\norganisation = 'File'\nbody_limit = 2048";
    let environment = [("COUNTERSIGN_LISTEN", "127.0.0.1:2"), ("COUNTERSIGN_ORGANISATION", "Environment")];
    let settings = read(file, &environment, &[("listen", "127.0.0.1:3")]);
    assert_eq!(settings.listen.port(), 3);
    assert_eq!(settings.organisation, "Environment");
    assert_eq!(settings.log_format, LogFormat::Json);
    assert_eq!(settings.body_limit, 2048);
}

#[test]
fn a_refusal_names_the_key_the_place_and_what_to_write() {
    let cases = [
        ("listen = 'here'", "listen", "127.0.0.1:3000"),
        ("public_url = 'http://help.example.com'", "public_url", "https://"),
        ("public_url = 'https://help.example.com/desk'", "public_url", "https://"),
        ("public_url = 'ftp://localhost'", "public_url", "https://"),
        ("log_format = 'xml'", "log_format", "`text` or `json`"),
        ("body_limit = -1", "body_limit", "1024"),
        ("connection_limit = 0", "connection_limit", "1 to 1000000"),
        ("header_timeout = '10'", "header_timeout", "10s"),
        ("header_timeout = '0s'", "header_timeout", "10s"),
        ("drain_timeout = '2h'", "drain_timeout", "1h"),
        ("trusted_hops = 'all'", "trusted_hops", "10.0.0.0/8"),
        ("trusted_hops = ['10.0.0.0/33']", "trusted_hops", "10.0.0.0/8"),
        ("demo = 'perhaps'", "demo", "true"),
        ("demo = true\nlisten = '0.0.0.0:3000'", "demo", "loopback"),
        ("log = 'server=shouting'", "log", "warn,server=debug"),
        ("hotline = \"two\\nlines\"", "hotline", "+44"),
        ("database_url_file = '/nonexistent'", "database_url_file", "postgres://"),
        ("[listen]", "listen", "127.0.0.1:3000"),
    ];
    for (file, key, instead) in cases {
        let refusal = refusal(file, &[], &[]);
        assert!(refusal.contains(&format!("`{key}`")), "{file}: {refusal}");
        assert!(refusal.contains("countersign.toml"), "{file}: {refusal}");
        assert!(refusal.contains(instead), "{file}: {refusal}");
    }
}

#[test]
fn an_unknown_key_is_refused_and_the_nearest_one_named() {
    assert!(refusal("lisen = '127.0.0.1:1'", &[], &[]).contains("`lisen` is not a setting; did you mean `listen`?"));
    assert!(refusal("[smtp]\nhost = 'x'", &[], &[]).contains("`smtp` is not a setting"));
}

#[test]
fn a_secret_in_the_file_itself_is_refused_and_not_repeated() {
    let refusal = refusal("database_url = 'postgres://app:hunter2@db/app'", &[], &[]);
    assert!(refusal.contains("`database_url` is not a setting"), "{refusal}");
    assert!(!refusal.contains("hunter2"), "{refusal}");
    let broken = self::refusal("x = 'postgres://app:hunter2@db/app", &[], &[]);
    assert!(!broken.contains("hunter2"), "{broken}");
}

#[test]
fn a_database_url_comes_from_its_file_or_the_environment() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("url");
    fs::write(&path, "postgres://app:hunter2@db/app\n").unwrap();
    let key = folder.path().join("log.key");
    LogKey::make(&key).unwrap();
    let key = format!("log_key_file = '{}'", key.display());
    let file = format!("database_url_file = '{}'\n{key}", path.display());
    let other = [("DATABASE_URL", "postgres://other")];
    let url = |settings: Settings| match settings.database {
        Database::Postgres(url) => url.expose().clone(),
        Database::Sqlite(path) => path.display().to_string(),
    };
    assert_eq!(url(read(&file, &other, &[])), "postgres://app:hunter2@db/app");
    assert_eq!(url(read(&key, &other, &[])), "postgres://other");
    let keyless = refusal("", &other, &[]);
    assert!(keyless.contains("`log_key_file` is not given") && keyless.contains("openssl genpkey"), "{keyless}");
    assert_eq!(url(read("demo = true", &other, &[])), "postgres://other");
    assert_eq!(url(read("", &[("DATABASE_URL", "sqlite:///srv/c.db")], &[])), "/srv/c.db");
    let refused = refusal("", &[("DATABASE_URL", "mysql://app:hunter2@db")], &[]);
    assert!(refused.contains("database_url_file") && !refused.contains("hunter2"), "{refused}");
}

#[test]
fn a_variable_nobody_reads_is_only_worth_a_note() {
    let settings = read("", &[("COUNTERSIGN_PORT", "tcp://10.0.0.1:80")], &[]);
    assert_eq!(settings.unread_variables, ["COUNTERSIGN_PORT"]);
}

#[test]
fn a_file_that_is_named_must_be_there() {
    let place = Place::new("");
    let given = Given { file: Some("/nonexistent.toml".into()), ..place.given(&[], &[]) };
    assert!(load(&given).err().unwrap().to_string().contains("/nonexistent.toml"));
}

#[test]
fn public_urls_without_tls_are_for_this_machine_only() {
    for good in ["https://help.example.com", "http://localhost:8080", "http://127.0.0.1:3000", "http://[::1]:3000"] {
        let settings = read("", &[("COUNTERSIGN_PUBLIC_URL", good)], &[]);
        assert_eq!(settings.public_url.origin(), good);
    }
}

#[test]
fn hops_may_be_a_list_of_networks() {
    let settings = read("trusted_hops = ['10.0.0.0/8', '::1']", &[], &[]);
    let peer = "10.1.2.3:1".parse().unwrap();
    assert_eq!(settings.trusted_hops.client(peer, &["192.0.2.1"]), "192.0.2.1".parse::<IpAddr>().unwrap());
}
