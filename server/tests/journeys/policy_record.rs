//! Every decision names the version and the rule that made it (SE4), and can be asked again of another policy (W16).

use app::policy::view::VersionView;
use domain::{
    action::ActionKind,
    agent::Overseer,
    challenge::{Answer, UserVerification},
    ids::SessionId,
    policy::{BANK, Policy, replay::replay},
    refusal::Refusal,
    time::{Duration, Timestamp},
};
use server::{
    services::policies,
    store::{Db, audit, fetch_all},
};

use crate::{
    on_both,
    support::{
        agent::asked,
        policy::dear_refunds,
        rows,
        world::{MIRELA, TOMAS, World},
    },
};

const DECIDED: &str = "SELECT event, policy_version, rule, detail FROM audit_entry WHERE event IN ('ran', 'not_open') ORDER BY at, ordinal";

/// Decisions without a version, without a rule, or without the whole question.
async fn undocumented(db: &Db) -> Vec<String> {
    let rows = fetch_all!(db, (String, Option<i64>, Option<String>, String), DECIDED).await.unwrap();
    let bad = |(_, version, rule, detail): &(_, Option<i64>, Option<String>, String)| {
        let detail: serde_json::Value = serde_json::from_str(detail).unwrap();
        let (of, by) = (&detail["decision"]["policy"], &detail["decision"]["rule"]);
        version.is_none() || of.as_i64() != *version || rule.is_none() || by.as_str() != rule.as_deref()
    };
    rows.into_iter().filter(bad).map(|row| format!("{row:?}")).collect()
}

/// A day at the desk, with each answer of the gate: the sessions of the two refunds, Mirela's and Tomas's.
async fn a_day(world: &World) -> [SessionId; 2] {
    let (mut ana, mirela, tomas) = (world.agent("Ana").await, world.phone(MIRELA).await, world.plain_phone(TOMAS).await);
    let mut refunds = Vec::new();
    for (number, phone) in [(MIRELA, &mirela), (TOMAS, &tomas)] {
        let session = ana.open(number, ActionKind::Refund).await;
        let challenge = asked(ana.refund(session, "5", "Invoice 118").await.unwrap());
        phone.approve(&ana.digits(session, challenge).await).await.unwrap();
        ana.news_by(session, "post").await.unwrap();
        refunds.push(session);
    }
    // Stepped up to and run; refused for the phone, for the channel, for who started it.
    let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
    let challenge = asked(ana.change_email(session, "m@post.example").await.unwrap());
    mirela.approve(&ana.digits(session, challenge).await).await.unwrap();
    let session = ana.open(TOMAS, ActionKind::ChangeEmail).await;
    assert_eq!(ana.change_email(session, "t@post.example").await, Err(Refusal::NoWay));
    let session = ana.open_on(MIRELA, ActionKind::ChangeEmail, "ticket", "customer").await.unwrap();
    assert!(matches!(ana.change_email(session, "x@post.example").await, Err(Refusal::NotOpen(_))));
    let session = ana.open_on(TOMAS, ActionKind::ChangeEmail, "phone", "us").await.unwrap();
    assert!(matches!(ana.change_email(session, "x@post.example").await, Err(Refusal::NotOpen(_))));
    // Approved without unlocking, kept, tried too early, and tried with another value.
    let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
    let challenge = asked(ana.change_email(session, "k@post.example").await.unwrap());
    let mut claims = mirela.claims(&mirela.prompt().await, Answer::Approve, &ana.digits(session, challenge).await);
    claims.user_verification = UserVerification::None;
    mirela.send(challenge, &mirela.signed(&claims)).await.unwrap();
    for (to, key) in [("k@post.example", "early"), ("z@post.example", "other")] {
        let draft = app::desk::view::Draft::ChangeEmail { to: to.parse().unwrap() };
        assert!(ana.run_approved(session, challenge, &draft, key).await.is_err());
    }
    refunds.try_into().unwrap()
}

async fn shown(world: &World, version: u32) -> VersionView {
    let reader: Overseer = world.staff("Freja").await.try_into().unwrap();
    policies::version(&world.shared, &reader, version).await.unwrap()
}

on_both! {
    async fn se4_every_decision_names_the_version_and_the_rule_that_made_it(db: TestDb) {
        let world = World::new(&db).await;
        a_day(&world).await;
        let decisions = rows::count(&db, "audit_entry WHERE event IN ('ran', 'not_open')").await;
        assert!(decisions >= 13, "{decisions}");
        assert_eq!(undocumented(&db).await, Vec::<String>::new());
        let version = world.put_in_force(&dear_refunds()).await;
        let mut ana = world.agent("Ana").await;
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        ana.refund(session, "5", "Invoice 119").await.unwrap_err();
        assert_eq!(undocumented(&db).await, Vec::<String>::new());
        assert_eq!(rows::count(&db, &format!("audit_entry WHERE rule = 'refund.any' AND policy_version = {version}")).await, 1);
    }

    async fn w16_the_policy_in_force_reproduces_every_decision_there_is(db: TestDb) {
        let world = World::new(&db).await;
        a_day(&world).await;
        let past = audit::decisions(&db, Timestamp::from_micros(0), 1_000).await.unwrap();
        let decisions = rows::count(&db, "audit_entry WHERE event IN ('ran', 'not_open')").await;
        assert_eq!(i64::try_from(past.len()).unwrap(), decisions);
        let again = replay(&world.shared.policies.now().policy, &past);
        assert_eq!((again.decisions, again.same, again.affected(), again.seconds), (again.decisions, again.decisions, 0, 0));
        assert_eq!(i64::try_from(again.decisions).unwrap(), decisions);
        assert_eq!(again.unknown, [].into());
        // Tomas's phone cannot change an address; Mirela had a way at every step.
        assert_eq!(again.dead_ends, [world.customer(TOMAS).await].into());
        // A hard rule that is not in demo data: the same decisions, with methods that have to season.
        assert_eq!(replay(&Policy::read(BANK).unwrap(), &past).affected(), 0, "when a piece begins to count was recorded with it");
    }

    async fn w16_a_draft_names_the_sessions_that_would_have_needed_more(db: TestDb) {
        let world = World::new(&db).await;
        let refunds = a_day(&world).await;
        let mut ingrid = world.agent("Ingrid").await;
        let stricter = ingrid.propose(&dear_refunds(), "Refunds were taken").await.unwrap();
        let tried = shown(&world, stricter).await.replay;
        assert_eq!(tried.more, refunds.into(), "the two refunds, and nothing else");
        assert_eq!((tried.fewer.len(), tried.closed.len(), tried.opened.len()), (0, 0, 0));
        assert_eq!(tried.dead_ends, [world.customer(TOMAS).await].into(), "Mirela's phone can unlock");
        assert_eq!(tried.by_channel, [("phone".to_owned(), 2)].into());
        let page = world.agent("Freja").await.get(&format!("/policy/{stricter}")).await.body;
        assert!(page.contains("kpi__n\">2<") && page.contains("sessions affected") && page.contains("Customers at a dead end"), "{page}");

        // After thirty days they are too long ago to be tried on.
        for _ in 0..30 {
            world.clock.advance(Duration::days(1));
        }
        assert_eq!(shown(&world, stricter).await.replay.decisions, 0);
    }
}
