//! Customers whom nobody should open: a supervisor hears of it at once, and whoever did it sees nothing of it (W8, T10).

use app::desk::view::Place;
use domain::{
    action::ActionKind,
    agent::Role,
    customer::{ContactBy, Customer},
    ids::CustomerId,
    text::CustomerNumber,
};
use server::{
    live::Change,
    services::{canaries, demo},
    store::{customer, fetch_all},
};

use crate::{
    on_both,
    support::{
        agent::{Agent, Answered},
        log::ready,
        policy::bank,
        rows,
        world::{MIRELA, World},
    },
};

/// They differ in these four digits alone.
const ONE: &str = "20004173";
const OTHER: &str = "20008365";
const ALERTS: &str = "SELECT because, staff.name FROM alert JOIN staff ON staff.id = alert.agent_id ORDER BY alert.at, because";

/// Two customers who differ in their number alone; the second is planted.
async fn twins(world: &World) {
    let (now, entropy) = (world.shared.now(), &*world.shared.entropy);
    let mut tx = world.shared.db.write().await.unwrap();
    for number in [ONE, OTHER] {
        let customer = Customer {
            id: CustomerId::new(now, entropy),
            number: number.parse().unwrap(),
            name: "Sam Fenwick".parse().unwrap(),
            email: format!("sam.{number}@post.example").parse().unwrap(),
            phone: Some(format!("+44{number}777").parse().unwrap()),
            postal_address: Some("9 Low Lane, Ripon".parse().unwrap()),
            plan: "Home 500".parse().unwrap(),
            segment: None,
            news_by: ContactBy::Email,
            frozen_at: None,
        };
        customer::insert(&mut tx, &customer, now).await.unwrap();
    }
    tx.commit().await.unwrap();
    assert_eq!(canaries::plant(&world.shared, &numbers(&[OTHER])).await.unwrap(), 1);
}

fn numbers(all: &[&str]) -> Vec<CustomerNumber> {
    all.iter().map(|number| number.parse().unwrap()).collect()
}

async fn alerts(world: &World) -> Vec<(String, String)> {
    fetch_all!(&world.shared.db, (String, String), ALERTS).await.unwrap()
}

async fn look_up(agent: &mut Agent, kind: &str, value: &str) -> Answered {
    agent.send("desk/look-up", &[("identifier[kind]", kind), ("identifier[value]", value)]).await
}

/// The answer's bytes without what is of this customer, this session or this request alone.
fn bytes(answer: &Answered, number: &str, session: &str) -> String {
    let mut text = answer.body.replace(session, "SESSION").replace(&number[4..], "OWN");
    for (before, after) in [("nonce=\"", "\""), ("name=\"key\" value=\"", "\"")] {
        let own = text.split_once(before).and_then(|(_, rest)| rest.split_once(after)).map(|(own, _)| own.to_owned());
        text = own.map_or(text.clone(), |own| text.replace(&own, "OWN"));
    }
    let request = answer.headers["x-request-id"].to_str().unwrap();
    let headers: Vec<_> = answer
        .headers
        .iter()
        .filter(|(name, _)| !["x-request-id", "date", "content-security-policy", "location"].contains(&name.as_str()))
        .collect();
    format!("{} {headers:?} {}", answer.status, text.replace(request, "REQUEST"))
}

/// Everything that an agent is answered about one of them, from the first look-up to the end.
async fn story(agent: &mut Agent, number: &str) -> Vec<String> {
    let mut told =
        vec![look_up(agent, "customer_number", number).await, look_up(agent, "email", &format!("sam.{number}@post.example")).await];
    told.push(look_up(agent, "phone", &format!("+44{number}777")).await);
    let session = agent.open(number, ActionKind::Refund).await;
    let id = session.to_string();
    let page = format!("/desk/{id}");
    for page in [page.clone(), format!("{page}?redraw"), format!("{page}/do/change_email"), "/desk".to_owned()] {
        told.push(agent.get(&page).await);
    }
    told.push(agent.send("desk/reveal", &[("session", &id), ("field", "email"), ("because", "read_back")]).await);
    told.push(agent.send("desk/raise", &[("session", &id)]).await);
    let stream = agent.event(session, Place::Overview).await.unwrap();
    told.push(agent.send("desk/end", &[("session", &id)]).await);
    told.push(agent.get(&page).await);
    told.iter().map(|answer| bytes(answer, number, &id)).chain([stream]).collect()
}

on_both! {
    async fn w8_a_canary_that_is_opened_is_told_of_in_the_same_transaction_with_the_agents_name(db: TestDb) {
        let world = World::new(&db).await;
        twins(&world).await;
        let (mut ana, jonas) = (world.agent("Ana").await, world.agent("Jonas").await);
        ana.open(MIRELA, ActionKind::Refund).await;
        ana.open(ONE, ActionKind::Refund).await;
        assert_eq!(alerts(&world).await, [], "of nobody else");
        assert!(!jonas.get("/floor").await.body.contains("Canary"));

        let mut floor = jonas.request(reqwest::Method::GET, "/live/floor").send().await.unwrap();
        assert!(floor.chunk().await.unwrap().unwrap().starts_with(b"event: page"));
        let mut heard = world.shared.live.listen();
        let session = ana.open(OTHER, ActionKind::Refund).await;
        assert!(floor.chunk().await.unwrap().unwrap().starts_with(b"event: page"), "the open floor hears of it");
        assert_eq!(alerts(&world).await, [("canary_opened".to_owned(), "Ana Lindqvist".to_owned())]);
        let mut alerted = false;
        while let Ok(change) = heard.try_recv() {
            alerted |= change == Change::Floor;
            assert!(!matches!(change, Change::Customer(_)), "no page of the agent's is woken by it");
        }
        assert!(alerted);
        let page = jonas.get("/floor").await.body;
        for said in ["Canary customer opened", "Ana Lindqvist", "2000 8365"] {
            assert!(page.contains(said), "{said} in {page}");
        }
        // It is in the log, and in nothing that the session shows.
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'canary_met'").await, 1);
        assert_eq!(rows::events(&db, session).await, ["session_opened"]);
        ready(&world).await;
        let log = world.with_roles(&[Role::Auditor]).await.get(&format!("/audit?when=ever&session={session}")).await.body;
        assert!(log.contains("Canary customer opened"), "{log}");

        // A colleague who takes it over opened it too.
        let mut bram = world.agent("Bram").await;
        bram.do_to("take-over", session).await.unwrap();
        let told = alerts(&world).await;
        assert_eq!((told.len(), rows::count(&db, "audit_entry WHERE event = 'canary_met'").await), (2, 2));
        assert!(told.contains(&("canary_opened".to_owned(), "Bram Visser".to_owned())), "{told:?}");
    }

    async fn w8_a_look_up_that_finds_one_is_told_of_by_whatever_identifier(db: TestDb) {
        let world = World::new(&db).await;
        twins(&world).await;
        let mut ana = world.agent("Ana").await;
        let (address, phone) = (format!("SAM.{OTHER}@post.example"), format!("+44 {OTHER} 777"));
        for (kind, value, met) in [
            ("customer_number", ONE, 0), ("customer_number", OTHER, 1), ("email", address.as_str(), 2), ("phone", phone.as_str(), 3), ("customer_number", "99999999", 3),
        ] {
            assert!(look_up(&mut ana, kind, value).await.status.is_redirection());
            assert_eq!(rows::count(&db, "alert WHERE because = 'canary_found'").await, met, "{kind} {value}");
        }
        // Nor is opening, where more than one has it or the hour is used up, a way to find one unseen.
        rows::set(&db, "customer_email SET address_key = 'both@post.example' WHERE address LIKE 'sam.%'").await;
        let fields = [("channel", "phone"), ("started_by", "customer"), ("kind", "email"), ("value", "both@post.example"), ("reason", "refund")];
        ana.post("desk/open", &fields).await.unwrap_err();
        assert_eq!(rows::count(&db, "alert WHERE because = 'canary_found'").await, 4);
        world.put_in_force(&bank("contacts_an_hour = 40", "contacts_an_hour = 1")).await;
        ana.open(ONE, ActionKind::Refund).await;
        ana.open_on(OTHER, ActionKind::Refund, "phone", "customer").await.unwrap_err();
        assert_eq!(rows::count(&db, "alert WHERE because = 'canary_found'").await, 5);
        assert_eq!(rows::count(&db, "alert WHERE because = 'canary_opened'").await, 0);
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'canary_met'").await, 5);
    }

    async fn w8_an_agent_cannot_tell_a_canary_from_any_answer(db: TestDb) {
        let world = World::new(&db).await;
        twins(&world).await;
        let mut ana = world.agent("Ana").await;
        // A browser is told more the first time: its sign-in is written again with what a form came back with.
        story(&mut ana, ONE).await;
        let plain = story(&mut ana, ONE).await;
        let planted = story(&mut ana, OTHER).await;
        assert_eq!(planted.len(), plain.len());
        for (place, (planted, plain)) in planted.iter().zip(&plain).enumerate() {
            let differs = planted.bytes().zip(plain.bytes()).position(|(one, other)| one != other);
            let near = differs.map(|at| [planted, plain].map(|text| text.get(at.saturating_sub(60)..at + 120)));
            assert_eq!((differs, planted.len()), (None, plain.len()), "answer {place}: {near:?}");
            assert!(!planted.to_lowercase().contains("canary"), "{planted}");
        }
        assert_eq!(alerts(&world).await.len(), 4, "three look-ups and an opening, all of the planted one");
    }

    async fn canaries_are_planted_all_or_none_and_who_they_are_is_in_no_entry(db: TestDb) {
        let world = World::new(&db).await;
        twins(&world).await;
        let shared = &world.shared;
        let unknown = canaries::plant(shared, &numbers(&[ONE, "99999999"])).await.unwrap_err().to_string();
        assert_eq!(unknown, "There is no customer 99999999. Nothing was changed.");
        let known = || async { canaries::all(shared).await.unwrap().into_iter().map(|(number, _)| number).collect::<Vec<_>>() };
        let astrid = demo::people().find(|(_, name)| *name == demo::CANARY).unwrap().0;
        assert_eq!(known().await, [OTHER, astrid], "the demo has one of its own");
        assert_eq!(canaries::plant(shared, &numbers(&[ONE, OTHER])).await.unwrap(), 1);
        assert_eq!(canaries::remove(shared, &numbers(&[OTHER, OTHER])).await.unwrap(), 1);
        assert_eq!(known().await, [ONE, astrid]);
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'canaries_changed' AND customer_id IS NULL").await, 3);
        let mut ana = world.agent("Ana").await;
        ana.open(OTHER, ActionKind::Refund).await;
        assert_eq!(alerts(&world).await, []);
        // A supervisor who has looked at one closes it, and the agent hears nothing of that either.
        let session = ana.open(ONE, ActionKind::Refund).await;
        let alert = rows::ids(&db, "alert").await[0];
        let mut jonas = world.agent("Jonas").await;
        let said = [("alert", &*alert.to_string()), ("outcome", "training"), ("note", "")];
        jonas.post("oversight/end-freeze", &said).await.unwrap_err();
        jonas.post("oversight/close", &said).await.unwrap();
        assert_eq!(rows::count(&db, "alert WHERE closed_at IS NOT NULL").await, 1);
        assert_eq!(rows::events(&db, session).await, ["session_opened"]);
    }
}
