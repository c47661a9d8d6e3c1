//! The index against a naive filter over the entries themselves.

use std::collections::{BTreeMap, BTreeSet};

use proptest::{collection::vec, prelude::*, sample::subsequence};
use uuid::Uuid;

use super::*;
use crate::{
    action::ActionKind,
    assurance::{Level, Method},
    audit::{Actor, Entry, Event, Scope},
    channel::Channel,
    session::FrozenBecause,
    time::Timestamp,
    trying::cases,
};

const NOW: Timestamp = Timestamp::from_micros(1_773_324_960_000_000);

fn entry(event: Event) -> Entry {
    let scope = Scope {
        customer: Some(Uuid::from_u128(7).into()),
        session: Some(Uuid::from_u128(8).into()),
        case: Some("ACM-20418".parse().unwrap()),
        channel: Channel::from_key("phone"),
        level: Some(Level::Substantial),
        rule: Some("email.change".to_owned()),
        policy: Some(18),
    };
    Entry { id: Uuid::nil().into(), at: NOW, actor: Actor::Staff(Uuid::from_u128(9).into()), scope, event }
}

#[test]
fn an_entry_is_found_by_all_that_it_says() {
    let asked = Event::Asked {
        challenge: Uuid::nil().into(),
        action: Some(ActionKind::ChangeEmail),
        method: Method::Push,
        device: Some("Pixel 8 of Mirela".to_owned()),
    };
    let found = terms(&entry(asked), "asked");
    for term in [
        "agent:00000000-0000-0000-0000-000000000009",
        "customer:00000000-0000-0000-0000-000000000007",
        "session:00000000-0000-0000-0000-000000000008",
        "case:ACM-20418",
        "action:change_email",
        "event:asked",
        "group:challenges",
        "outcome:done",
        "level:2",
        "method:push",
        "channel:phone",
        "rule:email.change",
        "policy:18",
        "word:pixel",
        "word:mirela",
        "word:20418",
        "word:email",
        "word:asked",
    ] {
        assert!(found.contains(term), "{term} in {found:?}");
    }
    // One letter is no word.
    assert!(!found.contains("word:8"));
}

#[test]
fn how_it_came_out_is_a_facet_of_its_own() {
    let frozen = Event::SessionFrozen { because: FrozenBecause::ToldTo };
    assert!(terms(&entry(frozen), "session_frozen").contains("outcome:reported"));
    let open = Event::NotOpen { action: ActionKind::Refund, needs: Level::High, decision: None };
    let found = terms(&entry(open), "not_open");
    assert!(found.contains("outcome:not_open") && found.contains("action:refund"));
}

#[test]
fn who_read_a_story_is_found_by_its_session() {
    let read = Entry { scope: Scope::default(), ..entry(Event::StoryRead { session: Uuid::from_u128(5).into() }) };
    assert!(terms(&read, "story_read").contains("session:00000000-0000-0000-0000-000000000005"));
}

#[test]
fn words_are_cut_alike_wherever_they_come_from() {
    let cut = |text: &str| words(text).collect::<Vec<_>>();
    assert_eq!(cut("ACM-20418"), ["acm", "20418"]);
    assert_eq!(cut("  Zoë's  PIXEL_8 Łuków"), ["zoë", "pixel", "łuków"]);
    assert_eq!(cut(&"a".repeat(50)), ["a".repeat(32)]);
    assert!(cut("' OR 1=1 --").into_iter().eq(["or"]));
}

#[test]
fn a_search_is_read_back_from_its_address() {
    let address = [
        ("event", "challenges"),
        ("result", "done"),
        ("level", "high"),
        ("channel", "phone"),
        ("method", "pin"),
        ("action", "refund"),
        ("session", "00000000-0000-0000-0000-000000000008"),
        ("case", "ACM-20418"),
        ("rule", "email.change"),
        ("policy", "18"),
        ("kind", "asked"),
        ("when", "week"),
        ("from", "2026-03-12T14:20"),
        ("to", "2026-03-12T14:21"),
        ("q", "Ana pixel"),
        ("before", "4711"),
    ];
    let search = Search::from_pairs(address);
    assert_eq!(search.pairs(), address.map(|(name, value)| (name, value.to_owned())));
    assert_eq!(search.facets().count(), 11);
    assert_eq!(search.range(NOW), (1_773_325_200_000, 1_773_325_260_000));
    // What nobody could have chosen asks for nothing.
    let nothing = Search::from_pairs([("level", "highest"), ("agent", "Ana"), ("before", "-1"), ("from", "yesterday"), ("x", "y")]);
    assert_eq!(nothing, Search::default());
}

#[test]
fn of_a_search_the_record_keeps_the_names_and_nothing_that_was_typed() {
    let search = Search::from_pairs([("level", "low"), ("level", "high"), ("q", "Mirela"), ("before", "5")]);
    assert_eq!(search.asked(), ["level", "q"]);
}

#[test]
fn bytes_that_no_row_of_ours_has_are_not_read() {
    for bytes in [&[][..], &[0], &[1, 0], &[1, 0, 16], &[2, 0], &[2; 514], &[3; 513]] {
        assert_eq!(Bits::decode(bytes), None, "{bytes:?}");
    }
    assert_eq!(Times::decode(&[0x80]), None);
    assert_eq!(Times::decode(&[0xff; 12]), None);
}

/// Terms of a small log: few of each, so that they meet.
const TERMS: [&str; 8] = ["level:1", "level:2", "event:a", "event:b", "word:x", "word:y", "session:s", "agent:g"];

fn log() -> impl Strategy<Value = Vec<Vec<&'static str>>> {
    vec(subsequence(TERMS.to_vec(), 0..5), 0..9000)
}

fn query() -> impl Strategy<Value = Vec<(Name, Vec<&'static str>)>> {
    let facets = vec![
        (Name::Level, vec!["1", "2"]),
        (Name::Event, vec!["a", "b"]),
        (Name::Word, vec!["x", "y", "nowhere"]),
        (Name::Session, vec!["s"]),
        (Name::Agent, vec!["g"]),
    ];
    subsequence(facets, 0..4).prop_flat_map(|facets| {
        facets
            .into_iter()
            .map(|(name, values)| subsequence(values.clone(), 1..=values.len()).prop_map(move |some| (name, some)))
            .collect::<Vec<_>>()
    })
}

fn index(log: &[Vec<&str>]) -> BTreeMap<(String, u64), Bits> {
    let mut rows: BTreeMap<(String, u64), Bits> = BTreeMap::new();
    for (place, terms) in (0_u64..).zip(log) {
        let (block, offset) = placed(place);
        for term in terms {
            rows.entry(((*term).to_owned(), block)).or_default().insert(offset);
        }
    }
    // As it comes back from a table.
    rows.into_iter().map(|(key, bits)| (key, Bits::decode(&bits.encode()).unwrap())).collect()
}

proptest! {
    #![proptest_config(cases(64))]

    #[test]
    fn pages_of_a_search_are_what_a_filter_finds(log in log(), facets in query(), most in 1_usize..300) {
        let rows = index(&log);
        let asked = Query::all(facets.iter().filter_map(|(name, values)| Facet::any(*name, values)));
        let (mut before, mut pages) = (log.len() as u64, Vec::new());
        loop {
            let mut page = Wanted::new(most, before);
            for block in (0..=before / BLOCK).rev() {
                page.take(block, &asked.hits(&Bits::ALL, |term| rows.get(&(term.to_owned(), block))));
            }
            let Some(last) = page.found.last() else { break };
            before = *last;
            pages.extend(page.found);
        }
        let fits = |terms: &Vec<&str>| facets.iter().all(|(name, values)| values.iter().any(|value| terms.contains(&name.is(value).as_str())));
        let mut naive: Vec<u64> = (0_u64..).zip(&log).filter(|(_, terms)| fits(terms)).map(|(place, _)| place).collect();
        naive.reverse();
        prop_assert_eq!(pages, naive);
    }

    #[test]
    fn a_set_is_what_was_put_in(places in vec(0_u16..4096, 0..4096), others in vec(0_u16..4096, 0..400)) {
        let (set, other): (BTreeSet<u16>, BTreeSet<u16>) = (places.iter().copied().collect(), others.iter().copied().collect());
        let bits: Bits = places.into_iter().collect();
        let second: Bits = others.into_iter().collect();
        prop_assert_eq!(bits.count(), set.len() as u64);
        prop_assert_eq!(bits.is_empty(), set.is_empty());
        prop_assert!(bits.newest_first().eq(set.iter().rev().copied()));
        prop_assert!(bits.encode().len() <= 513);
        prop_assert_eq!(Bits::decode(&bits.encode()), Some(bits.clone()));
        let (mut both, mut either) = (bits.clone(), bits);
        both.and(&second);
        either.or(&second);
        prop_assert!(both.newest_first().eq((&set & &other).into_iter().rev()));
        prop_assert!(either.newest_first().eq((&set | &other).into_iter().rev()));
    }

    #[test]
    fn instants_come_back_and_a_range_cuts_between_them(at in vec(-5_000_i64..1_900_000_000_000, 0..500), from: i64, to: i64) {
        let mut times = Times::default();
        for at in &at {
            times.push(Timestamp::from_micros(at * 1000));
        }
        prop_assert_eq!(Times::decode(&times.encode()), Some(times.clone()));
        let cut: Vec<u16> = (0_u16..).zip(&at).filter(|(_, at)| from <= **at && **at < to).map(|(place, _)| place).collect();
        prop_assert!(times.within(from, to).newest_first().eq(cut.into_iter().rev()));
        prop_assert_eq!(times.span(), at.iter().min().copied().zip(at.iter().max().copied()));
    }
}

#[test]
fn places_before_an_end() {
    assert_eq!(Bits::below(0), Bits::NONE);
    assert_eq!(Bits::below(4096), Bits::ALL);
    assert_eq!(Bits::below(70).count(), 70);
    assert!(Bits::below(70).contains(69) && !Bits::below(70).contains(70));
}
