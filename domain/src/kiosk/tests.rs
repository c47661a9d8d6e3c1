use time::Duration;
use uuid::Uuid;

use super::*;
use crate::{
    action::{ActionHash, ActionKind},
    assurance::Level,
    challenge::{Code, EntryNumber, LIFETIME, Link, Push, TRIES, Typed},
    channel::{Channel, StartedBy},
    secret::Hashed,
    session::FrozenBecause,
};

const NOW: Timestamp = Timestamp::from_micros(1_773_324_960_000_000);

fn session() -> Session {
    Session {
        id: Uuid::nil().into(),
        customer: Uuid::nil().into(),
        agent: Uuid::nil().into(),
        channel: Channel::from_key("kiosk").unwrap(),
        carried: Level::High,
        started_by: StartedBy::Customer,
        reason: ActionKind::Refund,
        case: None,
        opened_at: NOW,
        state: SessionState::Open,
    }
}

fn asked(means: Means) -> Challenge {
    Challenge {
        id: Uuid::nil().into(),
        session: Uuid::nil().into(),
        customer: Uuid::nil().into(),
        agent: Uuid::nil().into(),
        means,
        request: None,
        action_hash: ActionHash::from_bytes([0; 32]),
        shown_text: String::new(),
        state: ChallengeState::Pending,
        tries_left: TRIES,
        asked_at: NOW,
        delivered_at: None,
        opened_at: None,
        ended_at: None,
        expires_at: NOW.after(LIFETIME),
    }
}

fn push() -> Challenge {
    asked(Means::Push(Push { device: Uuid::nil().into(), code: Code::parse("481205").unwrap(), needs_user_verification: false }))
}

fn link() -> Challenge {
    asked(Means::Passkey(Link::new(Hashed::of("link"))))
}

fn at(seconds: i64) -> Timestamp {
    NOW.after(Duration::seconds(seconds))
}

#[test]
fn ch4_what_is_asked_is_hidden_within_a_minute_that_nobody_touches_the_screen() {
    for challenge in [push(), link()] {
        let show = |touched, now| showing(&session(), Some(&challenge), at(touched), at(now));
        assert_eq!(show(-600, 0), Showing::Asked { challenge: &challenge, hide_at: at(45) });
        assert_eq!(show(-600, 44), Showing::Asked { challenge: &challenge, hide_at: at(45) });
        assert_eq!(show(-600, 45), Showing::Hidden(&challenge), "45 seconds after it was asked");
        assert_eq!(show(60, 60), Showing::Asked { challenge: &challenge, hide_at: at(105) }, "a touch shows it again");
        assert_eq!(show(110, 110), Showing::Asked { challenge: &challenge, hide_at: at(120) }, "and never past its end");
        assert_eq!(show(110, 120), Showing::Nothing);
        assert!(IDLE < Duration::MINUTE);
    }
}

#[test]
fn ch4_nothing_is_shown_of_a_session_that_is_not_at_a_kiosk_now() {
    let challenge = push();
    let show = |session: &Session| showing(session, Some(&challenge), NOW, at(1));
    assert!(matches!(show(&session()), Showing::Asked { .. }));
    for gone in [
        Session { channel: Channel::from_key("phone").unwrap(), ..session() },
        Session { state: SessionState::Ended { at: NOW }, ..session() },
        Session { state: SessionState::Frozen { at: NOW, because: FrozenBecause::NotMe }, ..session() },
        Session { id: Uuid::max().into(), ..session() },
    ] {
        assert_eq!(show(&gone), Showing::Nothing, "{gone:?}");
    }
    assert_eq!(showing(&session(), None, NOW, NOW), Showing::Nothing);
}

#[test]
fn ch4_the_link_goes_as_soon_as_it_was_opened_and_the_digits_stay_for_whoever_types_them() {
    let opened = link().opened(at(5)).unwrap();
    assert_eq!(showing(&session(), Some(&opened), NOW, at(6)), Showing::OnTheirDevice(&opened));
    let opened = push().opened(at(5)).unwrap();
    assert_eq!(showing(&session(), Some(&opened), NOW, at(6)), Showing::Asked { challenge: &opened, hide_at: at(45) });
}

#[test]
fn ch4_an_answer_is_thanked_for_and_every_other_end_shows_nothing() {
    let answered = push().answered(at(20)).unwrap();
    assert_eq!(showing(&session(), Some(&answered), NOW, at(21)), Showing::Thanks { until: at(40) });
    assert_eq!(showing(&session(), Some(&answered), NOW, at(40)), Showing::Nothing);
    let withdrawn = push().withdrawn(at(20)).unwrap();
    let wrong = push().tried(0, at(20)).unwrap();
    for over in [withdrawn, wrong] {
        assert_eq!(showing(&session(), Some(&over), NOW, at(21)), Showing::Nothing, "{:?}", over.state);
    }
}

#[test]
fn a_kiosk_has_no_keypad_and_shows_a_link_to_type_behind() {
    let keypad = asked(Means::Pin(Typed::Keypad(EntryNumber::parse("48120577").unwrap())));
    assert_eq!(showing(&session(), Some(&keypad), NOW, NOW), Showing::Nothing);
    let page = asked(Means::Pin(Typed::Page(Link::new(Hashed::of("link")))));
    assert!(matches!(showing(&session(), Some(&page), NOW, NOW), Showing::Asked { .. }));
}

#[test]
fn it_says_when_time_alone_changes_it() {
    let challenge = push();
    for (shown, at) in [
        (Showing::Nothing, None),
        (Showing::Asked { challenge: &challenge, hide_at: at(45) }, Some(at(45))),
        (Showing::Hidden(&challenge), Some(at(120))),
        (Showing::OnTheirDevice(&challenge), Some(at(120))),
        (Showing::Thanks { until: at(9) }, Some(at(9))),
    ] {
        assert_eq!(shown.changes_at(), at);
    }
}
