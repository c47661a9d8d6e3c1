//! Names are looked up, and numbers mean what the file says.

use time::Duration;

use crate::{
    action::ActionKind,
    assurance::{Level, Method},
    policy::{BANK, ChannelIx, ChannelSet, MethodSet, Need, Needs, Policy, RoleIx, SegmentIx, SignalIx, SignalSet, Tell, file},
};

#[test]
fn every_name_of_the_file_is_found_and_no_other() {
    let bank = Policy::read(BANK).unwrap();
    let channels: Vec<_> = bank.channels().map(|(ix, row)| (ix, row.key.as_str())).collect();
    assert_eq!(
        channels.iter().map(|(_, key)| *key).collect::<Vec<_>>(),
        ["phone", "chat", "ticket", "kiosk", "social", "embedded", "portal"]
    );
    for (ix, key) in channels {
        assert_eq!(bank.channel(key), Some(ix));
        assert_eq!(bank.channel_row(ix).map(|row| row.key.as_str()), Some(key));
    }
    for (ix, row) in bank.roles() {
        assert_eq!(bank.role(&row.key), Some(ix));
    }
    for (ix, row) in bank.segments() {
        assert_eq!(bank.segment(&row.key), Some(ix));
    }
    for (ix, row) in bank.signals() {
        assert_eq!(bank.signal(&row.key), Some(ix));
    }
    assert_eq!((bank.roles().count(), bank.segments().count(), bank.signals().count()), (4, 2, 7));
    for kind in ActionKind::ALL {
        assert_eq!(bank.built_in(kind).key, kind.key());
        assert_eq!(bank.action(kind.key()), Some(bank.built_in(kind)));
    }
    assert_eq!((bank.channel("fax"), bank.role("king"), bank.segment("none"), bank.signal("none")), (None, None, None, None));
    assert_eq!(bank.action("fly"), None);
    assert_eq!((bank.name.as_str(), bank.currency.as_str()), ("Bank", "EUR"));
    assert_eq!(bank.ceiling(bank.channel("ticket").unwrap()), Level::Substantial);
    assert_eq!(bank.ceiling(ChannelIx::NONE), Level::Unverified);
    assert_eq!(bank.exceptions(), []);
}

#[test]
fn what_is_left_out_has_its_default() {
    let bank = Policy::read(BANK).unwrap();
    let passkey = bank.method(Method::Passkey);
    assert_eq!((passkey.enabled, passkey.synced, passkey.restricted, passkey.seconds), (true, Level::High, false, 45));
    assert_eq!((passkey.lifetime, passkey.seasoning), (Duration::minutes(15), Duration::hours(24)));
    assert!(bank.channels().all(|(ix, _)| passkey.offered_on.has(ix)));
    let pin = bank.method(Method::Pin);
    assert_eq!(pin.user_verified, pin.alone);
    assert!(!pin.offered_on.has(bank.channel("social").unwrap()));
    let refund = bank.built_in(ActionKind::Refund);
    assert_eq!((refund.approval_lifetime, refund.revert, refund.tell), (Duration::minutes(5), Duration::ZERO, Tell::Customer));
    assert_eq!(bank.action("view_orders").unwrap().rule, "view_orders");
    let over = refund.when.iter().find(|when| when.rule == "refund.over_200").unwrap();
    let needs = Needs { level: Level::High, fresh: None, consent: false, second_person: true, hold: Duration::ZERO, hold_lifted: true };
    assert_eq!((over.circumstances.amount_above, over.needs), (Some(20_000), needs));
    assert_eq!(bank.limits.prompts_in, Duration::minutes(10));
    let unseasoned = bank.clone().without_seasoning();
    assert!(Method::ALL.iter().all(|&method| unseasoned.method(method).seasoning == Duration::ZERO));
    assert_eq!(Policy { methods: bank.methods.clone(), ..unseasoned }, bank, "and nothing else changes");
}

#[test]
fn limits_that_a_policy_does_not_name_are_those_of_the_documentation() {
    let limits = Policy::read(include_str!("small.toml")).unwrap().limits;
    assert_eq!((limits.prompts_a_day, limits.challenges_an_hour, limits.contacts_an_hour), (10, 60, 40));
    assert_eq!((limits.reveals_an_hour, limits.reveals_a_day), (20, 60));
}

#[test]
fn a_risk_bars_all_that_any_signal_bars_and_leaves_the_least() {
    let bank = Policy::read(BANK).unwrap();
    let of = |keys: &[&str]| bank.risk(keys.iter().map(|key| bank.signal(key).unwrap()).collect::<SignalSet>());
    assert_eq!(of(&[]), (MethodSet::NONE, Level::High));
    let (bars, cap) = of(&["sim_change", "impossible_travel", "agents_tried", "bulk_look_ups"]);
    assert_eq!(bars.iter().collect::<Vec<_>>(), [Method::Pin, Method::Totp, Method::OtpSms, Method::OtpVoice]);
    assert_eq!(cap, Level::Low);
    assert_eq!(of(&["agents_tried"]), (MethodSet::NONE, Level::Substantial));
}

#[test]
fn thirty_one_fit_into_a_set_and_the_one_that_is_none_into_none() {
    let all: Vec<_> = (0..40).filter_map(ChannelIx::new).collect();
    assert_eq!(all.len(), ChannelIx::MOST);
    assert!(all.iter().enumerate().all(|(place, ix)| ix.place() == place));
    let set: ChannelSet = all.iter().copied().collect();
    assert_eq!(set.iter().collect::<Vec<_>>(), all);
    assert!(!set.has(ChannelIx::NONE) && !ChannelSet::NONE.has(ChannelIx::NONE));
    let (one, other) = (ChannelSet::NONE.with(all[0]), ChannelSet::NONE.with(all[30]));
    assert!(one.has(all[0]) && !one.has(all[30]) && !one.meets(other) && one.meets(set) && set.meets(other));
    assert!(ChannelSet::NONE.is_empty() && !one.is_empty() && ChannelSet::NONE.iter().next().is_none());
    assert_eq!((RoleIx::new(31), SegmentIx::new(31), SignalIx::new(31)), (None, None, None));
    let two = MethodSet::NONE.with(Method::Push).or(MethodSet::NONE.with(Method::Kba));
    assert_eq!(two.iter().collect::<Vec<_>>(), [Method::Push, Method::Kba]);
    assert_eq!(two.or(two), two);
}

#[test]
fn the_stricter_of_two_needs_is_the_stricter_of_each() {
    let none = Needs { level: Level::Low, fresh: None, consent: false, second_person: false, hold: Duration::ZERO, hold_lifted: true };
    let hour = Some(Duration::HOUR);
    let strict = Needs { level: Level::High, fresh: hour, consent: true, second_person: true, hold: Duration::DAY, hold_lifted: false };
    assert_eq!((none.and(strict), strict.and(none), none.and(none)), (strict, strict, none));
    let minute = Needs { fresh: Some(Duration::MINUTE), ..none };
    assert_eq!(minute.and(strict).fresh, Some(Duration::MINUTE));
    assert!(Needs { consent: true, ..none }.and(none).consent && Needs { second_person: true, ..none }.and(none).second_person);
}

#[test]
fn needs_have_their_words() {
    assert_eq!(Need::ALL.map(Need::key), ["smartphone", "hearing", "speech", "sight"]);
    assert_eq!(Need::ALL.map(Need::name), ["a smartphone", "hearing", "speech", "sight"]);
}

#[test]
fn what_is_found_is_told_by_line_and_by_file() {
    let text = BANK.replacen("prompts = 3", "prompts = 0", 1).replacen("currency = \"EUR\"", "currency = \"euro\"", 1);
    let (_, findings) = file::read(&text).unwrap();
    let line = text.lines().position(|line| line.starts_with("prompts = 0")).unwrap() + 1;
    let said = findings.to_string();
    let expected = format!(
        "line 10: error[words]: currency: `euro` is no currency code. Write its three letters of ISO 4217, such as \"EUR\".\n\
         line {line}: error[over-at-once]: limits.prompts: It lets nothing through. Write at least 1."
    );
    assert_eq!(said, expected);
    assert_eq!(findings.in_file("a.toml").to_string(), expected.replace("line ", "a.toml:"));
    assert!(findings.has_errors());
}

#[test]
fn w4_a_transfer_leaves_the_level_or_the_ceiling_whichever_is_lower() {
    let bank = Policy::read(BANK).unwrap();
    for (channel, row) in bank.channels() {
        for before in [Level::Unverified, Level::Low, Level::Substantial, Level::High] {
            let after = bank.after_transfer(before, channel);
            assert_eq!(after, if before > row.ceiling { row.ceiling } else { before }, "{} to {}", before, row.key);
        }
    }
}

#[test]
fn what_is_in_a_set_twice_is_in_it() {
    let pin = MethodSet::NONE.with(Method::Pin);
    assert_eq!(pin.with(Method::Pin), pin);
    let bank = Policy::read(BANK).unwrap();
    let phone = ChannelSet::NONE.with(bank.channel("phone").unwrap());
    assert_eq!(phone.with(bank.channel("phone").unwrap()), phone);
}

#[test]
fn a_table_may_have_as_many_rows_as_a_set_has_places_and_none_of_three_may_be_empty() {
    let small = include_str!("small.toml");
    let kinds = |text: &str| -> Vec<&'static str> {
        let found = match file::read(text) {
            Ok((_, findings)) | Err(findings) => findings,
        };
        found.iter().map(|finding| finding.check).collect()
    };
    let more = |count: usize| -> String {
        let rows = (0..count).map(|n| format!("[segments.more_{n}]\nname = \"More {n}\"\n\n")).collect::<Vec<_>>().concat();
        small.replacen("[segments.personal]", &format!("{rows}[segments.personal]"), 1)
    };
    let there = small.matches("\n[segments.").count();
    assert!(!kinds(&more(ChannelIx::MOST - there)).contains(&"too-many"));
    assert!(kinds(&more(ChannelIx::MOST - there + 1)).contains(&"too-many"));
    for table in ["channels", "roles", "segments"] {
        let mut file: toml::Table = toml::from_str(small).unwrap();
        file.insert(table.to_owned(), toml::Value::Table(toml::Table::new()));
        assert!(kinds(&toml::to_string(&file).unwrap()).contains(&"empty"), "{table}");
    }
}

#[test]
fn a_rule_that_closes_and_asks_for_anything_besides_is_found() {
    let small = include_str!("small.toml");
    let line = "when.\"refund.business\" = { segments = [\"business\"], needs = \"substantial\" }";
    assert!(small.contains(line));
    let found = |asks: &str| {
        let closes = format!("when.\"refund.business\" = {{ segments = [\"business\"], refuse = \"Not here.\"{asks} }}");
        let findings = match file::read(&small.replacen(line, &closes, 1)) {
            Ok((_, findings)) | Err(findings) => findings,
        };
        findings.iter().any(|finding| finding.what.contains("It closes the action"))
    };
    assert!(!found(""));
    for asks in [", needs = \"high\"", ", fresh = \"1m\"", ", consent = true", ", second_person = true", ", hold = \"1h\""] {
        assert!(found(asks), "{asks}");
    }
}
