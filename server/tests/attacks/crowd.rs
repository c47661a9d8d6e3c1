//! Every page drawn fifty times at once: all of them whole, and nothing panics.

use std::{
    panic,
    sync::{Mutex, Once, PoisonError},
};

use domain::{action::ActionKind, agent::Role, alert::AlertBecause, ids::AlertId};
use futures::future::join_all;
use server::{services::log, store::alert};
use tokio::runtime::{Handle, Id};

use super::doors::{For, PAGES};
use crate::{
    access::started,
    on_both,
    support::{
        agent::asked,
        rows,
        second::second_of,
        world::{MIRELA, World},
    },
};

/// Panics of the product and the libraries under it, in this process: on whose runtime, and what was said. A panic while a page is drawn may
/// still be answered with 200.
static PANICS: Mutex<Vec<(Option<Id>, String)>> = Mutex::new(Vec::new());
static LISTEN: Once = Once::new();

fn listen() {
    LISTEN.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if panic.location().is_some_and(|place| !place.file().contains("tests/")) {
                let runtime = Handle::try_current().ok().map(|handle| handle.id());
                PANICS.lock().unwrap_or_else(PoisonError::into_inner).push((runtime, panic.to_string()));
            }
            before(panic);
        }));
    });
}

/// What panicked on this test's runtime, or on none.
fn panics() -> Vec<String> {
    let here = Handle::current().id();
    let all = PANICS.lock().unwrap_or_else(PoisonError::into_inner);
    all.iter().filter(|(runtime, _)| runtime.is_none_or(|runtime| runtime == here)).map(|(_, said)| said.clone()).collect()
}

/// An alert to look at.
async fn raised(world: &World) -> AlertId {
    let customer = world.customer(MIRELA).await;
    let (now, mut tx) = (world.shared.now(), world.shared.db.write().await.unwrap());
    let id = AlertId::new(now, &*world.shared.entropy);
    alert::insert(&mut tx, id, now, None, customer, AlertBecause::TriedAgain).await.unwrap();
    tx.commit().await.unwrap();
    id
}

on_both! {
    async fn every_page_is_drawn_fifty_times_at_once(db: TestDb) {
        listen();
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let challenge = asked(ana.change_email(session, "m@post.example").await.unwrap());
        phone.approve(&ana.digits(session, challenge).await).await.unwrap();
        let run = phone.home().await.recent_changes[0].run;
        let token = rows::link(&rows::messages(&db, world.customer(MIRELA).await).await[0].1).to_owned();
        let large = asked(ana.refund(session, "340", "Invoice 118").await.unwrap());
        phone.approve(&ana.digits(session, large).await).await.unwrap();
        let second = second_of(&ana, session, large).await.unwrap().id;
        let bram = world.agent("Bram").await;
        let (mut supervisor, administrator) = (world.with_roles(&[Role::Supervisor]).await, world.with_roles(&[Role::Administrator]).await);
        let mut theirs = world.stranger();
        theirs.cookie = Some(format!("__Host-device={}", phone.handle));
        let review = started(&world, &mut supervisor, 14).await;
        let (staff, alert) = (rows::ids(&db, "staff").await[0], raised(&world).await);
        log::round(&world.shared).await.unwrap();
        for (path, whose, _) in PAGES {
            let browser = match whose {
                For::Supervisor | For::LogReader | For::Overseer => &supervisor,
                For::Administrator => &administrator,
                _ if path.starts_with("/me/receipt/") => &theirs,
                // Whoever has a session open is led on to it.
                _ if path == "/desk" => &bram,
                _ => &ana,
            };
            let path = path.replace("{session}", &session.to_string()).replace("{challenge}", &challenge.to_string());
            let path = path.replace("{run}", &run.to_string()).replace("{token}", &token).replace("{action}", "change_email");
            let path = path.replace("{version}", "1").replace("{number}", "0").replace("{request}", &second.to_string());
            let path = path.replace("{review}", &review).replace("{staff}", &staff.to_string()).replace("{alert}", &alert.to_string());
            for answer in join_all((0..50).map(|_| browser.get(&path))).await {
                assert_eq!(answer.status, 200, "{path}");
                assert!(answer.body.contains("</main>") && answer.body.contains("</html>"), "{path}: {}", answer.body);
                assert!(!answer.body.contains("This page did not load"), "{path}");
            }
        }
        assert_eq!(panics(), Vec::<String>::new());
    }
}
