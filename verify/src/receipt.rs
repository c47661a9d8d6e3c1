//! A receipt: what it shows, in words, or why it shows nothing.

use std::{fs::File, io::Read, path::Path};

use domain::audit_log::{
    Checkpoint,
    receipt::Receipt,
    verify::{
        Trust,
        entry::{self, Rests},
        head::{self, Signed},
        words::{instant, plain, seconds},
    },
};
use serde_json::Value;

/// An entry in base64 inside base64, its data, its proof and its head are not as long.
const LONGEST: u64 = 4 << 20;

/// Reads a receipt's file.
///
/// # Errors
/// When it cannot be read, or is none.
pub fn read(file: &Path) -> Result<Receipt, String> {
    let named = |error: std::io::Error| format!("{}: {error}", file.display());
    let mut text = String::new();
    let read = File::open(file).map_err(named)?.take(LONGEST).read_to_string(&mut text).map_err(named)?;
    if read as u64 == LONGEST {
        return Err(format!("{}: longer than a receipt can be", file.display()));
    }
    text.parse().map_err(|error| format!("{}: {error}", file.display()))
}

/// Verifies a receipt, and says what it shows.
///
/// # Errors
/// With the reason why it shows nothing.
pub fn verify(receipt: &Receipt, trust: &Trust<'_>) -> Result<String, String> {
    let name = Checkpoint::of(&receipt.checkpoint).map_err(|_| "what was signed is no head of a log")?.origin;
    let Some(key) = trust.logs.iter().find(|key| key.name == name) else {
        return Err(format!("it is from the log {name}, whose key was not given"));
    };
    let head = receipt.verify(key, trust.ed25519).map_err(|error| error.to_string())?;
    let examined = head::examine(&receipt.checkpoint.to_string(), trust);
    let signed = match (examined.signed, examined.flaws.first()) {
        (Some(signed), None) => signed,
        (_, flaw) => return Err(flaw.map_or("its head is not signed", |(_, why)| why).to_owned()),
    };
    if signed.witnesses.len() < trust.quorum {
        return Err(format!("{} of the witnesses have seen its head, and not {}", signed.witnesses.len(), trust.quorum));
    }
    let entry = entry::examine(receipt.told.entry.as_bytes(), &receipt.told.personal, trust.p256);
    if let Some((_, why)) = entry.flaws.first() {
        return Err(format!("the entry: {why}"));
    }
    let read: Value = serde_json::from_str(&receipt.told.entry).unwrap_or_default();
    let mut lines = vec![
        format!("This is true: entry {} of the log {name}, which had {} entries then.", receipt.index, head.size),
        format!("  signed by the log on {}; nobody can change it since without that being found", seconds(signed.time)),
    ];
    lines.extend(seen(&signed, trust));
    lines.push("It says:".to_owned());
    lines.extend(says(&read));
    for opened in receipt.told.personal.iter().filter(|opened| opened.name != entry::PROOF) {
        lines.push(format!("  {:<10} {}", opened.name, plain(&opened.data)));
    }
    lines.extend(entry.rests.map(|rests| format!("  {:<10} {}", "approval", rests_on(rests))));
    lines.extend(missing(&read, receipt).map(|name| format!("  {:<10} erased, or not in this receipt", plain(name))));
    Ok(lines.join("\n"))
}

fn seen(signed: &Signed, trust: &Trust<'_>) -> Vec<String> {
    if trust.witnesses.is_empty() {
        return vec!["  no witness's key was given: that nobody was shown another log is not shown here".to_owned()];
    }
    let seen = signed.witnesses.iter().filter_map(|(at, time)| Some((trust.witnesses.get(*at)?, time)));
    let seen: Vec<_> = seen.map(|(key, time)| format!("  seen by the witness {} on {}", key.name, seconds(*time))).collect();
    if seen.is_empty() { vec!["  seen by none of the witnesses that were given".to_owned()] } else { seen }
}

/// The names of what the entry commits to and the receipt does not carry.
fn missing<'a>(entry: &'a Value, receipt: &'a Receipt) -> impl Iterator<Item = &'a String> {
    let commits = entry["personal"].as_object().into_iter().flat_map(|all| all.keys());
    commits.filter(|name| receipt.told.personal.iter().all(|opened| opened.name != **name))
}

/// What stands in the entry, a line each.
fn says(entry: &Value) -> Vec<String> {
    let text = |path: &str| {
        entry.pointer(path).filter(|value| !value.is_null()).map(|value| value.as_str().map_or_else(|| value.to_string(), plain))
    };
    let at = entry["at"].as_i64().map(instant);
    let who = text("/actor/kind").map(|kind| [kind, text("/actor/id").unwrap_or_default()].join(" ").trim_end().to_owned());
    let told = [
        ("when", at),
        ("what", text("/event/event")),
        ("with", with(entry).map(|all| plain(&all))),
        ("who", who),
        ("customer", text("/customer")),
        ("session", text("/session")),
        ("case", text("/case")),
        ("channel", text("/channel")),
        ("level", text("/level")),
        ("rule", text("/rule")),
        ("policy", text("/policy")),
    ];
    told.into_iter().filter_map(|(name, value)| Some(format!("  {name:<10} {}", value?))).collect()
}

/// What else the event says.
fn with(entry: &Value) -> Option<String> {
    let mut members = entry["event"].as_object()?.clone();
    members.remove("event");
    let said: Vec<_> =
        members.iter().map(|(name, value)| format!("{name} {}", value.as_str().map_or_else(|| value.to_string(), str::to_owned))).collect();
    (!said.is_empty()).then(|| said.join(", "))
}

const fn rests_on(rests: Rests) -> &'static str {
    match rests {
        Rests::Signed => "signed for this session, and the signature fits the key that was kept as the customer's device's",
        Rests::Unbound => {
            "signed, and the signature fits the key that was kept as the customer's passkey; for what session is not in the receipt"
        }
        Rests::Unchecked => "signed, by an algorithm that this program does not check",
        Rests::Erased => "its signature was erased, or is not in this receipt",
        Rests::Bad => "its signature does not fit",
        Rests::Nothing => "no signature was kept with it",
    }
}
