//! Customers of whom more is known than that they are one (SE7): the same action, under other rules.

use app::desk::view::{Draft, Place, Segment, Workspace};
use domain::{
    action::ActionKind,
    assurance::Level,
    challenge::{Answer, UserVerification},
    policy::{Policy, replay::replay},
    refusal::Refusal,
    time::Timestamp,
};
use server::store::{Db, audit};

use crate::{
    on_both,
    support::{
        agent::{asked, ran},
        policy::bank,
        rows,
        world::{MIRELA, SIGNE, TOMAS, World},
    },
};

/// The level that a refund needs, by which rule.
fn refund(page: &Workspace) -> (Level, &str) {
    let row = page.row(ActionKind::Refund).unwrap();
    (row.needs, &row.rule)
}

/// The segments that decisions were recorded with, by name.
async fn recorded(db: &Db) -> Vec<String> {
    let past = audit::decisions(db, Timestamp::from_micros(0), 1_000).await.unwrap();
    let mut segments: Vec<_> = past.iter().map(|past| past.recorded.asked.segment().to_owned()).collect();
    segments.sort();
    segments
}

on_both! {
    async fn se7_the_same_refund_runs_for_a_person_and_is_stepped_up_for_a_business(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, tomas, signe) = (world.agent("Ana").await, world.phone(TOMAS).await, world.phone(SIGNE).await);

        // Each approves five euros without unlocking the phone: that proves Substantial.
        for (number, phone, needs, rule, runs) in
            [(TOMAS, &tomas, Level::Substantial, "refund.small", 1), (SIGNE, &signe, Level::High, "refund.business", 0)]
        {
            let session = ana.open(number, ActionKind::Refund).await;
            assert_eq!(refund(&ana.workspace(session, Place::Overview).await), (needs, rule));
            let challenge = asked(ana.refund(session, "5", "Invoice 118").await.unwrap());
            let prompt = phone.prompt().await;
            assert_eq!(prompt.needs_user_verification, needs == Level::High, "the phone is asked for as much as is needed");
            let mut claims = phone.claims(&prompt, Answer::Approve, &ana.digits(session, challenge).await);
            claims.user_verification = UserVerification::None;
            phone.send(challenge, &phone.signed(&claims)).await.unwrap();
            let of_session = format!("run WHERE customer_id IN (SELECT id FROM customer WHERE number = '{number}')");
            assert_eq!(rows::count(&db, &of_session).await, runs, "{number}: in the transaction that would run it too");
            let page = ana.workspace(session, Place::Overview).await;
            assert_eq!((page.assurance.level, page.assurance.goal), (Level::Substantial, needs), "the goal is not moved by reaching it");
        }
        // Nor by a channel on which it cannot be reached.
        let ticket = ana.open_on(SIGNE, ActionKind::Refund, "ticket", "customer").await.unwrap();
        assert_eq!(ana.workspace(ticket, Place::Overview).await.assurance.goal, Level::High);
        let next = ana.open(SIGNE, ActionKind::Refund).await;
        let business = ana.workspace(next, Place::Overview).await;
        assert_eq!((business.assurance.goal, business.segment), (Level::High, None), "with the plan, from Low");
        assert_eq!(recorded(&db).await, ["business", "business", "personal", "personal"]);
        assert_eq!(rows::count(&db, "audit_entry WHERE rule = 'refund.business' AND event = 'not_open'").await, 2);
    }

    async fn se7_who_becomes_a_business_while_they_answer_is_judged_as_one_when_it_runs(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, tomas) = (world.agent("Ana").await, world.plain_phone(TOMAS).await);
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        let challenge = asked(ana.refund(session, "5", "Invoice 118").await.unwrap());
        let digits = ana.digits(session, challenge).await;
        rows::set_segment(&db, world.customer(TOMAS).await, "business").await;
        tomas.approve(&digits).await.unwrap();
        assert_eq!(rows::count(&db, "run").await, 0);
        let draft = Draft::Refund { amount: domain::action::Amount::parse("5").unwrap(), reason: "Invoice 118".parse().unwrap() };
        let again = ana.run_approved(session, challenge, &draft, "again").await;
        assert_eq!(again, Err(Refusal::StepUp { needed: Level::High, current: Level::Substantial }));
        assert_eq!(rows::count(&db, "run").await, 0);
        assert_eq!(recorded(&db).await, ["business", "business", "personal"]);

        // What was decided is asked again with the segment of that time, and so comes out the same.
        rows::set_segment(&db, world.customer(TOMAS).await, "personal").await;
        let past = audit::decisions(&db, Timestamp::from_micros(0), 1_000).await.unwrap();
        let seen = replay(&world.shared.policies.now().policy, &past);
        assert_eq!((seen.decisions, seen.same, seen.strictest.len()), (3, 3, 0));
        assert_eq!(ana.run_approved(session, challenge, &draft, "once more").await, Ok(format!("/desk/{session}/asked/{challenge}")));
    }

    async fn se7_a_segment_that_the_policy_does_not_know_is_under_the_strictest_rules_and_the_desk_says_so(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, mirela) = (world.agent("Ana").await, world.plain_phone(MIRELA).await);
        rows::set_segment(&db, world.customer(MIRELA).await, "co_op").await;
        let session = ana.open(MIRELA, ActionKind::Refund).await;
        let page = ana.workspace(session, Place::Overview).await;
        assert_eq!((refund(&page), page.segment.as_ref()), ((Level::High, "refund.business"), Some(&Segment::Unknown)));
        assert_eq!(ana.refund(session, "5", "Invoice 118").await, Err(Refusal::NoWay), "her phone does not unlock");
        let html = ana.get(&format!("/desk/{session}")).await.body;
        assert!(html.contains("Segment unknown") && html.contains("Tell an administrator"), "{html}");
        let challenge = ana.raise(session).await.unwrap();
        mirela.approve(&ana.digits(session, challenge).await).await.unwrap();
        ran(ana.news_by(session, "post").await.unwrap());

        // The record keeps the key, and what a policy with such a segment would have done is shown with it.
        assert_eq!(recorded(&db).await, ["co_op", "co_op"]);
        let past = audit::decisions(&db, Timestamp::from_micros(0), 1_000).await.unwrap();
        let seen = replay(&world.shared.policies.now().policy, &past);
        assert_eq!((seen.same, seen.strictest), (2, [("co_op".to_owned(), 2)].into()));
        let knows = bank("[segments.business]", "[segments.co_op]\nname = \"Co-operative\"\n\n[segments.business]");
        let seen = replay(&Policy::read(&knows).unwrap().without_seasoning(), &past);
        assert_eq!((seen.fewer.len(), seen.strictest.len()), (1, 0));

        world.put_in_force(&knows).await;
        let page = ana.workspace(session, Place::Overview).await;
        let named = Segment::Named("Co-operative".to_owned());
        assert_eq!((refund(&page), page.segment.as_ref()), ((Level::Substantial, "refund.small"), Some(&named)));
        assert!(ana.get(&format!("/desk/{session}")).await.body.contains("<span class=\"tag\">Co-operative</span>"));
    }
}
