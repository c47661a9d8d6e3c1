//! Names and reasons are read by people, keys stand in addresses and events.

use crate::policy::{
    Policy,
    file::{Findings, Kind, PolicyFile},
};

/// What is shown to somebody says something, and so does what somebody answers for.
pub(super) fn everything_has_its_words(policy: &Policy, file: &PolicyFile, findings: &mut Findings) {
    let mut words = vec![("name".to_owned(), policy.name.as_str())];
    words.extend(policy.channels().map(|(_, row)| (format!("channels.{}.name", row.key), row.name.as_str())));
    words.extend(policy.roles().map(|(_, row)| (format!("roles.{}.name", row.key), row.name.as_str())));
    words.extend(policy.segments().map(|(_, row)| (format!("segments.{}.name", row.key), row.name.as_str())));
    words.extend(policy.signals().map(|(_, row)| (format!("signals.{}.says", row.key), row.says.as_str())));
    for action in policy.actions() {
        let path = format!("actions.{}", action.key);
        words.extend([(format!("{path}.name"), action.name.as_str()), (format!("{path}.rule"), action.rule.as_str())]);
        for when in &action.when {
            words.push((format!("{path}.when"), when.rule.as_str()));
            words.extend(when.refuse.as_deref().map(|refuse| (format!("{path}.when.{}.refuse", when.rule), refuse)));
        }
    }
    for (exception, key) in policy.exceptions().iter().zip(file.exceptions.keys()) {
        words.push((format!("exceptions.{key}.because"), exception.because.as_str()));
        words.push((format!("exceptions.{key}.approved_by"), exception.approved_by.as_str()));
    }
    for (path, _) in words.into_iter().filter(|(_, words)| words.trim().is_empty()) {
        findings.add(Kind::NoWords, path, "There is no word in it.", "Write what people are to read there.");
    }
    if policy.currency.len() != 3 || !policy.currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
        let what = format!("`{}` is no currency code.", policy.currency);
        findings.add(Kind::OddCurrency, "currency", what, "Write its three letters of ISO 4217, such as \"EUR\".");
    }
}

/// Keys are small letters, digits and underscores.
pub(super) fn keys_fit_into_addresses(policy: &Policy, _: &PolicyFile, findings: &mut Findings) {
    let all = (policy.channels().map(|(_, row)| ("channels", &row.key)))
        .chain(policy.roles().map(|(_, row)| ("roles", &row.key)))
        .chain(policy.segments().map(|(_, row)| ("segments", &row.key)))
        .chain(policy.signals().map(|(_, row)| ("signals", &row.key)))
        .chain(policy.actions().iter().map(|row| ("actions", &row.key)));
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    for (table, key) in all.filter(|(_, key)| key.is_empty() || !key.bytes().all(fits)) {
        findings.add(
            Kind::OddKey,
            format!("{table}.{key}"),
            format!("`{key}` stands in addresses and events, and cannot."),
            "Write it in small letters, digits and underscores; its `name` is free.",
        );
    }
}
