//! A passkey on a device that is no phone of ours, by a one-time invitation: who makes one, what becomes of it, and what ends it.

use app::{desk::view::Place, phone::api::AnswerResult};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    action::ActionKind,
    agent::Overseer,
    assurance::{Level, Method},
    audit::Event,
    ids::SessionId,
    refusal::Refusal,
    time::Duration,
};
use serde_json::{Value, json};
use server::services::{
    Shared, Trouble,
    coverage::few_ways,
    passkeys::{invite, invited},
    policies::Policies,
    suspend,
    unlocked::Unlocked,
};

use crate::{
    attacks::race::{CROWD, at_once, went},
    on_both,
    support::{
        agent::Agent,
        authenticator::Authenticator,
        invited::{Invited, made},
        link::{Device, answer},
        phone::{Phone, Problem},
        rows,
        world::{MIRELA, TOMAS, World},
    },
};

const LAPTOP: &str = "Laptop at home";
const ADDED: &str = "message WHERE subject LIKE 'A passkey was added%'";

/// Asks for a passkey in a new session; the device that has the link.
async fn asked(world: &World, ana: &mut Agent, number: &str) -> (SessionId, Device) {
    let session = ana.open(number, ActionKind::ChangeEmail).await;
    let challenge = ana.ask_passkey(session).await.unwrap();
    let token = ana.link(session, challenge).await;
    (session, Device::at(world, &token))
}

/// A passkey on a laptop, by the operator's invitation.
async fn laptop(world: &World, number: &str) -> Authenticator {
    let mut passkey = Authenticator::new(number.as_bytes());
    Invited::by_operator(world, number).await.make(&mut passkey, LAPTOP).await.unwrap();
    passkey
}

async fn level(ana: &Agent, session: SessionId) -> Level {
    ana.workspace(session, Place::Overview).await.assurance.level
}

fn code<T: std::fmt::Debug>(result: Result<T, Problem>) -> String {
    result.unwrap_err().code().to_owned()
}

/// Presses a button of the phone's page, as a browser without scripts does.
async fn press(world: &World, phone: &Phone, what: &str, field: (&str, &str)) -> Result<String, Refusal> {
    let mut browser = world.stranger();
    browser.cookie = Some(format!("__Host-device={}", phone.handle));
    browser.send_from("/me", &format!("phone/{what}"), &[field]).await.form()
}

/// The phone's page.
async fn page(world: &World, phone: &Phone) -> String {
    let mut browser = world.stranger();
    browser.cookie = Some(format!("__Host-device={}", phone.handle));
    browser.get("/me").await.body.replace("<!>", "")
}

/// What is wrong with an answer: with the authenticator before it answers, or with what the browser says of it.
type Defect = (&'static str, fn(&mut Authenticator), fn(&mut Value));

const DEFECTS: [Defect; 11] = [
    ("origin", |a| a.origin = "https://evil.example".to_owned(), |_| {}),
    ("crossOrigin", |a| a.cross_origin = json!(true), |_| {}),
    ("topOrigin", |a| a.top_origin = json!("https://evil.example"), |_| {}),
    ("rpIdHash", |a| a.rp_id = "evil.example".to_owned(), |_| {}),
    ("user present", |a| a.present = false, |_| {}),
    ("user verified", |a| a.verifies = false, |_| {}),
    ("backed up and not eligible", |a| a.backed_up = true, |_| {}),
    ("type", |_| {}, |v| client_data(v, "type", &json!("webauthn.get"))),
    ("challenge", |_| {}, |v| client_data(v, "challenge", &json!("AAAAAAAAAAAAAAAAAAAAAA"))),
    ("attestation", |_| {}, |v| v["response"]["attestationObject"] = json!("AAAA")),
    ("all of it", |_| {}, |v| *v = json!({})),
];

/// Another member in what the browser says, which nothing signs here.
fn client_data(credential: &mut Value, name: &str, to: &Value) {
    let said = &mut credential["response"]["clientDataJSON"];
    let mut data: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(said.as_str().unwrap()).unwrap()).unwrap();
    data[name] = to.clone();
    *said = json!(URL_SAFE_NO_PAD.encode(data.to_string()));
}

on_both! {
    async fn m16_a_passkey_made_by_invitation_answers_a_link(db: TestDb) {
        let world = World::new(&db).await;
        let invited = Invited::by_operator(&world, MIRELA).await;
        assert_eq!(invited.token.len(), 27, "160 bits");
        let before = rows::counts(&db).await;
        for _ in 0..3 {
            let page = invited.page().await;
            assert!(page.body.contains("Make a passkey for Acme") && page.body.contains("This browser runs no scripts"), "{}", page.body);
            assert!(!page.body.contains("Mirela") && !page.body.contains(MIRELA), "who finds a link learns nothing");
            assert_eq!(page.headers["referrer-policy"], "strict-origin");
            assert_eq!(page.headers["cache-control"], "no-store");
            assert!(page.body.contains("noindex"));
        }
        assert_eq!(rows::counts(&db).await, before, "looking changes nothing");
        let mut passkey = Authenticator::new(b"laptop");
        let options = invited.start(LAPTOP).await.unwrap();
        let asked_for: Value = serde_json::from_str(&options).unwrap();
        assert!(asked_for["challenge"].as_str().unwrap().len() >= 22, "16 bytes at least");
        assert_eq!(asked_for["authenticatorSelection"]["userVerification"], "required");
        assert_eq!(asked_for["authenticatorSelection"]["residentKey"], "required");
        invited.finish(LAPTOP, &made(&mut passkey, &options)).await.unwrap();
        assert_eq!(code(invited.start(LAPTOP).await), "link-used");
        assert!(invited.page().await.body.contains("This link has run out"));
        assert!(!rows::holds(&db, &invited.token).await, "of the link only the hash is kept");

        let mut ana = world.agent("Ana").await;
        let (session, device) = asked(&world, &mut ana, MIRELA).await;
        assert!(matches!(device.approve(&mut passkey).await, Ok(AnswerResult::Done { .. })));
        assert_eq!(level(&ana, session).await, Level::High);
        let timeline = ana.workspace(session, Place::Overview).await.timeline;
        assert!(timeline.iter().any(|item| matches!(&item.event, Event::Approved { device, method: Method::Passkey, .. } if device == LAPTOP)));
        let challenge = ana.email_by_passkey(session, "m@post.example", "k").await;
        Device::at(&world, &ana.link(session, challenge).await).approve(&mut passkey).await.unwrap();
        assert_eq!(rows::email(&db, world.customer(MIRELA).await).await, "m@post.example");
        assert_eq!(ana.workspace(session, Place::Asked(challenge)).await.asked.unwrap().device, LAPTOP);
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'passkey_invited' AND actor_kind = 'system'").await, 1);
        let added = "audit_entry WHERE event = 'passkey_added' AND detail LIKE '%\"invited\":true%' AND detail LIKE '%Laptop at home%'";
        assert_eq!(rows::count(&db, added).await, 1);
    }

    async fn a24_an_unlocked_phone_invites_and_shows_what_came_of_it(db: TestDb) {
        let world = World::new(&db).await;
        let (phone, plain) = (world.phone(MIRELA).await, world.plain_phone(MIRELA).await);
        assert_eq!(plain.post("/device/v1/passkeys/invitation/start", &json!({})).await.status, 422, "nothing to unlock it with");
        assert_eq!(phone.post("/device/v1/passkeys/invitation", &json!({})).await.status, 403, "it was not unlocked");
        let unlocked = phone.unlocked_to_invite().await;
        assert_eq!(phone.post("/device/v1/passkeys/invitation", &unlocked).await.status, 200);
        assert_eq!(phone.post("/device/v1/passkeys/invitation", &unlocked).await.status, 403, "one unlocking makes one link");
        let told = phone.invite().await;
        assert!(told.link.starts_with("http://localhost:3000/me/register/") && told.qr_path.starts_with('M') && told.qr_view.starts_with("0 0 "));
        assert_eq!(told.expires_at, world.shared.now().after(Duration::minutes(10)));
        let mut passkey = Authenticator::new(b"laptop");
        (passkey.backup_eligible, passkey.backed_up) = (true, true);
        Invited::at(&world, &told.link).make(&mut passkey, LAPTOP).await.unwrap();
        let home = phone.home().await;
        assert_eq!((home.passkeys.len(), home.other_devices.len(), home.other_phones.len()), (1, 1, 1));
        let listed = &home.passkeys[0];
        assert!(listed.invited && listed.synced && listed.made_on == LAPTOP && listed.used_at.is_none());
        let shown = page(&world, &phone).await;
        assert!(shown.contains("Passkey on Laptop at home") && shown.contains("kept in sync") && shown.contains("Your other devices with a passkey"), "{shown}");
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'passkey_invited' AND actor_kind = 'device'").await, 2);
        let messages = rows::messages(&db, world.customer(MIRELA).await).await;
        assert!(messages.iter().all(|(_, body)| !body.contains("/me/register/")), "no message holds a link");
        let mut ana = world.agent("Ana").await;
        let (session, device) = asked(&world, &mut ana, MIRELA).await;
        device.approve(&mut passkey).await.unwrap();
        assert_eq!(level(&ana, session).await, Level::High);
        assert!(phone.home().await.passkeys[0].used_at.is_some());
    }

    async fn a25_an_invitation_works_once_for_ten_minutes_and_only_the_newest(db: TestDb) {
        let world = World::new(&db).await;
        let first = Invited::by_operator(&world, MIRELA).await;
        let other = Invited::by_operator(&world, TOMAS).await;
        let second = Invited::by_operator(&world, MIRELA).await;
        assert_eq!(code(first.start(LAPTOP).await), "link-used", "a newer one took its place");
        assert!(first.page().await.body.contains("only the newest one"));
        let mut passkey = Authenticator::new(b"laptop");
        let options = second.start(LAPTOP).await.unwrap();
        world.clock.advance(Duration::minutes(10) - Duration::microseconds(1));
        assert!(second.page().await.body.contains("Make a passkey for Acme"));
        let late = made(&mut passkey, &options);
        assert_eq!(code(second.finish(LAPTOP, &late).await), "bad-passkey", "a ceremony is shorter than its invitation");
        second.make(&mut passkey, LAPTOP).await.unwrap();
        assert_eq!(code(second.finish(LAPTOP, &late).await), "link-used", "twice");
        world.clock.advance(Duration::microseconds(1));
        assert_eq!(code(other.start(LAPTOP).await), "link-used", "expired");
        assert!(other.page().await.body.contains("This link has run out"));
        let unknown = Invited::at(&world, "/never-was");
        assert_eq!(code(unknown.start(LAPTOP).await), "link-used");
        assert!(unknown.page().await.body.contains("This link has run out"));
        assert_eq!(rows::count(&db, "device_passkey").await, 1);
        // Whoever tries one link after the other is slowed down.
        for _ in 0..10 {
            unknown.start(LAPTOP).await.unwrap_err();
        }
        assert_eq!(code(unknown.start(LAPTOP).await), "too-many");
    }

    async fn a22_an_answer_that_does_not_fit_makes_nothing_and_spends_the_ceremony(db: TestDb) {
        let world = World::new(&db).await;
        let invited = Invited::by_operator(&world, MIRELA).await;
        let strangers = Invited::by_operator(&world, TOMAS).await;
        let mut passkey = Authenticator::new(b"laptop");
        for name in ["", "   ", "see www.evil.example", "two\nlines", &"x".repeat(81)] {
            assert_eq!(code(invited.start(name).await), "bad-input", "{name}");
        }
        for (what, before, after) in DEFECTS {
            let options = invited.start(LAPTOP).await.unwrap();
            let kept = (passkey.origin.clone(), passkey.rp_id.clone());
            before(&mut passkey);
            let mut wrong = made(&mut passkey, &options);
            after(&mut wrong);
            assert_eq!(code(invited.finish(LAPTOP, &wrong).await), "bad-passkey", "{what}");
            (passkey.origin, passkey.rp_id) = kept;
            (passkey.cross_origin, passkey.top_origin) = (json!(false), Value::Null);
            (passkey.present, passkey.verifies, passkey.backed_up) = (true, true, false);
            assert_eq!(code(invited.finish(LAPTOP, &made(&mut passkey, &options)).await), "bad-passkey", "after {what}");
        }
        // Behind somebody else's invitation, whose ceremony is under way as well.
        let options = invited.start(LAPTOP).await.unwrap();
        strangers.start(LAPTOP).await.unwrap();
        assert_eq!(code(strangers.finish(LAPTOP, &made(&mut passkey, &options)).await), "bad-passkey");
        assert_eq!((rows::count(&db, "device").await, rows::count(&db, "device_passkey").await), (0, 0));
        assert_eq!(rows::count(&db, "passkey_invitation WHERE used_at IS NULL").await, 2, "the invitations are not spent");
        invited.make(&mut passkey, LAPTOP).await.unwrap();
        // The same credential once more, for somebody else.
        assert_eq!(code(strangers.make(&mut passkey, LAPTOP).await), "bad-passkey");
        let again = Invited::by_operator(&world, MIRELA).await;
        assert!(again.start(LAPTOP).await.unwrap().contains(&URL_SAFE_NO_PAD.encode(b"laptop")), "what she has is excluded");
        assert_eq!(rows::count(&db, "device_passkey").await, 1);
    }

    async fn a14_a_browser_in_which_staff_are_signed_in_makes_none(db: TestDb) {
        let world = World::new(&db).await;
        let own = Invited::by_operator(&world, MIRELA).await;
        let agents = Invited { browser: world.agent("Ana").await, token: own.token.clone() };
        let page = agents.page().await.body;
        assert!(page.contains("This page is for the customer alone") && !page.contains("id=\"register\""));
        assert_eq!(code(agents.start(LAPTOP).await), "not-your-role");
        let mut passkey = Authenticator::new(b"laptop");
        let options = own.start(LAPTOP).await.unwrap();
        assert_eq!(code(agents.finish(LAPTOP, &made(&mut passkey, &options)).await), "not-your-role");
        own.finish(LAPTOP, &made(&mut passkey, &options)).await.unwrap();
    }

    async fn a_frozen_account_gets_no_passkey(db: TestDb) {
        let world = World::new(&db).await;
        let (phone, invited) = (world.phone(MIRELA).await, Invited::by_operator(&world, MIRELA).await);
        let mut passkey = Authenticator::new(b"laptop");
        let options = invited.start(LAPTOP).await.unwrap();
        let unlocked = phone.unlocked_to_invite().await;
        assert_eq!(phone.not_mine().await.status, 204);
        assert_eq!(code(invited.finish(LAPTOP, &made(&mut passkey, &options)).await), "link-used", "it ended with the freeze");
        assert_eq!(code(phone.post("/device/v1/passkeys/invitation", &unlocked).await.json::<Value>()), "frozen");
        let customer = world.customer(MIRELA).await;
        assert!(matches!(invite::by_operator(&world.shared, customer).await, Err(Trouble::Refused(Refusal::Frozen))));
        // One that is open all the same, as after a hand in the database.
        rows::set(&db, &format!("passkey_invitation SET expires_at = {}", world.shared.now().after(Duration::HOUR).micros())).await;
        assert!(invited.page().await.body.contains("Your account is frozen"));
        assert_eq!(code(invited.start(LAPTOP).await), "frozen");
        assert_eq!(code(invited.finish(LAPTOP, &made(&mut passkey, &options)).await), "frozen");
        assert_eq!(rows::count(&db, "device_passkey").await, 0);
    }

    async fn a25_of_sixty_four_that_finish_at_once_one_makes_it(db: TestDb) {
        let world = World::new(&db).await;
        let invited_to = Invited::by_operator(&world, MIRELA).await;
        let mut passkey = Authenticator::new(b"laptop");
        let options = invited_to.start(LAPTOP).await.unwrap();
        let credential = made(&mut passkey, &options);
        let crowd = (0..CROWD).map(|_| {
            let (shared, token, credential) = (world.shared.clone(), invited_to.token.clone(), credential.clone());
            async move { invited::finish(&shared, &token, LAPTOP, &credential).await }
        });
        let mut outcomes = at_once(crowd).await;
        // Who comes to the ceremony after it was taken hears the one, who comes to the invitation after it was used the other.
        for outcome in &mut outcomes {
            if matches!(outcome, Err(Trouble::Refused(Refusal::BadPasskey))) {
                *outcome = Err(Refusal::LinkUsed.into());
            }
        }
        assert_eq!(went(outcomes, &Refusal::LinkUsed), 1);
        for table in ["device_passkey", "device", "passkey_invitation WHERE used_at IS NOT NULL", "audit_entry WHERE event = 'passkey_added'"] {
            assert_eq!(rows::count(&db, table).await, 1, "{table}");
        }
        assert_eq!(rows::count(&db, ADDED).await, 2, "each address once");
    }

    async fn a25_of_many_ceremonies_on_one_invitation_one_makes_it(db: TestDb) {
        let world = World::new(&db).await;
        let customer = world.customer(MIRELA).await;
        // The ceremony is the link's, so who begins anew ends the one before; a second server cannot have another.
        let other = World::beside(&db, &world.clock, 8).await;
        let link = invite::by_operator(&world.shared, customer).await.unwrap();
        let (one, two) = (Invited::at(&world, link.expose()), Invited::at(&other, link.expose()));
        let (mut first, mut second) = (Authenticator::new(b"first"), Authenticator::new(b"second"));
        let early = made(&mut first, &one.start(LAPTOP).await.unwrap());
        let late = made(&mut second, &two.start("Tablet").await.unwrap());
        assert_eq!(code(one.finish(LAPTOP, &early).await), "bad-passkey");
        assert_eq!(code(two.finish("Tablet", &late).await), "bad-passkey", "it went with the other's answer");
        two.make(&mut second, "Tablet").await.unwrap();
        assert_eq!(code(one.make(&mut first, LAPTOP).await), "link-used");
    }

    async fn g03_it_counts_after_its_seasoning_and_not_before(db: TestDb) {
        let world = World::new(&db).await;
        let seasoned = Shared { policies: Policies::before_start(true).unwrap(), ..world.shared.clone() };
        let phone = world.phone(MIRELA).await;
        let invited_to = Invited::by_operator(&world, MIRELA).await;
        let mut passkey = Authenticator::new(b"laptop");
        let options = invited_to.start(LAPTOP).await.unwrap();
        invited::finish(&seasoned, &invited_to.token, LAPTOP, &made(&mut passkey, &options)).await.unwrap();
        let counts_from = phone.home().await.passkeys[0].counts_from;
        let wait = Policies::before_start(true).unwrap().now().method(Method::Passkey).seasoning;
        assert!(wait >= Duration::HOUR, "the bank's policy has one");
        assert_eq!(counts_from, world.shared.now().after(wait));
        assert!(page(&world, &phone).await.contains("it counts from"));
        let mut ana = world.agent("Ana").await;
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        assert!(ana.ask_passkey(session).await.is_err(), "not yet");
        world.clock.advance(wait);
        let mut ana = world.agent("Ana").await;
        let (session, device) = asked(&world, &mut ana, MIRELA).await;
        device.approve(&mut passkey).await.unwrap();
        assert_eq!(level(&ana, session).await, Level::High);
    }

    async fn a30_it_stands_by_itself_and_is_suspended_brought_back_and_removed(db: TestDb) {
        let world = World::new(&db).await;
        let (inviting, kept) = (world.phone(MIRELA).await, world.phone(MIRELA).await);
        let mut passkey = Authenticator::new(b"laptop");
        Invited::at(&world, &inviting.invite().await.link).make(&mut passkey, LAPTOP).await.unwrap();
        let open = Invited::at(&world, &inviting.invite().await.link);
        suspend::by_customer(&world.shared, &kept.device(&world).await, inviting.id).await.unwrap();
        assert_eq!(code(open.start(LAPTOP).await), "link-used", "whoever had that phone invites nobody");
        let mut ana = world.agent("Ana").await;
        let (session, device) = asked(&world, &mut ana, MIRELA).await;
        device.approve(&mut passkey).await.unwrap();
        assert_eq!(level(&ana, session).await, Level::High, "the phone that invited it does not bring it down");

        let (other, asked_too) = asked(&world, &mut ana, MIRELA).await;
        let options = asked_too.start(true).await.unwrap();
        let id = kept.home().await.other_devices[0].id.to_string();
        assert_eq!(press(&world, &kept, "suspend", ("device", &id)).await, Ok("/me".to_owned()));
        assert_eq!(level(&ana, session).await, Level::Unverified, "what it proved counts no more");
        assert_eq!(code(asked_too.give(&answer(&mut passkey, &options)).await), "bad-passkey", "in the middle of it");
        let home = kept.home().await;
        assert!(home.passkeys.is_empty() && home.other_devices[0].suspended_at == Some(world.shared.now()));
        let told = rows::messages(&db, world.customer(MIRELA).await).await;
        assert_eq!(told.iter().filter(|(_, body)| body.contains("The passkey on Laptop at home was suspended from a phone of yours")).count(), 2);
        let timeline = ana.get(&format!("/desk/{other}")).await.body;
        assert!(timeline.contains("Passkey suspended"), "{timeline}");
        let third = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        assert_eq!(ana.ask_passkey(third).await, Err(Refusal::NoWay));

        assert_eq!(press(&world, &kept, "bring-back", ("device", &id)).await, Ok("/me".to_owned()));
        let (session, device) = asked(&world, &mut ana, MIRELA).await;
        device.approve(&mut passkey).await.unwrap();
        assert_eq!(level(&ana, session).await, Level::High);
        let passkey_id = kept.home().await.passkeys[0].id.to_string();
        assert_eq!(press(&world, &kept, "remove-passkey", ("passkey", &passkey_id)).await, Ok("/me".to_owned()));
        assert_eq!(level(&ana, session).await, Level::Unverified, "removing it ends what it proved");
        let home = kept.home().await;
        assert!(home.passkeys.is_empty() && home.other_devices.is_empty(), "and its device");
        assert_eq!(press(&world, &kept, "bring-back", ("device", &id)).await, Err(Refusal::NotFound));
    }

    async fn a26_every_address_is_told_and_the_link_in_it_freezes(db: TestDb) {
        let world = World::new(&db).await;
        laptop(&world, MIRELA).await;
        let told = rows::messages(&db, world.customer(MIRELA).await).await;
        assert_eq!(told.len(), 2, "both addresses: {told:?}");
        assert!(told.iter().all(|(_, body)| body.contains("made by invitation, on a device called Laptop at home")), "{told:?}");
        let token = told[0].1.split("/me/not-me/").nth(1).unwrap().split_whitespace().next().unwrap();
        world.stranger().post("phone/not-me", &[("token", token)]).await.unwrap();
        assert_eq!(rows::count(&db, "customer WHERE frozen_at IS NOT NULL").await, 1);
    }

    async fn it_is_no_phone_nothing_is_pushed_to_it_and_nobody_holds_it(db: TestDb) {
        let world = World::new(&db).await;
        let mut passkey = laptop(&world, MIRELA).await;
        let mut ana = world.agent("Ana").await;
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let shown = ana.workspace(session, Place::Overview).await;
        assert!(shown.phones.is_empty(), "{:?}", shown.phones);
        assert_eq!(shown.ways.iter().filter(|way| way.method == Method::Push).count(), 0);
        assert_eq!(shown.ways.iter().filter(|way| way.method == Method::Passkey).count(), 1);
        assert!(ana.post("desk/raise", &[("session", &session.to_string()), ("method", "push")]).await.is_err());
        assert_eq!((rows::count(&db, "outgoing_push").await, rows::count(&db, "push_address").await), (0, 0));
        let (_, device) = asked(&world, &mut ana, MIRELA).await;
        device.approve(&mut passkey).await.unwrap();
        // An agent lists no such device, and suspends none.
        let id = rows::ids(&db, "device").await.remove(0).to_string();
        let fields = [("session", &*session.to_string()), ("device", &*id)];
        assert_eq!(ana.post("desk/suspend-phone", &fields).await, Err(Refusal::NotFound));
        // Whatever handle it has opens nothing: not even one that somebody knows.
        let phone = world.phone(TOMAS).await;
        rows::set(&db, "device SET kind = 'passkey'").await;
        assert_eq!(phone.post("/device/v1/passkeys/start", &json!({})).await.status, 401);
        let session = ana.open(TOMAS, ActionKind::ChangeEmail).await;
        assert!(ana.raise(session).await.is_err());
    }

    async fn it_is_one_way_of_its_own_until_it_is_lost(db: TestDb) {
        let world = World::new(&db).await;
        let overseer: Overseer = world.staff("Jonas").await.try_into().unwrap();
        let read = async || {
            let page = few_ways(&world.shared, &overseer, None).await.unwrap();
            page.customers.iter().find(|few| few.number == MIRELA).map(|few| few.one)
        };
        assert_eq!(read().await, Some(false));
        laptop(&world, MIRELA).await;
        assert_eq!(read().await, Some(true), "one thing, though a device and a passkey");
        let phone = world.phone(MIRELA).await;
        assert_eq!(read().await, None, "and a phone is another");
        let id = phone.home().await.other_devices[0].id;
        suspend::by_customer(&world.shared, &phone.device(&world).await, id).await.unwrap();
        assert_eq!(read().await, Some(true));
        suspend::bring_back(&world.shared, &phone.device(&world).await, id).await.unwrap();
        phone.remove_passkey(phone.home().await.passkeys[0].id).await;
        assert_eq!(read().await, Some(true), "removed, its device is none");
    }

    async fn ten_are_enough(db: TestDb) {
        let world = World::new(&db).await;
        let phone = world.phone(MIRELA).await;
        for number in 0..10_u8 {
            let invited = Invited::by_operator(&world, MIRELA).await;
            invited.make(&mut Authenticator::new(&[number; 16]), LAPTOP).await.unwrap();
        }
        let customer = world.customer(MIRELA).await;
        assert!(matches!(invite::by_operator(&world.shared, customer).await, Err(Trouble::Refused(Refusal::BadInput(_)))));
        let unlocked = phone.unlocked_to_invite().await;
        assert_eq!(phone.post("/device/v1/passkeys/invitation", &unlocked).await.status, 422);
    }

    async fn a30_a_phone_that_is_suspended_meanwhile_invites_nobody(db: TestDb) {
        let world = World::new(&db).await;
        let (phone, other) = (world.phone(TOMAS).await, world.phone(TOMAS).await);
        let as_it_was = phone.device(&world).await;
        let unlocked = phone.unlocked_to_invite().await;
        suspend::by_customer(&world.shared, &other.device(&world).await, phone.id).await.unwrap();
        let unlocked = Unlocked { passkey: None, unlock: unlocked["unlock"].as_str() };
        let refused = invite::by_phone(&world.shared, &as_it_was, &unlocked).await.err();
        assert!(matches!(refused, Some(Trouble::Refused(Refusal::PhoneOff))), "{refused:?}");
        assert_eq!(rows::count(&db, "passkey_invitation").await, 0);
    }
}
