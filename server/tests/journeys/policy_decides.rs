//! The version in force decides: in what is under way already, on every server, as it is written.

use app::{desk::view::Place, phone::api::AnswerResult};
use domain::{
    action::ActionKind,
    assurance::Level,
    challenge::{Answer, UserVerification},
    refusal::Refusal,
    time::Duration,
};
use server::{live::Change, services::policies};

use crate::{
    on_both,
    support::{
        agent::asked,
        policy::{bank, dear_refunds},
        rows,
        world::{MIRELA, TOMAS, World},
    },
};

/// As the bank's, but a proof for a change of address is good for one minute.
fn hasty() -> String {
    bank("fresh = \"5m\"\nconsent = true\nwho", "fresh = \"1m\"\nconsent = true\nwho")
}

on_both! {
    async fn b04_what_was_asked_under_one_version_runs_only_if_the_next_allows_it(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.plain_phone(TOMAS).await);
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        let challenge = asked(ana.refund(session, "5", "Invoice 118").await.unwrap());
        let digits = ana.digits(session, challenge).await;
        let version = world.put_in_force(&dear_refunds()).await;
        // What they approved is kept, as it would be for anybody whose level is too low; it does not run.
        assert!(matches!(phone.approve(&digits).await, Ok(AnswerResult::Approved { .. })));
        assert_eq!(rows::count(&db, "run").await, 0);
        let last = format!("audit_entry WHERE event = 'not_open' AND policy_version = {version} AND rule = 'refund.any'");
        assert_eq!(rows::count(&db, &last).await, 1);
        assert_eq!(ana.refund(session, "5", "Invoice 118").await, Err(Refusal::NoWay), "this phone does not reach High");
    }

    async fn b04_what_was_approved_under_one_version_runs_only_if_the_next_allows_it(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let challenge = asked(ana.change_email(session, "m@post.example").await.unwrap());
        let mut claims = phone.claims(&phone.prompt().await, Answer::Approve, &ana.digits(session, challenge).await);
        claims.user_verification = UserVerification::None;
        phone.send(challenge, &phone.signed(&claims)).await.unwrap();
        let proof = ana.raise(session).await.unwrap();
        phone.approve(&ana.digits(session, proof).await).await.unwrap();
        world.clock.advance(Duration::seconds(61));

        let version = world.put_in_force(&hasty()).await;
        let draft = app::desk::view::Draft::ChangeEmail { to: "m@post.example".parse().unwrap() };
        let late = ana.run_approved(session, challenge, &draft, "late").await;
        assert_eq!(late, Err(Refusal::StepUp { needed: Level::High, current: Level::High }), "High, but proved too long ago for v2");
        assert_eq!(rows::count(&db, "run").await, 0);
        let last = format!("audit_entry WHERE event = 'not_open' AND policy_version = {version} AND rule = 'email.change'");
        assert_eq!(rows::count(&db, &last).await, 1);
        // The version before would have let it: put in force again, it does.
        world.put_in_force(domain::policy::BANK).await;
        ana.run_approved(session, challenge, &draft, "now").await.unwrap();
        assert_eq!(rows::count(&db, "run").await, 1);
    }

    async fn two_servers_decide_by_the_same_version_at_the_next_look(db: TestDb) {
        let here = World::new(&db).await;
        let there = World::beside(&db, &here.clock, 8).await;
        let (mut ana, _phone) = (there.agent("Ana").await, there.plain_phone(TOMAS).await);
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        let version = here.put_in_force(&dear_refunds()).await;
        assert_eq!((here.shared.policies.now().version, there.shared.policies.now().version), (version, 1));
        let mut heard = there.shared.live.listen();
        policies::refresh(&there.shared).await;
        assert_eq!((there.shared.policies.now().version, there.shared.policies.trouble()), (version, None));
        assert_eq!(heard.try_recv(), Ok(Change::Policy), "open pages look again");
        assert_eq!(ana.refund(session, "5", "Invoice 118").await, Err(Refusal::NoWay));
        policies::refresh(&there.shared).await;
        assert_ne!(heard.try_recv().ok(), Some(Change::Policy), "once");

        // The other way round, and a third that starts now.
        there.put_in_force(domain::policy::BANK).await;
        policies::refresh(&here.shared).await;
        let third = World::beside(&db, &here.clock, 9).await;
        for world in [&here, &there, &third] {
            assert_eq!(world.shared.policies.now().version, version + 1);
        }
    }

    async fn an_open_session_hears_of_it_on_the_server_where_it_was_approved(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, _phone) = (world.agent("Ana").await, world.plain_phone(TOMAS).await);
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        let goal = async |ana: &crate::support::agent::Agent| ana.workspace(session, Place::Overview).await.assurance.goal;
        assert_eq!(goal(&ana).await, Level::Substantial);
        let mut ingrid = world.agent("Ingrid").await;
        let version = ingrid.propose(&dear_refunds(), "Refunds were taken").await.unwrap();
        let (mut freja, mut heard) = (world.agent("Freja").await, world.shared.live.listen());
        freja.decide("approve", version).await.unwrap();
        assert_eq!(heard.try_recv(), Ok(Change::Policy));
        assert_eq!(goal(&ana).await, Level::High);
    }

    async fn w15_whoever_follows_the_first_way_gets_it_done_also_where_circumstances_ask_for_more(db: TestDb) {
        let world = World::new(&db).await;
        let text = bank(
            "{ segments = [\"business\"], needs = \"high\" }",
            "{ segments = [\"business\"], needs = \"high\" }\nwhen.\"refund.over_10\" = { amount_above = \"10.00\", needs = \"high\" }",
        );
        let version = world.put_in_force(&text).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        for (amount, unlocked, level, rule) in [("5", false, Level::Substantial, "refund.small"), ("45", true, Level::High, "refund.over_10")] {
            let session = ana.open(MIRELA, ActionKind::Refund).await;
            let challenge = asked(ana.refund(session, amount, "Invoice 118").await.unwrap());
            assert_eq!(phone.prompt().await.needs_user_verification, unlocked, "€{amount}");
            assert!(matches!(phone.approve(&ana.digits(session, challenge).await).await, Ok(AnswerResult::Done { .. })), "€{amount}");
            assert_eq!(ana.workspace(session, Place::Overview).await.assurance.level, level);
            let ran = format!("audit_entry WHERE event = 'ran' AND policy_version = {version} AND rule = '{rule}'");
            assert_eq!(rows::count(&db, &ran).await, 1, "€{amount}");
            ana.do_to("end", session).await.unwrap();
        }
    }
}
