//! The table of settings. The documentation's table is compared with this one.

/// One setting as an operator sees it.
pub struct Key {
    /// Its name in the file; in the environment the same in capitals after `COUNTERSIGN_`.
    pub name: &'static str,
    /// What holds when nobody says anything; empty when nothing does.
    pub default: &'static str,
    /// What to write, as the end of "write …".
    pub instead: &'static str,
}

const fn key(name: &'static str, default: &'static str, instead: &'static str) -> Key {
    Key { name, default, instead }
}

/// Every setting there is.
pub const KEYS: &[Key] = &[
    key("data", "./var", "the path of a folder"),
    key("site", "target/site", "the path of the folder that `cargo xtask build` wrote"),
    key("listen", "127.0.0.1:3000", "an address and port, such as 127.0.0.1:3000 or [::]:3000"),
    key("private_listen", "", "an address and port that only your own machines reach, such as 127.0.0.1:9090"),
    key("public_url", "http://localhost:3000", "https:// and a host, such as https://help.example.com (http:// only for localhost)"),
    key("database_url_file", "", "the path of a file whose one line is the database's URL (postgres://…)"),
    key(
        "signal_sources_file",
        "",
        "the path of a file with a line `name token` for each system that may tell of risks, tokens of 32 to 200 characters",
    ),
    key(
        "telephony_file",
        "",
        "the path of a file with a line `name token` for each telephone system that may post what was typed on a keypad, tokens of 32 to 200 characters",
    ),
    key("pin_key_file", "", "the path of a file whose one line is a key of 32 to 200 characters, kept apart from the database"),
    key("totp_key_file", "", "the path of a file whose one line is a key of 32 to 200 characters, kept apart from the database"),
    key("log_key_file", "", "the path of an Ed25519 private key in PEM (PKCS#8), as `openssl genpkey -algorithm ed25519` makes it"),
    key("apns_key_file", "", "the path of the .p8 file that Apple gave you"),
    key("apns_key_id", "", "the key's id at Apple: ten capitals and digits"),
    key("apns_team_id", "", "your team's id at Apple: ten capitals and digits"),
    key("apns_topic", "", "your app's bundle id, such as com.example.help"),
    key("apns_endpoint", "production", "`production` or `sandbox`; https:// with a host and port only where that is allowed"),
    key("apns_root_file", "", "the path of the PEM certificate that vouches for an endpoint of your own, or nothing"),
    key("apns_custom_endpoint_allowed", "false", "`true` to try out against a simulator, otherwise `false`"),
    key("web_push_key_file", "", "the path of a P-256 private key in PEM (PKCS#8), as `openssl genpkey` makes it"),
    key("web_push_contact", "", "whom a browser's push service turns to: mailto: and an address, or https://"),
    key(
        "web_push_services",
        "fcm.googleapis.com, updates.push.services.mozilla.com, *.push.apple.com, *.notify.windows.com",
        "the hosts of browsers' push services with commas between them, such as push.example.com or *.push.example.com",
    ),
    key(
        "witness_policy_file",
        "",
        "the path of a file with a line `witness vkey url` for each witness, `quorum` and a number, `grace` and a time such as 10m, and `root` with the path of a PEM file for each CA of your own",
    ),
    key("keep_entries_days", "3653", "a whole number of days from 2558 to 36525"),
    key(
        "collector_policy_file",
        "",
        "the path of a file with a line `collector url token-file` for each collector, `behind` and a time such as 5m, and `root` with the path of a PEM file for each CA of your own",
    ),
    key("keep_proof_days", "2557", "a whole number of days from 365 to 3653"),
    key("keep_contact_days", "731", "a whole number of days from 30 to 3653"),
    key("organisation", "Your company", "one line of text, 1 to 200 characters"),
    key("hotline", "", "one line of text, 1 to 200 characters, such as +44 20 7946 0000"),
    key("trusted_hops", "0", "how many proxies stand in front (0 to 8), or their networks, such as [\"10.0.0.0/8\"]"),
    key("log_format", "text", "`text` or `json`"),
    key("log", "info", "a filter, such as `info` or `warn,server=debug`"),
    key("body_limit", "65536", "a number of bytes from 1024 to 16777216"),
    key("connection_limit", "4096", "a whole number from 1 to 1000000"),
    key("request_limit", "1024", "a whole number from 1 to 1000000"),
    key("header_timeout", "10s", "a time such as 500ms, 10s or 2m, up to 1h"),
    key("request_timeout", "30s", "a time such as 500ms, 30s or 2m, up to 1h"),
    key("drain_notice", "0s", "a time such as 0s, 5s or 1m, up to 1h"),
    key("drain_timeout", "60s", "a time such as 500ms, 60s or 2m, up to 1h"),
    key("demo", "false", "`true` only together with a loopback `listen`, otherwise `false`"),
];

/// The row of the table for `name`.
pub fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

/// The key that `written` most probably was meant to be: at most two slips away.
pub fn nearest(written: &str) -> Option<&'static str> {
    KEYS.iter().map(|key| (slips(written, key.name), key.name)).filter(|(slips, _)| *slips <= 2).min().map(|(_, name)| name)
}

/// Levenshtein's distance: letters put in, left out or changed.
fn slips(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, right) in b.bytes().enumerate() {
            let change = diagonal + usize::from(left != right);
            diagonal = row[j + 1];
            row[j + 1] = change.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}
