//! Alerts: taken up, closed with an outcome, and looked at afterwards.

use domain::{
    action::ActionKind,
    agent::Role,
    alert::{AlertBecause, AlertOutcome},
    ids::AlertId,
    refusal::Refusal,
    time::Duration,
};
use server::store::{Db, alert};

use crate::{
    attacks::race::at_once,
    on_both,
    support::{
        agent::Agent,
        rows,
        world::{MIRELA, World},
    },
};

/// Something was stopped: its alert.
async fn stopped(world: &World, db: &Db) -> AlertId {
    let mut ana = world.agent("Ana").await;
    let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
    ana.do_to("suspect-attack", session).await.unwrap();
    rows::stopped(db).await
}

/// Something that has nothing to end: its alert.
async fn raised(world: &World) -> AlertId {
    let customer = world.customer(MIRELA).await;
    let (now, mut tx) = (world.shared.now(), world.shared.db.write().await.unwrap());
    let id = AlertId::new(now, &*world.shared.entropy);
    alert::insert(&mut tx, id, now, None, customer, AlertBecause::TriedAgain).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn events(db: &Db, kind: &str) -> i64 {
    rows::count(db, &format!("audit_entry WHERE event = '{kind}'")).await
}

async fn acknowledge(by: &mut Agent, id: AlertId) -> Result<String, Refusal> {
    by.post("oversight/acknowledge", &[("alert", &id.to_string())]).await
}

async fn close(by: &mut Agent, how: &str, id: AlertId, outcome: &str, note: &str) -> Result<String, Refusal> {
    by.post(&format!("oversight/{how}"), &[("alert", &id.to_string()), ("outcome", outcome), ("note", note)]).await
}

on_both! {
    async fn m01_an_alert_is_taken_up_then_closed_and_each_step_is_in_the_record(db: TestDb) {
        let world = World::new(&db).await;
        let id = raised(&world).await;
        let (mut jonas, mut mia) = (world.agent("Jonas").await, world.with_roles(&[Role::Supervisor]).await);
        let page = format!("/floor/alerts/{id}");
        assert!(jonas.get(&page).await.body.contains("Acknowledge"));
        assert_eq!(acknowledge(&mut jonas, id).await.unwrap(), page);
        assert_eq!(acknowledge(&mut jonas, id).await.unwrap(), page, "his second press changes nothing");
        assert_eq!(acknowledge(&mut mia, id).await, Err(Refusal::AlertTaken));
        assert_eq!(events(&db, "alert_acknowledged").await, 1);
        let body = mia.get(&page).await.body;
        assert!(body.contains("Acknowledged by Jonas Weber") && !body.contains("/api/oversight/acknowledge"));
        assert!(mia.get("/floor").await.body.contains("Jonas Weber is at it."));

        // Whoever took it up, another may close it: his shift is over.
        let long = "x".repeat(81);
        assert!(matches!(close(&mut mia, "close", id, "attack", &long).await, Err(Refusal::BadInput(_))));
        assert_eq!(close(&mut mia, "close", id, "customer_mistaken", "").await.unwrap(), "/floor");
        assert_eq!(close(&mut jonas, "close", id, "attack", "").await, Err(Refusal::AlertClosed));
        assert_eq!(acknowledge(&mut mia, id).await, Err(Refusal::AlertClosed));
        assert_eq!(events(&db, "alert_closed").await, 1);
        let alert = alert::by_id(&db, id).await.unwrap().unwrap();
        assert_eq!((alert.outcome, alert.note), (Some(AlertOutcome::CustomerMistaken), None));
        assert_eq!(alert.acknowledged.unwrap().1, "Jonas Weber");
        assert_ne!(alert.closed.unwrap().1, "Jonas Weber");
        let body = jonas.get(&page).await.body;
        assert!(body.contains("Customer mistaken") && !body.contains("/api/oversight/"), "there is nothing left to do");
        assert!(jonas.get("/floor").await.body.contains("No open alerts"));
    }

    async fn a_freeze_is_ended_with_an_outcome_and_its_alert_by_nothing_else(db: TestDb) {
        let world = World::new(&db).await;
        let id = stopped(&world, &db).await;
        let tried = raised(&world).await;
        let mut jonas = world.agent("Jonas").await;
        assert!(jonas.get(&format!("/floor/alerts/{id}")).await.body.contains("End the freeze"));
        acknowledge(&mut jonas, id).await.unwrap();
        assert_eq!(close(&mut jonas, "close", id, "false_alarm", "").await, Err(Refusal::Frozen));
        assert_eq!(close(&mut jonas, "end-freeze", tried, "false_alarm", "").await, Err(Refusal::NotFound), "that one stopped nothing");
        assert_eq!(rows::count(&db, "customer WHERE frozen_at IS NOT NULL").await, 1, "nothing was ended by any of it");
        assert_eq!(close(&mut jonas, "end-freeze", id, "attack", "Rang her back").await.unwrap(), "/floor");
        assert_eq!(rows::count(&db, "customer WHERE frozen_at IS NOT NULL").await, 0);
        assert_eq!(rows::count(&db, "alert WHERE outcome = 'attack' AND note = 'Rang her back'").await, 2, "her other alerts end with it");
        assert_eq!((events(&db, "alert_closed").await, events(&db, "freeze_ended").await), (2, 1));
        assert_eq!(close(&mut jonas, "end-freeze", id, "attack", "").await, Err(Refusal::NotFound), "once");
    }

    async fn of_many_supervisors_at_once_one_takes_it_up_and_one_says_what_it_was(db: TestDb) {
        let world = World::new(&db).await;
        for round in 1..4 {
            let id = raised(&world).await;
            let mut crowd = Vec::new();
            for _ in 0..6 {
                crowd.push(world.with_roles(&[Role::Supervisor]).await);
            }
            let taken = at_once(crowd.into_iter().map(|mut one| async move { (acknowledge(&mut one, id).await, one) })).await;
            let first = taken.iter().filter(|(taken, _)| taken.is_ok()).count();
            assert_eq!(first, 1, "round {round}");
            assert!(taken.iter().all(|(taken, _)| matches!(taken, Ok(_) | Err(Refusal::AlertTaken))));
            let closing = taken.into_iter().zip(AlertOutcome::ALL.into_iter().cycle());
            let said = at_once(closing.map(|((_, mut one), outcome)| async move { (close(&mut one, "close", id, outcome.key(), "").await, outcome) })).await;
            let won: Vec<_> = said.iter().filter(|(said, _)| said.is_ok()).map(|(_, outcome)| *outcome).collect();
            assert_eq!(won.len(), 1, "round {round}");
            assert!(said.iter().all(|(said, _)| matches!(said, Ok(_) | Err(Refusal::AlertClosed))));
            assert_eq!(alert::by_id(&db, id).await.unwrap().unwrap().outcome, Some(won[0]), "what stands there is what the first one said");
            assert_eq!((events(&db, "alert_acknowledged").await, events(&db, "alert_closed").await), (round, round));
            world.clock.advance(Duration::MINUTE);
        }
    }

    async fn auditors_read_alerts_and_act_on_none(db: TestDb) {
        let world = World::new(&db).await;
        let id = stopped(&world, &db).await;
        let mut auditor = world.with_roles(&[Role::Auditor]).await;
        let page = auditor.get(&format!("/floor/alerts/{id}")).await;
        assert!(page.status.is_success() && page.body.contains("Suspected attack") && !page.body.contains("/api/oversight/"), "{}", page.body);
        assert!(auditor.get("/floor/alerts").await.body.contains(&id.to_string()));
        assert_eq!(acknowledge(&mut auditor, id).await, Err(Refusal::NotYourRole));
        assert_eq!(close(&mut auditor, "end-freeze", id, "attack", "").await, Err(Refusal::NotYourRole));
        assert_eq!(rows::count(&db, "alert WHERE acknowledged_at IS NULL AND closed_at IS NULL").await, 1);
    }

    async fn past_alerts_are_found_by_what_they_were_page_after_page(db: TestDb) {
        let world = World::new(&db).await;
        let mut jonas = world.agent("Jonas").await;
        let mut all = Vec::new();
        for number in 0..53 {
            all.push(raised(&world).await);
            // Two in one instant are told apart too.
            if number % 2 == 0 {
                world.clock.advance(Duration::SECOND);
            }
        }
        close(&mut jonas, "close", all[7], "our_mistake", "").await.unwrap();
        let our_mistake = all[7];
        let id = stopped(&world, &db).await;
        all.push(id);
        // As they stand in the database: those of one instant by their names.
        all.sort();
        let shown = async |query: &str| {
            let body = jonas.get(&format!("/floor/alerts{query}")).await.body;
            all.iter().filter(|id| body.contains(&id.to_string())).copied().collect::<Vec<_>>()
        };
        let first = shown("").await;
        assert_eq!((first.len(), first.last()), (50, Some(&id)));
        let body = jonas.get("/floor/alerts").await.body;
        let older = body.split("before=").nth(1).unwrap().split('"').next().unwrap();
        let second = shown(&format!("?before={older}")).await;
        assert_eq!([second, first].concat(), all, "none twice, and none lost");
        assert_eq!(shown("?kind=suspected_attack").await, [id]);
        assert_eq!(shown("?outcome=our_mistake").await, [our_mistake]);
        assert_eq!(shown("?state=closed&kind=tried_again").await, [our_mistake]);
        assert_eq!(shown("?state=closed&kind=suspected_attack").await, []);
    }
}
