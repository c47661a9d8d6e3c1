//! Alerts that nobody's press raises: too many look-ups (W8), a log that is not signed, a gate that lets far less run than usual.

use domain::{
    alert::{AlertBecause, Facts},
    time::Duration,
};
use server::{
    services::{
        alarms::{Watch, look},
        log,
    },
    store::{Db, alert, exec},
};
use sqlx::AssertSqlSafe;

use crate::{
    on_both,
    support::{
        agent::Agent,
        rows,
        world::{MIRELA, World},
    },
};

async fn look_up(agent: &mut Agent) -> bool {
    agent.post("desk/look-up", &[("identifier[kind]", "customer_number"), ("identifier[value]", MIRELA)]).await.is_ok()
}

/// How often the gate did not let something run, at that instant.
async fn not_open(db: &Db, at: domain::time::Timestamp, times: usize) {
    let id = db.engine().pick("randomblob(16)", "gen_random_uuid()");
    let mut tx = db.write().await.unwrap();
    for _ in 0..times {
        let sql = format!(
            "INSERT INTO audit_entry (id, at, ordinal, actor_kind, event, detail, policy_version) VALUES ({id}, {}, 0, 'system', 'not_open', '{{}}', 1)",
            at.micros()
        );
        exec!(tx, AssertSqlSafe(sql)).await.unwrap();
    }
    tx.commit().await.unwrap();
}

on_both! {
    async fn w8_the_last_look_up_of_an_hour_alerts_and_no_refused_one_does(db: TestDb) {
        let world = World::new(&db).await;
        let mut ana = world.agent("Ana").await;
        let raised = async || rows::count(&db, "alert WHERE because = 'look_ups'").await;
        let most = world.shared.policies.now().limits.look_ups_an_hour;
        for _ in 1..most {
            assert!(look_up(&mut ana).await);
        }
        assert_eq!(raised().await, 0, "one is left");
        assert!(look_up(&mut ana).await);
        assert_eq!(raised().await, 1);
        for _ in 0..3 {
            assert!(!look_up(&mut ana).await);
        }
        assert_eq!(raised().await, 1, "it is told once");
        let told = alert::latest(&db).await.unwrap().remove(0);
        assert_eq!((told.because, told.facts), (AlertBecause::LookUps, Some(Facts::LookUps { most })));
        assert_eq!((told.about.unwrap().1.as_str(), told.customer_number), ("Ana Lindqvist", None));
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'alert_raised' AND actor_kind = 'system'").await, 1);
        let jonas = world.agent("Jonas").await;
        assert!(jonas.get("/floor").await.body.contains("As many look-ups as one agent may do"));

        // A colleague's are counted for themselves, and an hour later it is told anew.
        assert!(look_up(&mut world.agent("Bram").await).await);
        world.clock.advance(Duration::minutes(61));
        let mut ana = world.agent("Ana").await;
        for _ in 0..most {
            assert!(look_up(&mut ana).await);
        }
        assert_eq!(raised().await, 2);
    }

    async fn g05_trouble_with_the_log_is_told_once_while_it_lasts(db: TestDb) {
        let world = World::new(&db).await;
        let mut watch = Watch::default();
        let told = async || rows::count(&db, "alert WHERE because = 'log_not_signed'").await;
        log::round(&world.shared).await.unwrap();
        look(&world.shared, &mut watch).await.unwrap();
        assert_eq!(told().await, 0, "all is well");

        rows::set(&db, "audit_head SET size = size + 5").await;
        log::round(&world.shared).await.unwrap_err();
        look(&world.shared, &mut watch).await.unwrap();
        look(&world.shared, &mut watch).await.unwrap();
        // Another server sees the same.
        look(&world.shared, &mut Watch::default()).await.unwrap();
        assert_eq!(told().await, 1);
        let id = alert::latest(&db).await.unwrap()[0].id;
        let mut jonas = world.agent("Jonas").await;
        assert!(jonas.get("/floor").await.body.contains("The audit log is not signed"));
        // Closed is not mended: it is not told again until it was over.
        jonas.post("oversight/close", &[("alert", &id.to_string()), ("outcome", "our_mistake"), ("note", "")]).await.unwrap();
        look(&world.shared, &mut watch).await.unwrap();
        assert_eq!(told().await, 1);

        rows::set(&db, "audit_head SET size = size - 5").await;
        log::round(&world.shared).await.unwrap();
        look(&world.shared, &mut watch).await.unwrap();
        assert_eq!(rows::count(&db, "alert WHERE over_at IS NOT NULL").await, 1);
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'alert_over'").await, 1);
        rows::set(&db, "audit_head SET size = size + 5").await;
        log::round(&world.shared).await.unwrap_err();
        look(&world.shared, &mut watch).await.unwrap();
        assert_eq!(told().await, 2, "once more, because it is new");
    }

    async fn what_one_server_has_trouble_with_another_does_not_call_over(db: TestDb) {
        let world = World::new(&db).await;
        let other = World::beside(&db, &world.clock, 8).await;
        let (mut watch, mut elsewhere) = (Watch::default(), Watch::default());
        log::round(&world.shared).await.unwrap();
        look(&other.shared, &mut elsewhere).await.unwrap();
        rows::set(&db, "audit_head SET size = size + 5").await;
        log::round(&world.shared).await.unwrap_err();
        rows::set(&db, "audit_head SET size = size - 5").await;
        for _ in 0..3 {
            look(&world.shared, &mut watch).await.unwrap();
            look(&other.shared, &mut elsewhere).await.unwrap();
        }
        assert_eq!(rows::count(&db, "alert WHERE because = 'log_not_signed' AND over_at IS NULL").await, 1);
        assert_eq!(rows::count(&db, "alert").await, 1);
    }

    async fn three_times_the_usual_refusals_alert_once_in_their_hour(db: TestDb) {
        let world = World::new(&db).await;
        let (now, mut watch) = (world.shared.now(), Watch::default());
        let told = async || rows::count(&db, "alert WHERE because = 'gate_refusals'").await;
        not_open(&db, now, 40).await;
        look(&world.shared, &mut watch).await.unwrap();
        assert_eq!(told().await, 0, "nobody knows what is usual");
        for day in 1..=4 {
            not_open(&db, now.before(Duration::days(day)), 20).await;
        }
        // So that the hour of the first day is known whole.
        not_open(&db, now.before(Duration::days(6)), 1).await;
        look(&world.shared, &mut watch).await.unwrap();
        assert_eq!(told().await, 0, "twice the usual");
        not_open(&db, now, 20).await;
        look(&world.shared, &mut watch).await.unwrap();
        look(&world.shared, &mut watch).await.unwrap();
        let alert = alert::latest(&db).await.unwrap().remove(0);
        assert_eq!((told().await, alert.facts), (1, Some(Facts::GateRefusals { this_hour: 60, usual: 20 })));
        assert!(world.agent("Jonas").await.get("/floor").await.body.contains("Usual is 20"));
        world.clock.advance(Duration::HOUR);
        look(&world.shared, &mut watch).await.unwrap();
        assert_eq!(rows::count(&db, "alert WHERE over_at IS NOT NULL").await, 1, "another hour");
    }
}
