//! What is no way now is said, and why (M19).

use app::desk::{
    gate::{Closed, WhyClosed},
    view::Place,
};
use domain::{action::ActionKind, assurance::Method, ids::SessionId, time::Duration};
use serde_json::json;

use crate::{
    on_both,
    support::{
        agent::{Agent, Answered},
        keypad::{Keypad, entry},
        policy::bank,
        rows,
        world::{CARRIER, MIRELA, TOMAS, World},
    },
};

const PIN: &str = "483917";

async fn closed(agent: &Agent, session: SessionId) -> Vec<(Method, WhyClosed)> {
    let page = agent.workspace(session, Place::Overview).await;
    page.closed.into_iter().map(|Closed { method, why }| (method, why)).collect()
}

async fn why(agent: &Agent, session: SessionId, method: Method) -> Option<WhyClosed> {
    closed(agent, session).await.into_iter().find(|(of, _)| *of == method).map(|(_, why)| why)
}

on_both! {
    async fn m19_what_a_customer_has_not_is_said(db: TestDb) {
        let world = World::new(&db).await;
        let mut ana = world.agent("Ana").await;
        let session = ana.open(MIRELA, ActionKind::Refund).await;
        let none = [Method::Push, Method::Passkey, Method::Pin, Method::Totp].map(|method| (method, WhyClosed::HasNone));
        assert_eq!(closed(&ana, session).await, none);
        let phone = world.phone(MIRELA).await;
        assert_eq!(phone.choose_pin(PIN).await.status, 204);
        assert_eq!(closed(&ana, session).await, [Method::Passkey, Method::Totp].map(|method| (method, WhyClosed::HasNone)));
        let off = ana.workspace(session, Place::Overview).await.off;
        assert!(off.contains(&"Code by text".to_owned()) && !off.contains(&"PIN".to_owned()), "{off:?}");
    }

    async fn m19_a_signal_that_bars_it_and_tries_that_are_used_up_are_said(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(TOMAS).await);
        assert_eq!(phone.choose_pin(PIN).await.status, 204);
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        assert_eq!(why(&ana, session, Method::Pin).await, None);
        let challenge = ana.ask_pin(session).await.unwrap();
        let number = entry(&ana, session, challenge).await;
        for _ in 0..5 {
            Keypad::of(&world).digits(&number, "902716").await.unwrap_err();
        }
        assert_eq!(why(&ana, session, Method::Pin).await, Some(WhyClosed::Disabled));
        let signal = json!({ "customer_number": TOMAS, "signal": "impossible_travel", "reference": "m19" });
        let told = world.stranger().request(reqwest::Method::POST, "/risk/v1/signals").bearer_auth(CARRIER).json(&signal);
        assert_eq!(Answered::read(told).await.status, 201);
        assert_eq!(why(&ana, session, Method::Pin).await, Some(WhyClosed::Barred));
        assert_eq!(why(&ana, session, Method::Push).await, None);
    }

    async fn m19_what_the_policy_or_the_channel_does_not_offer_is_said(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, _phone) = (world.agent("Ana").await, world.phone(TOMAS).await);
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        let from = world.shared.now().after(Duration::HOUR);
        rows::set(&db, &format!("device SET counts_from = {}", from.micros())).await;
        assert_eq!(why(&ana, session, Method::Push).await, Some(WhyClosed::From(from)));
        world.clock.advance(Duration::HOUR);
        // Past every sign-in too.
        let mut ana = world.agent("Ana").await;
        let social = ana.open_on(TOMAS, ActionKind::Refund, "social", "customer").await.unwrap();
        assert_eq!(why(&ana, social, Method::Push).await, None);
        let Some(WhyClosed::NotHere(on)) = why(&ana, social, Method::Pin).await else { panic!("a PIN is not offered on social") };
        assert!(on.contains(&"Phone".to_owned()) && !on.contains(&"Social".to_owned()), "{on:?}");
        world.put_in_force(&bank("[methods.pin]\n", "[methods.pin]\nenabled = false\n")).await;
        assert_eq!(why(&ana, social, Method::Pin).await, Some(WhyClosed::Off));
    }
}
