//! No log line holds what is nobody's business: digits, handles, cookies, addresses, links, codes, signatures.

use std::{
    io::{self, Write},
    sync::{LazyLock, Mutex},
};

use domain::action::ActionKind;
use server::services::enrol;
use tracing_subscriber::EnvFilter;

use crate::{
    on_both,
    support::{
        agent::asked,
        authenticator::Authenticator,
        invited::Invited,
        keypad::{Keypad, entry},
        keys::Key,
        link::Device,
        phone::Phone,
        rows,
        world::{IVR, MIRELA, TOMAS, World},
    },
};

/// Everything this process logs from here on, whichever test makes it.
static LINES: LazyLock<Mutex<Vec<u8>>> = LazyLock::new(|| {
    let filter = EnvFilter::new("debug,server=trace,app=trace,domain=trace");
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).without_time().with_writer(|| Lines);
    lines.try_init().expect("the first to listen in this process");
    Mutex::default()
});

struct Lines;

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LINES.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

on_both! {
    async fn c02_the_log_of_the_whole_story_holds_no_secret_and_no_address(db: TestDb) {
        drop(LINES.lock().unwrap());
        let world = World::new(&db).await;
        let customer = world.customer(MIRELA).await;
        let code = enrol::make_code(&world.shared, customer, true).await.unwrap().expose().clone();
        let phone = Phone::with_code(&world, &code, Some(Key::new())).await.unwrap();
        let mut ana = world.agent("Ana").await;
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let challenge = asked(ana.change_email(session, "canary.new@post.example").await.unwrap());
        let digits = ana.digits(session, challenge).await;
        ana.get(&format!("/desk/{session}/asked/{challenge}")).await;
        let wrong = if digits == "274163" { "274164" } else { "274163" };
        phone.approve(wrong).await.unwrap_err();
        phone.approve(&digits).await.unwrap();
        let token = rows::link(&rows::messages(&db, customer).await[0].1).to_owned();
        let mut anybody = world.stranger();
        anybody.get(&format!("/me/put-back/{token}")).await;
        anybody.post("phone/put-back", &[("token", &token)]).await.unwrap();
        anybody.get(&format!("/me/put-back/{token}?__err=%7B")).await;
        let notice = rows::bound(&db, customer).await[0].1.split("/me/not-me/").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
        anybody.get(&format!("/me/not-me/{notice}")).await;
        anybody.post("phone/not-me", &[("token", &notice)]).await.unwrap();
        ana.get(&format!("/desk/new?value={TOMAS}")).await;
        ana.post("desk/look-up", &[("identifier[kind]", "email"), ("identifier[value]", "canary.sought@post.example")]).await.unwrap();
        phone.post(&format!("/device/v1/challenges/{challenge}/answer"), &serde_json::json!({ "answer": "canary.jws.x" })).await;
        // Of an account that nothing froze.
        let tomas = world.phone(TOMAS).await;
        assert_eq!(tomas.choose_pin("830274916").await.status, 204);
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        let pin = ana.ask_pin(session).await.unwrap();
        let number = entry(&ana, session, pin).await;
        Keypad::of(&world).digits(&number, "615028374").await.unwrap_err();
        Keypad::of(&world).digits(&number, "830274916").await.unwrap();
        world.clock.advance(domain::time::Duration::minutes(12));
        let pin = ana.ask_pin_by_link(session).await.unwrap();
        let page = Device::at(&world, &ana.link(session, pin).await);
        let page_token = page.token.clone();
        page.typing().await;
        for typed in ["615028374", "615", "830274916", "830274916"] {
            assert!(!page.enter(typed).await.body.contains(typed));
        }
        let app = tomas.set_up_totp(&world).await;
        let totp = ana.ask_totp(session).await.unwrap();
        let page = Device::at(&world, &ana.link(session, totp).await);
        let (right, other) = (app.shows(&world, 0), app.shows(&world, 9));
        page.enter(&other).await;
        page.enter(&right).await;
        let mut passkey = Authenticator::new(b"canary");
        assert_eq!(tomas.make_passkey(&mut passkey).await.status, 204);
        let challenge = ana.ask_passkey(session).await.unwrap();
        let link = ana.link(session, challenge).await;
        let device = Device::at(&world, &link);
        device.page().await;
        device.approve(&mut passkey).await.unwrap();
        device.approve(&mut passkey).await.unwrap_err();
        anybody.post("prove/refuse", &[("token", &link)]).await.unwrap();
        let invited = Invited::at(&world, &tomas.invite().await.link);
        invited.page().await;
        invited.make(&mut Authenticator::new(b"canary-laptop"), "canary laptop").await.unwrap();
        invited.start("canary laptop").await.unwrap_err();
        let invitation = invited.token.clone();
        let cookie = ana.cookie.clone().unwrap();
        world.stop().await;

        let lines = String::from_utf8(LINES.lock().unwrap().clone()).unwrap();
        assert!(lines.contains("answered") && lines.contains("/me/put-back/{token}"), "the log was not heard");
        let cookie = cookie.split_once('=').unwrap().1;
        let canaries = [
            &*digits, wrong, &phone.handle, cookie, "canary.new@post.example", "mk@mail.example", "mirela@work.example", &token, &code,
            "canary.sought@post.example", "canary.jws.x", "Mirela Kovac", "447700900482", TOMAS, "830274916", "615028374", IVR, &link, &page_token, &app.secret, &notice, &invitation, "canary laptop",
        ];
        // Six digits stand in many a duration by chance.
        let untimed = || lines.lines().filter(|line| !line.contains("elapsed"));
        for code in [&right, &other] {
            assert_eq!(untimed().find(|line| line.contains(code.as_str())), None, "{code}");
        }
        for canary in canaries {
            let found = lines.lines().find(|line| line.contains(canary));
            assert_eq!(found, None, "{canary}");
        }
    }
}
