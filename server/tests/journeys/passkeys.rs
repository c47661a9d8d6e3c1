//! A passkey as an answer of its own: behind a link, on a device that has nothing of ours, bound to one session and one action.

use app::{
    desk::view::{Outcome, Place},
    phone::api::AnswerResult,
};
use domain::{
    action::ActionKind,
    assurance::{Level, Method},
    audit::Event,
    ids::SessionId,
    refusal::Refusal,
    time::Duration,
};
use serde_json::{Value, json};

use crate::{
    on_both,
    support::{
        agent::Agent,
        authenticator::Authenticator,
        link::{Device, answer},
        phone::Phone,
        qr as camera, rows,
        world::{MIRELA, TOMAS, World},
    },
};

/// A customer with a phone and a passkey made on it, and Ana.
async fn with_passkey(world: &World, number: &str, id: &[u8]) -> (Agent, Phone, Authenticator) {
    let phone = world.plain_phone(number).await;
    let mut passkey = Authenticator::new(id);
    assert_eq!(phone.make_passkey(&mut passkey).await.status, 204);
    (world.agent("Ana").await, phone, passkey)
}

/// Asks for a passkey in a new session; the device that has the link.
async fn asked(world: &World, ana: &mut Agent, number: &str) -> (SessionId, Device) {
    let session = ana.open(number, ActionKind::ChangeEmail).await;
    let challenge = ana.ask_passkey(session).await.unwrap();
    let token = ana.link(session, challenge).await;
    (session, Device::at(world, &token))
}

async fn level(ana: &Agent, session: SessionId) -> Level {
    ana.workspace(session, Place::Overview).await.assurance.level
}

fn code<T: std::fmt::Debug>(result: Result<T, crate::support::phone::Problem>) -> String {
    result.unwrap_err().code().to_owned()
}

/// What is wrong with an answer, and how it gets so: before it is signed, or after.
type Defect = (&'static str, fn(&mut Authenticator), fn(&mut Value));

const DEFECTS: [Defect; 16] = [
    ("type", |a| a.kind = "webauthn.create", |_| {}),
    ("origin", |a| a.origin = "https://evil.example".to_owned(), |_| {}),
    ("crossOrigin", |a| a.cross_origin = json!(true), |_| {}),
    ("topOrigin", |a| a.top_origin = json!("https://evil.example"), |_| {}),
    ("rpIdHash", |a| a.rp_id = "evil.example".to_owned(), |_| {}),
    ("user present", |a| a.present = false, |_| {}),
    ("user verified", |a| a.verifies = false, |_| {}),
    ("backup eligible", |a| a.backup_eligible = true, |_| {}),
    ("backed up", |a| a.backed_up = true, |_| {}),
    ("user handle", |a| a.user_handle[0] ^= 1, |_| {}),
    ("challenge", |_| {}, |v| *v = resigned(v)),
    ("signature", |_| {}, |v| flip(&mut v["response"]["signature"])),
    ("authenticator data", |_| {}, |v| flip(&mut v["response"]["authenticatorData"])),
    ("credential id", |_| {}, |v| flip(&mut v["rawId"])),
    ("its text", |_| {}, |v| flip(&mut v["id"])),
    ("no signature at all", |_| {}, |v| v["response"]["signature"] = json!("")),
];

/// Another challenge than the one that was signed.
fn resigned(answer: &Value) -> Value {
    let mut other = answer.clone();
    flip(&mut other["response"]["clientDataJSON"]);
    other
}

/// Another character in the middle of a text.
fn flip(text: &mut Value) {
    let mut bytes = text.as_str().unwrap().as_bytes().to_vec();
    let middle = bytes.len() / 2;
    bytes[middle] = if bytes[middle] == b'A' { b'B' } else { b'A' };
    *text = json!(String::from_utf8(bytes).unwrap());
}

on_both! {
    async fn m17_a_passkey_behind_a_link_is_high_once_and_looking_costs_nothing(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, _phone, mut passkey) = with_passkey(&world, MIRELA, b"mirelas").await;
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let challenge = ana.ask_passkey(session).await.unwrap();
        let page = ana.workspace(session, Place::Asked(challenge)).await;
        let asked = page.asked.unwrap();
        assert_eq!((asked.method, page.assurance.if_approved), (Method::Passkey, Some(Level::High)));
        let token = ana.link(session, challenge).await;
        assert!(token.len() >= 22, "at least 128 bits");
        let device = Device::at(&world, &token);
        for _ in 0..3 {
            let page = device.page().await;
            assert!(page.body.contains("Did you contact Acme?") && page.body.contains("Someone told me to approve this"));
            assert_eq!(page.headers["referrer-policy"], "strict-origin");
            assert_eq!(page.headers["cache-control"], "no-store");
        }
        assert_eq!(device.approve(&mut passkey).await, Ok(AnswerResult::Done {
            what: vec!["You showed that it is you".to_owned(), "Nothing was changed by this".to_owned()]
        }));
        assert_eq!(level(&ana, session).await, Level::High);
        let events = rows::events(&db, session).await;
        assert_eq!(events[events.len() - 4..], ["asked", "link_opened", "approved", "raised"]);
        assert_eq!(code(device.approve(&mut passkey).await), "challenge-over", "once");
        assert!(device.page().await.body.contains("You showed that it is you"));
        assert!(!rows::holds(&db, &token).await, "of the link only the hash is kept");
    }

    async fn a_change_by_passkey_runs_exactly_as_approved(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, _phone, mut passkey) = with_passkey(&world, MIRELA, b"mirelas").await;
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let challenge = ana.email_by_passkey(session, "m@post.example", "k").await;
        let device = Device::at(&world, &ana.link(session, challenge).await);
        assert!(device.page().await.body.contains("m@post.example"), "exactly what will change");
        assert!(matches!(device.approve(&mut passkey).await, Ok(AnswerResult::Done { .. })));
        let shown = ana.workspace(session, Place::Asked(challenge)).await.asked.unwrap();
        assert!(matches!(shown.outcome, Some(Outcome::Done(_))), "{:?}", shown.outcome);
        assert_eq!(shown.device, "Pixel 8");
        assert_eq!(rows::email(&db, world.customer(MIRELA).await).await, "m@post.example");
        assert_eq!(rows::count(&db, "approval WHERE method = 'passkey' AND used_at IS NOT NULL").await, 1);
        let after = device.page().await.body;
        assert!(after.contains("You approved this change") && !after.contains("m@post.example"), "what was asked is shown no more");
    }

    async fn a19_without_user_verification_it_is_one_factor_and_only_if_that_was_asked_for(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, _phone, mut passkey) = with_passkey(&world, MIRELA, b"mirelas").await;
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let challenge = ana.email_by_passkey(session, "m@post.example", "k").await;
        let device = Device::at(&world, &ana.link(session, challenge).await);
        passkey.verifies = false;
        assert_eq!(code(device.approve(&mut passkey).await), "bad-passkey");
        let options = device.start(false).await.unwrap();
        assert!(options.contains("preferred"));
        assert!(matches!(device.give(&answer(&mut passkey, &options)).await, Ok(AnswerResult::Approved { .. })));
        assert_eq!(level(&ana, session).await, Level::Low);
        assert_eq!(rows::email(&db, world.customer(MIRELA).await).await, "mk@mail.example", "nothing ran");
        assert!(device.page().await.body.contains("One more thing may be needed"));

        // The level comes later, and the signature is checked again when it runs: a row that somebody changed by hand is none.
        let second = ana.ask_passkey(session).await.unwrap();
        passkey.verifies = true;
        Device::at(&world, &ana.link(session, second).await).approve(&mut passkey).await.unwrap();
        assert_eq!(level(&ana, session).await, Level::High);
        let draft = ana.workspace(session, Place::Asked(challenge)).await.asked.unwrap().request.unwrap();
        rows::set(&db, "approval SET signed_answer = REPLACE(signed_answer, '\"verify\":false', '\"verify\":true')").await;
        assert_eq!(ana.run_approved(session, challenge, &draft, "one").await, Err(Refusal::BadSignature));
        rows::set(&db, "approval SET signed_answer = REPLACE(signed_answer, '\"verify\":true', '\"verify\":false')").await;
        rows::set(&db, "approval SET user_verified = (1 = 1)").await;
        assert_eq!(ana.run_approved(session, challenge, &draft, "two").await, Err(Refusal::BadSignature));
        rows::set(&db, "approval SET user_verified = (1 = 0)").await;
        ana.run_approved(session, challenge, &draft, "three").await.unwrap();
        assert_eq!(rows::email(&db, world.customer(MIRELA).await).await, "m@post.example");
    }

    async fn a22_whatever_is_wrong_with_an_answer_it_is_refused_and_nothing_changes(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, _phone, mut passkey) = with_passkey(&world, MIRELA, b"mirelas").await;
        let (session, device) = asked(&world, &mut ana, MIRELA).await;
        device.start(true).await.unwrap();
        let before = rows::counts(&db).await;
        for (what, sign, send) in DEFECTS {
            let options = device.start(true).await.unwrap();
            let kept = (passkey.origin.clone(), passkey.rp_id.clone(), passkey.user_handle.clone());
            sign(&mut passkey);
            let mut wrong = answer(&mut passkey, &options);
            send(&mut wrong);
            assert_eq!(code(device.give(&wrong).await), "bad-passkey", "{what}");
            (passkey.origin, passkey.rp_id, passkey.user_handle) = kept;
            (passkey.kind, passkey.cross_origin, passkey.top_origin) = ("webauthn.get", json!(false), Value::Null);
            (passkey.present, passkey.verifies, passkey.backup_eligible, passkey.backed_up) = (true, true, false, false);
            // The ceremony went with it: the right answer to it comes too late.
            assert_eq!(code(device.give(&answer(&mut passkey, &options)).await), "bad-passkey", "after {what}");
        }
        device.start(true).await.unwrap();
        assert_eq!(rows::counts(&db).await, before);
        assert_eq!(level(&ana, session).await, Level::Unverified);
        device.approve(&mut passkey).await.unwrap();
        assert_eq!(level(&ana, session).await, Level::High, "the right one is taken still");
    }

    async fn a21_an_answer_fits_its_own_session_customer_and_time_alone(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, _phone, mut passkey) = with_passkey(&world, MIRELA, b"mirelas").await;
        let (mut bram, _other, mut theirs) = with_passkey(&world, TOMAS, b"tomas").await;
        let (first, device) = asked(&world, &mut ana, MIRELA).await;
        let (second, other) = asked(&world, &mut ana, MIRELA).await;
        let (third, stranger) = asked(&world, &mut bram, TOMAS).await;
        let options = device.start(true).await.unwrap();
        other.start(true).await.unwrap();
        let for_first = answer(&mut passkey, &options);
        assert_eq!(code(other.give(&for_first).await), "bad-passkey", "another session's");
        // Somebody else's passkey, made to look like one of hers.
        let mut disguised = answer(&mut theirs, &options);
        assert_eq!(code(device.give(&disguised).await), "bad-passkey", "another customer's");
        let options = device.start(true).await.unwrap();
        disguised = answer(&mut theirs, &options);
        for name in ["id", "rawId"] {
            disguised[name] = for_first[name].clone();
        }
        assert_eq!(code(device.give(&disguised).await), "bad-passkey", "another customer's, renamed");
        let options = device.start(true).await.unwrap();
        let right = answer(&mut passkey, &options);
        assert_eq!(code(stranger.give(&right).await), "bad-passkey", "behind another customer's link");

        // A server that started since knows what was begun.
        let (clock, number) = (world.clock.clone(), MIRELA);
        world.stop().await;
        let world = World::beside(&db, &clock, 8).await;
        let device = Device::at(&world, &device.token);
        device.give(&right).await.unwrap();
        assert_eq!(code(device.give(&right).await), "challenge-over", "a replay");
        let mut ana = world.agent("Ana").await;
        assert_eq!(level(&ana, first).await, Level::High);
        for session in [second, third] {
            assert_eq!(level(&ana, session).await, Level::Unverified);
        }
        let (session, late) = asked(&world, &mut ana, number).await;
        let options = late.start(true).await.unwrap();
        world.clock.advance(Duration::minutes(2));
        assert_eq!(code(late.give(&answer(&mut passkey, &options)).await), "challenge-over", "expired");
        assert!(late.page().await.body.contains("This link opens nothing now"));
        assert_eq!(level(&ana, session).await, Level::Unverified);
    }

    async fn a23_a_counter_that_goes_back_is_refused_and_told_to_the_session(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, _phone, mut passkey) = with_passkey(&world, MIRELA, b"mirelas").await;
        passkey.counter = 40;
        let (_, device) = asked(&world, &mut ana, MIRELA).await;
        device.approve(&mut passkey).await.unwrap();
        passkey.counter = 40;
        let (session, device) = asked(&world, &mut ana, MIRELA).await;
        assert_eq!(code(device.approve(&mut passkey).await), "bad-passkey", "the same again");
        let page = ana.workspace(session, Place::Overview).await;
        assert_eq!(page.assurance.level, Level::Unverified);
        assert_eq!(page.assurance.risks.len(), 1, "{:?}", page.assurance.risks);
        let copied = |event: &Event| matches!(event, Event::PasskeyCopied { device } if device == "Pixel 8");
        assert!(page.timeline.iter().any(|item| copied(&item.event)));
        assert_eq!(rows::count(&db, "risk_signal WHERE kind = 'passkey_copied'").await, 1);
        let way = page.ways.iter().find(|way| way.method == Method::Passkey);
        assert_eq!(way, None, "and no passkey is asked for while it stands");
    }

    async fn a20_a_synced_passkey_is_recorded_as_one(db: TestDb) {
        let world = World::new(&db).await;
        let phone = world.plain_phone(MIRELA).await;
        let mut passkey = Authenticator::new(b"synced");
        (passkey.backup_eligible, passkey.backed_up) = (true, true);
        assert_eq!(phone.make_passkey(&mut passkey).await.status, 204);
        assert!(phone.home().await.passkeys[0].synced);
        let mut ana = world.agent("Ana").await;
        let (session, device) = asked(&world, &mut ana, MIRELA).await;
        device.approve(&mut passkey).await.unwrap();
        assert_eq!(rows::count(&db, "evidence WHERE method = 'passkey' AND synced = (1 = 1)").await, 1);
        let synced = |event: &Event| matches!(event, Event::Approved { synced: true, method: Method::Passkey, .. });
        assert!(ana.workspace(session, Place::Overview).await.timeline.iter().any(|item| synced(&item.event)));
    }

    async fn a_no_behind_a_link_stops_everything(db: TestDb) {
        for (told_to, event, words) in [("false", "denied", "Stopped. Nothing was changed"), ("true", "reported", "Hang up now")] {
            let number = if told_to == "true" { MIRELA } else { TOMAS };
            let world = World::beside(&db, &domain::testing::HandClock::default(), 40 + u64::from(told_to == "true")).await;
            let (mut ana, _phone, mut passkey) = with_passkey(&world, number, told_to.as_bytes()).await;
            let (session, device) = asked(&world, &mut ana, number).await;
            let place = world.stranger().post("prove/refuse", &[("token", &device.token), ("told_to", told_to)]).await.unwrap();
            assert_eq!(place, format!("/p/{}", device.token));
            assert!(device.page().await.body.contains(words));
            assert!(rows::events(&db, session).await.contains(&event.to_owned()));
            assert_eq!(code(device.approve(&mut passkey).await), "challenge-over");
            assert_eq!(ana.ask_passkey(session).await, Err(Refusal::Frozen));
            world.stop().await;
        }
        assert_eq!(rows::count(&db, "alert").await, 2);
    }

    async fn a24_a_passkey_is_told_everywhere_and_goes_with_its_phone_or_alone(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone, mut passkey) = with_passkey(&world, MIRELA, b"mirelas").await;
        let told = rows::messages(&db, world.customer(MIRELA).await).await;
        assert_eq!(told.iter().filter(|(_, body)| body.contains("was made on Pixel 8")).count(), 2, "both addresses");
        let second = phone.post("/device/v1/passkeys/start", &json!({})).await;
        assert_eq!(second.status, 422, "whoever got at the phone must remove the first, and that is told as well");
        let (_, device) = asked(&world, &mut ana, MIRELA).await;
        // Suspended while it is asked: it answers nothing.
        let other = world.phone(MIRELA).await;
        let options = device.start(true).await.unwrap();
        assert_eq!(other.post(&format!("/device/v1/phones/{}/suspend", phone.id), &json!({})).await.status, 204);
        assert_eq!(code(device.give(&answer(&mut passkey, &options)).await), "bad-passkey");
        assert_eq!(other.post(&format!("/device/v1/phones/{}/bring-back", phone.id), &json!({})).await.status, 204);
        device.approve(&mut passkey).await.unwrap();

        let id = phone.home().await.passkeys[0].id;
        assert_eq!(phone.remove_passkey(id).await.status, 204);
        assert_eq!(phone.home().await.passkeys.len(), 0);
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'passkey_removed'").await, 1);
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        assert_eq!(ana.ask_passkey(session).await, Err(Refusal::NoWay));
        assert_eq!(phone.remove_passkey(id).await.status, 404);
    }

    async fn m16_the_code_on_the_screen_reads_as_the_link(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, _phone, _) = with_passkey(&world, MIRELA, b"mirelas").await;
        let session = ana.open_on(MIRELA, ActionKind::ChangeEmail, "kiosk", "customer").await.unwrap();
        let challenge = ana.ask_passkey(session).await.unwrap();
        let link = ana.workspace(session, Place::Asked(challenge)).await.asked.unwrap().link.unwrap();
        let qr = link.qr.unwrap();
        let page = ana.get(&format!("/desk/{session}/asked/{challenge}")).await.body;
        assert_eq!(camera::read(&page), link.url);
        assert!(page.contains(&link.url) && page.contains(&qr.path));
        // A colleague who sees the session, or whoever reads along, is shown no link: it is this sign-in's.
        let stream = ana.event(session, Place::Asked(challenge)).await.unwrap();
        assert!(!stream.contains("/p/"));
    }
}
