//! Whom a policy leaves out.

use crate::{
    assurance::{
        Level,
        Method::{Passkey, Pin, Push, Totp},
    },
    policy::{
        BANK, LIBRARY, Need, Policy,
        coverage::{Reach, Rung, coverage, wanted},
        file,
    },
};

fn of<'a>(all: &'a [Reach], channel: &str, without: Option<Need>) -> &'a Reach {
    all.iter().find(|reach| reach.channel == channel && reach.without == without).unwrap()
}

fn rung(reach: &Reach, level: Level) -> &Rung {
    reach.rungs.iter().find(|rung| rung.level == level).unwrap()
}

#[test]
fn ch9_every_channel_and_level_and_need_names_a_way_or_is_said_to_be_closed() {
    for text in [BANK, LIBRARY] {
        let policy = Policy::read(text).unwrap();
        let all = coverage(&policy);
        assert_eq!(all.len(), policy.channels().count() * (Need::ALL.len() + 1));
        for reach in &all {
            assert_eq!(reach.rungs.iter().map(|rung| rung.level).collect::<Vec<_>>(), [Level::Low, Level::Substantial, Level::High]);
            for rung in &reach.rungs {
                assert_eq!(!rung.ways.is_empty(), rung.level <= reach.level, "{reach:?}: two methods are always enough");
                assert!(!rung.closed, "nobody is left out by the policies that come along: {reach:?}");
            }
            let ceiling = policy.ceiling(policy.channel(&reach.channel).unwrap());
            assert!(reach.level <= ceiling);
        }
    }
}

#[test]
fn a_level_is_reached_by_one_method_or_by_two_of_which_neither_is_enough() {
    let policy = Policy::read(BANK).unwrap();
    let all = coverage(&policy);
    let phone = of(&all, "phone", None);
    assert_eq!(rung(phone, Level::Low).ways, [vec![Passkey], vec![Push], vec![Pin], vec![Totp]]);
    assert_eq!(rung(phone, Level::Substantial).ways, [vec![Passkey], vec![Push], vec![Pin, Totp]]);
    assert_eq!(rung(phone, Level::High).ways, [vec![Passkey], vec![Push]]);
    let deaf = of(&all, "phone", Some(Need::Hearing));
    assert_eq!(rung(deaf, Level::Substantial).ways, [vec![Passkey], vec![Pin, Totp]], "digits that are read out have to be heard");
    let blind = of(&all, "kiosk", Some(Need::Sight));
    assert!(!blind.methods.contains(&Push) && of(&all, "kiosk", None).methods.contains(&Push), "digits on a screen have to be seen");
    assert!(of(&all, "chat", Some(Need::Sight)).methods.contains(&Push), "their own device reads the chat out");
    assert!(!of(&all, "chat", Some(Need::Smartphone)).methods.contains(&Push));
}

#[test]
fn what_circumstances_need_is_a_dead_end_too() {
    // Only a large refund needs High, and a phone without an unlocked passkey does not get there.
    let weak = BANK.replacen("alone = \"low\"\nuser_verified = \"high\"", "alone = \"low\"", 1).replacen(
        "\nhold_lifted_by_phishing_resistant = true",
        "",
        1,
    );
    let (policy, _) = file::read(&weak).unwrap();
    let all = coverage(&policy);
    let reach = of(&all, "kiosk", Some(Need::Smartphone));
    assert!(reach.dead_end && rung(reach, Level::High).needed && rung(reach, Level::High).closed, "{reach:?}");
    assert!(!rung(reach, Level::Substantial).closed);
    // What the channel's ceiling keeps everybody from is no dead end: the agent is told so.
    let ticket = of(&all, "ticket", Some(Need::Smartphone));
    assert!(!ticket.dead_end && !rung(ticket, Level::High).needed, "{ticket:?}");
}

#[test]
fn w13_who_cannot_agree_is_left_out_however_much_they_prove() {
    let text = BANK.replacen("[methods.passkey]", "[methods.passkey]\nneeds = [\"smartphone\"]", 1);
    let (policy, findings) = file::read(&text).unwrap();
    let all = coverage(&policy);
    let kiosk = of(&all, "kiosk", Some(Need::Smartphone));
    let substantial = rung(kiosk, Level::Substantial);
    assert!(!substantial.ways.is_empty() && substantial.mute && substantial.closed, "{substantial:?}");
    assert!(findings.has_errors());
}

#[test]
fn w13_an_exception_answers_for_a_dead_end_from_its_level_on() {
    let deaf =
        BANK.replacen("ceiling = \"high\"\nconveyed = \"aloud\"", "ceiling = \"high\"\nneeds = [\"hearing\"]\nconveyed = \"aloud\"", 1);
    let exception = |channel: &str, without: &str, from: &str| {
        format!(
            "\n[exceptions.relay]\nchannel = \"{channel}\"\nwithout = \"{without}\"\nfrom = \"{from}\"\nbecause = \"Relay calls are taken in the chat.\"\napproved_by = \"Ingrid\"\n"
        )
    };
    assert!(Policy::read(&deaf).is_err());
    let read = Policy::read(&(deaf.clone() + &exception("phone", "hearing", "low"))).unwrap();
    let all = coverage(&read);
    let answered = of(&all, "phone", Some(Need::Hearing));
    assert_eq!((answered.exception.as_deref(), answered.dead_end), (Some("Relay calls are taken in the chat."), false));
    assert_eq!(of(&all, "phone", None).exception, None);
    for (channel, without, from) in [("phone", "hearing", "substantial"), ("phone", "speech", "low"), ("chat", "hearing", "low")] {
        assert!(Policy::read(&(deaf.clone() + &exception(channel, without, from))).is_err(), "{channel} {without} {from}");
    }
}

#[test]
fn what_is_wanted_on_a_channel_is_what_a_person_can_be_in_there() {
    let whens = "[actions.update_contact_preferences]\n\
         when.\"p.signal\" = { signals = [\"sim_change\"], needs = \"substantial\" }\n\
         when.\"p.both\" = { signals = [\"sim_change\"], channels = [\"phone\"], needs = \"high\" }\n\
         when.\"p.chat\" = { channels = [\"chat\"], needs = \"substantial\" }\n\
         when.\"p.phone\" = { channels = [\"phone\"], needs = \"high\" }\n\
         when.\"p.us\" = { we_started = true, needs = \"substantial\" }\n\
         when.\"p.no\" = { channels = [\"phone\"], segments = [\"business\"], refuse = \"Not here.\" }\n";
    let (policy, _) = file::read(&BANK.replacen("[actions.update_contact_preferences]\n", whens, 1)).unwrap();
    for (ix, row) in policy.channels() {
        let mut expected = Vec::new();
        for action in policy.actions() {
            if !action.channels.has(ix) {
                continue;
            }
            expected.push(action.needs);
            for when in &action.when {
                let elsewhere = !when.circumstances.channels.is_empty() && !when.circumstances.channels.has(ix);
                let closed = when.refuse.is_some();
                if !(elsewhere || closed || !when.circumstances.signals.is_empty()) {
                    expected.push(action.needs.and(when.needs));
                }
            }
        }
        expected.retain(|needs| needs.level <= row.ceiling);
        assert_eq!(wanted(&policy, ix).collect::<Vec<_>>(), expected, "{}", row.key);
    }
}
