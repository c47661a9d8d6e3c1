//! A second person: asked, approved with their own passkey, denied, withdrawn, too late; and what the record says of each.

use app::{
    desk::view::{Acted, Outcome, Place, SecondStands},
    phone::api::AnswerResult,
};
use domain::{
    action::ActionKind,
    agent::Role,
    audit::Event,
    refusal::Refusal,
    second_person::{Because, NotYours, WAITS},
    time::Duration,
};
use server::{
    services::second_person,
    store::{audit, fetch_all},
};

use crate::{
    on_both,
    support::{
        agent::{asked, ran},
        policy::bank,
        rows,
        second::{Seconder, Waiting, second_of},
        world::{MIRELA, TOMAS, World},
    },
};

const ENDS: &str = "SELECT state, because FROM second_person ORDER BY asked_at";

async fn ends(db: &server::store::Db) -> Vec<(String, Option<String>)> {
    fetch_all!(db, (String, Option<String>), ENDS).await.unwrap()
}

on_both! {
    async fn d05_a_large_refund_waits_and_runs_by_itself_when_a_second_person_approves_it(db: TestDb) {
        let world = World::new(&db).await;
        let waiting = Waiting::of(&world, "340").await;
        assert_eq!(rows::count(&db, "run").await, 0, "one person is not enough");
        let seen = waiting.seen().await.unwrap();
        assert_eq!((seen.stands, seen.consented, seen.rule.as_str()), (SecondStands::Waiting, true, "refund.over_200"));
        assert_eq!(seen.until, world.shared.now().after(WAITS));

        let mut jonas = Seconder::at(&world, world.agent("Jonas").await, b"jonas").await;
        let queue = jonas.queue(&world).await;
        let [row] = &queue.waits[..] else { panic!("{queue:?}") };
        assert_eq!((row.value.as_str(), row.asked_by.as_str(), row.because.as_str()), ("€340.00, Invoice 118", "Ana Lindqvist", "Above €200.00"));
        assert!(row.not_yours.is_none() && queue.has_passkey && row.customer.contains('•'));
        let floor = jonas.browser.get("/floor").await;
        for words in ["Second person", "€340.00, Invoice 118", "Ana Lindqvist", "refund.over_200", "See the whole session", "Deny it"] {
            assert!(floor.body.contains(words), "{words}: {}", floor.body);
        }
        assert!(!floor.body.contains("Mirela"), "the name stays hidden");

        jonas.approve(waiting.request).await.unwrap();
        assert_eq!(rows::count(&db, "run").await, 1);
        assert_eq!(rows::count(&db, "approval WHERE used_at IS NOT NULL").await, 1);
        assert_eq!(rows::count(&db, "second_person WHERE state = 'approved' AND run_id IS NOT NULL AND signed_answer IS NOT NULL").await, 1);
        let asked = waiting.ana.workspace(waiting.session, Place::Asked(waiting.challenge)).await.asked.unwrap();
        let Some(Outcome::Done(done)) = asked.outcome else { panic!("{:?}", asked.outcome) };
        assert_eq!(done.second_person.as_deref(), Some("Jonas Weber"));
        let page = waiting.ana.get(&format!("/desk/{}/asked/{}", waiting.session, waiting.challenge)).await;
        assert!(page.body.contains("done, exactly as approved") && page.body.contains("Jonas Weber, with their own passkey"), "{}", page.body);

        let events = rows::events(&db, waiting.session).await;
        assert_eq!(events[events.len() - 3..], ["second_person_asked", "second_person_approved", "ran"]);
        let lines = audit::of_session(&db, waiting.session).await.unwrap();
        let named = |line: &audit::Line| matches!(line.event, Event::Ran { second_person: Some(who), .. } if who == jonas.staff.id);
        assert!(lines.iter().any(|line| named(line) && line.by.as_deref() == Some("Ana Lindqvist")), "the run names both");
        assert_eq!(jonas.approve(waiting.request).await, Err(Refusal::ChallengeOver), "once");
        assert!(jonas.queue(&world).await.waits.is_empty());
    }

    async fn d06_nobody_approves_what_they_asked_for_or_served(db: TestDb) {
        let world = World::new(&db).await;
        // Jonas is an agent as well. What he asks for himself:
        let phone = world.phone(MIRELA).await;
        let mut jonas = Seconder::at(&world, world.agent("Jonas").await, b"jonas").await;
        let session = jonas.browser.open(MIRELA, ActionKind::Refund).await;
        let challenge = asked(jonas.browser.refund(session, "340", "Invoice 118").await.unwrap());
        phone.approve(&jonas.browser.digits(session, challenge).await).await.unwrap();
        let own = second_of(&jonas.browser, session, challenge).await.unwrap().id;
        let refused = Refusal::NotYoursToApprove(NotYours::Asked);
        assert_eq!(jonas.approve(own).await, Err(refused.clone()));
        assert_eq!(jonas.send(own, "{}").await, Err(refused.clone()), "posted by hand");
        assert_eq!(jonas.deny(own, "No").await, Err(refused));
        assert_eq!(jonas.queue(&world).await.waits[0].not_yours, Some(NotYours::Asked));
        let floor = jonas.browser.get("/floor").await;
        assert!(floor.body.contains("You asked for this yourself") && !floor.body.contains("Deny it"), "{}", floor.body);

        // What he served before Ana took it over:
        let mut ana = world.agent("Ana").await;
        ana.do_to("take-over", session).await.unwrap();
        assert_eq!(ends(&db).await, [("withdrawn".to_owned(), Some("contact".to_owned()))]);
        let again = asked(ana.refund(session, "341", "Invoice 118").await.unwrap());
        phone.approve(&ana.digits(session, again).await).await.unwrap();
        let theirs = second_of(&ana, session, again).await.unwrap().id;
        assert_eq!(jonas.approve(theirs).await, Err(Refusal::NotYoursToApprove(NotYours::Served)));
        assert_eq!(rows::count(&db, "run").await, 0);
        // Somebody who had no part in it may.
        Seconder::new(&world, b"other", &[Role::Supervisor]).await.approve(theirs).await.unwrap();
        assert_eq!(rows::count(&db, "run").await, 1);
    }

    async fn d06_whoever_is_no_supervisor_at_that_moment_is_refused(db: TestDb) {
        let world = World::new(&db).await;
        let waiting = Waiting::of(&world, "340").await;
        for roles in [&[Role::Agent][..], &[Role::Auditor], &[Role::Administrator, Role::Auditor]] {
            let seconder = Seconder::new(&world, roles[0].key().as_bytes(), roles).await;
            assert_eq!(seconder.options(waiting.request).await, Err(Refusal::NotYourRole), "{roles:?}");
            assert_eq!(seconder.send(waiting.request, "{}").await, Err(Refusal::NotYourRole), "{roles:?}");
        }
        // The right is taken away between the question and the answer, behind the sign-in's back too.
        for (name, change) in [("role", "staff SET roles = 'auditor'"), ("state", "staff SET state = 'disabled'")] {
            let mut seconder = Seconder::new(&world, name.as_bytes(), &[Role::Supervisor]).await;
            let witness = seconder.witness();
            let answer = seconder.passkey.get(&seconder.options(waiting.request).await.unwrap());
            rows::set(&db, &format!("{change} WHERE number = {}", seconder.staff.number)).await;
            let answer = serde_json::from_str(&answer).unwrap();
            let refused = second_person::approve(&world.shared, &witness, waiting.request, &answer).await;
            assert!(matches!(refused, Err(server::services::Trouble::Refused(Refusal::NotYourRole))), "{name}: {refused:?}");
        }
        assert_eq!((rows::count(&db, "run").await, ends(&db).await), (0, vec![("waiting".to_owned(), None)]));
    }

    async fn d05_a_denial_says_why_to_the_agent_and_ends_the_customers_approval(db: TestDb) {
        let world = World::new(&db).await;
        let mut waiting = Waiting::of(&world, "340").await;
        let mut jonas = Seconder::at(&world, world.agent("Jonas").await, b"jonas").await;
        assert!(matches!(jonas.deny(waiting.request, " ").await, Err(Refusal::BadInput(_))), "without a reason");
        assert_eq!(jonas.deny(waiting.request, "Call them back first").await.as_deref(), Ok("/floor"));
        let denied = SecondStands::Denied { by: "Jonas Weber".to_owned(), reason: "Call them back first".to_owned() };
        assert_eq!(waiting.seen().await.unwrap().stands, denied);
        let page = waiting.ana.get(&format!("/desk/{}/asked/{}", waiting.session, waiting.challenge)).await;
        assert!(page.body.contains("Not approved by Jonas Weber") && page.body.contains("“Call them back first”"), "{}", page.body);
        assert_eq!(jonas.approve(waiting.request).await, Err(Refusal::ChallengeOver));
        // Nor can the agent go to the next supervisor with the same approval.
        let draft = waiting.seen().await.unwrap().request;
        let again = waiting.ana.run_approved(waiting.session, waiting.challenge, &draft, "again").await;
        assert_eq!(again, Err(Refusal::ApprovalExpired));
        assert_eq!(rows::count(&db, "run").await, 0);
        assert!(rows::events(&db, waiting.session).await.contains(&"second_person_denied".to_owned()));
        assert_eq!(rows::count(&db, "audit_entry WHERE detail LIKE '%Call them back%'").await, 0, "the words stand beside the entry");
        assert_eq!(rows::count(&db, "audit_personal WHERE name = 'reason'").await, 1);
    }

    async fn b03_it_is_withdrawn_by_whoever_asked_and_by_nobody_else(db: TestDb) {
        let world = World::new(&db).await;
        let mut waiting = Waiting::of(&world, "340").await;
        let (session, request) = (waiting.session, waiting.request);
        assert_eq!(world.agent("Bram").await.withdraw_second(session, request).await, Err(Refusal::NotFound));
        let other = waiting.ana.open(TOMAS, ActionKind::Refund).await;
        assert_eq!(waiting.ana.withdraw_second(other, request).await, Err(Refusal::NotFound), "of another session");
        let place = waiting.ana.withdraw_second(session, request).await.unwrap();
        assert_eq!(place, format!("/desk/{session}/second/{request}"));
        let page = waiting.ana.get(&place).await;
        assert!(page.body.contains("Withdrawn. Nothing was changed"), "{}", page.body);
        assert_eq!(waiting.seen().await.unwrap().stands, SecondStands::Withdrawn(Because::Agent));
        let mut jonas = Seconder::at(&world, world.agent("Jonas").await, b"jonas").await;
        assert_eq!(jonas.approve(request).await, Err(Refusal::ChallengeOver));
        assert_eq!(waiting.ana.withdraw_second(session, request).await, Err(Refusal::ChallengeOver));
        assert_eq!(rows::count(&db, "run").await, 0);
    }

    async fn b03_it_waits_a_quarter_of_an_hour_and_the_customers_approval_with_it(db: TestDb) {
        let world = World::new(&db).await;
        let phone = world.phone(MIRELA).await;
        let waiting = Waiting::by(&world, &phone, "340").await;
        let until = waiting.seen().await.unwrap().until;
        let mut jonas = Seconder::at(&world, world.agent("Jonas").await, b"jonas").await;
        // Longer than an approval lasts by itself.
        world.clock.advance(Duration::minutes(12));
        jonas.approve(waiting.request).await.unwrap();
        assert_eq!(rows::count(&db, "run").await, 1);

        let late = Waiting::by(&world, &phone, "341").await;
        world.clock.advance(WAITS - Duration::SECOND);
        assert_eq!(second_person::expire_overdue(&world.shared).await.unwrap(), 0);
        jonas.browser = world.agent("Jonas").await;
        let options = jonas.options(late.request).await.unwrap();
        world.clock.advance(Duration::SECOND);
        assert!(world.shared.now() > until);
        let answer = jonas.passkey.get(&options);
        assert_eq!(jonas.send(late.request, &answer).await, Err(Refusal::ChallengeOver), "to the second");
        assert!(jonas.queue(&world).await.waits.is_empty());
        assert_eq!(second_person::expire_overdue(&world.shared).await.unwrap(), 1);
        assert_eq!(second_person::expire_overdue(&world.shared).await.unwrap(), 0);
        assert_eq!(ends(&db).await.last().unwrap().0, "expired");
        assert_eq!(rows::events(&db, late.session).await.last().unwrap(), "second_person_expired");
        let ana = world.agent("Ana").await;
        let page = ana.get(&format!("/desk/{}/asked/{}", late.session, late.challenge)).await;
        assert!(page.body.contains("No second person in time"), "{}", page.body);
        assert_eq!(rows::count(&db, "run").await, 1);
    }

    async fn b03_it_waits_no_longer_than_what_was_proved_counts(db: TestDb) {
        let world = World::new(&db).await;
        world.put_in_force(&bank("rule = \"refund.small\"\nclass", "rule = \"refund.small\"\nfresh = \"4m\"\nclass")).await;
        let waiting = Waiting::of(&world, "340").await;
        let until = waiting.seen().await.unwrap().until;
        assert_eq!(until, world.shared.now().after(Duration::minutes(4)).after(Duration::microseconds(1)));
    }

    async fn b04_whatever_stops_the_contact_ends_the_request_in_the_same_moment(db: TestDb) {
        let world = World::new(&db).await;
        let mut jonas = Seconder::at(&world, world.agent("Jonas").await, b"jonas").await;
        let phone = world.phone(MIRELA).await;
        for (n, what) in ["end", "move", "suspect-attack"].into_iter().enumerate() {
            let mut waiting = Waiting::by(&world, &phone, &format!("34{n}")).await;
            let options = jonas.options(waiting.request).await.unwrap();
            if what == "move" {
                waiting.ana.move_to(waiting.session, "chat").await.unwrap();
            } else {
                waiting.ana.do_to(what, waiting.session).await.unwrap();
            }
            let last = ends(&db).await.pop().unwrap();
            assert_eq!(last, ("withdrawn".to_owned(), Some("contact".to_owned())), "{what}");
            let answer = jonas.passkey.get(&options);
            assert_eq!(jonas.send(waiting.request, &answer).await, Err(Refusal::ChallengeOver), "{what}");
            assert!(rows::events(&db, waiting.session).await.contains(&"second_person_withdrawn".to_owned()), "{what}");
        }
        assert_eq!(rows::count(&db, "run").await, 0);
    }

    async fn b04_what_the_gate_lets_run_no_more_does_not_run_and_the_request_is_over(db: TestDb) {
        let world = World::new(&db).await;
        let waiting = Waiting::of(&world, "340").await;
        let mut jonas = Seconder::at(&world, world.agent("Jonas").await, b"jonas").await;
        // Between the two a version comes into force that closes it.
        world.put_in_force(&bank("amount_above = \"200.00\", needs = \"high\", second_person = true", "amount_above = \"200.00\", refuse = \"Ask a branch.\"")).await;
        let refused = jonas.approve(waiting.request).await;
        assert!(matches!(&refused, Err(Refusal::NotOpen(why)) if why.contains("Ask a branch")), "{refused:?}");
        assert_eq!(rows::count(&db, "run").await, 0);
        assert_eq!(waiting.seen().await.unwrap().stands, SecondStands::Withdrawn(Because::NotOpen));
        let events = rows::events(&db, waiting.session).await;
        assert_eq!(events[events.len() - 3..], ["second_person_approved", "not_open", "second_person_withdrawn"]);
        // Nor does the customer's approval live on for a gentler version.
        assert_eq!(rows::count(&db, &format!("approval WHERE expires_at > {}", world.shared.now().micros())).await, 0);
    }

    async fn d05_one_at_a_time_in_a_session_and_the_customer_is_not_asked_in_vain(db: TestDb) {
        let world = World::new(&db).await;
        let mut waiting = Waiting::of(&world, "340").await;
        let before = rows::count(&db, "challenge").await;
        assert_eq!(waiting.ana.refund(waiting.session, "500", "Invoice 119").await, Err(Refusal::SecondPersonAsked));
        assert_eq!(rows::count(&db, "challenge").await, before);
        // What needs one person goes on meanwhile.
        ran(waiting.ana.news_by(waiting.session, "post").await.unwrap());
    }

    async fn d05_what_needs_no_consent_waits_too(db: TestDb) {
        let world = World::new(&db).await;
        world.put_in_force(&bank("rule = \"preferences.update\"\nclass = \"inquiry\"\nneeds = \"low\"", "rule = \"preferences.update\"\nclass = \"inquiry\"\nneeds = \"unverified\"\nsecond_person = true")).await;
        let mut ana = world.agent("Ana").await;
        let _phone = world.phone(MIRELA).await;
        let session = ana.open(MIRELA, ActionKind::UpdateContactPreferences).await;
        let acted = ana.news_by(session, "post").await.unwrap();
        let Acted::Waits(request) = acted else { panic!("{acted:?}") };
        let page = ana.get(&format!("/desk/{session}/second/{request}")).await;
        assert!(page.body.contains("Waiting for a second person"), "{}", page.body);
        let mut jonas = Seconder::at(&world, world.agent("Jonas").await, b"jonas").await;
        jonas.approve(request).await.unwrap();
        assert_eq!(rows::count(&db, "run").await, 1);
        let truth = ana.workspace(session, Place::Waits(request)).await;
        assert_eq!(truth.ran.unwrap().second_person.as_deref(), Some("Jonas Weber"));
        let page = ana.get(&format!("/desk/{session}/second/{request}")).await;
        assert!(page.body.contains("Update preferences: done"), "{}", page.body);
    }

    async fn d05_what_needs_two_asks_the_customer_first_and_says_more_than_a_level_is_missing(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.plain_phone(TOMAS).await);
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        assert_eq!(ana.refund(session, "340", "Invoice 118").await, Err(Refusal::NoWay), "this phone does not reach High");
        assert_eq!(rows::count(&db, "second_person").await, 0, "nobody is asked for what the customer cannot approve");
        let small = asked(ana.refund(session, "200", "Invoice 118").await.unwrap());
        assert!(matches!(phone.approve(&ana.digits(session, small).await).await, Ok(AnswerResult::Done { .. })), "up to 200 one is enough");
    }

    async fn the_queue_says_how_to_get_a_passkey_and_a_first_one_is_made_once(db: TestDb) {
        let world = World::new(&db).await;
        let waiting = Waiting::of(&world, "340").await;
        let jonas = world.agent("Jonas").await;
        let floor = jonas.get("/floor").await;
        assert!(floor.body.contains("You have no passkey here yet") && floor.body.contains("Deny it"), "{}", floor.body);
        let refused: Result<String, _> = jonas.call("second-person/start", &[("request", &waiting.request.to_string())]).await;
        assert_eq!(refused, Err(Refusal::NoPasskey));
        assert!(jonas.get("/account").await.body.contains("Add a passkey"));
        let jonas = Seconder::at(&world, jonas, b"jonas").await;
        assert!(!jonas.browser.get("/account").await.body.contains("Add a passkey"));
        let second: Result<String, _> = jonas.browser.call("account/start-first-passkey", &[]).await;
        assert_eq!(second, Err(Refusal::NotFound), "no second one from a sign-in alone");
        let with: Result<(), _> = jonas.browser.call("account/finish-first-passkey", &[("credential", "{}")]).await;
        assert_eq!(with, Err(Refusal::NotFound));
    }

    async fn t20_pairs_that_approve_in_turn_are_shown_to_supervisors_and_auditors(db: TestDb) {
        let world = World::new(&db).await;
        let both = [Role::Agent, Role::Supervisor];
        let (mut one, mut other) = (Seconder::new(&world, b"one", &both).await, Seconder::new(&world, b"other", &both).await);
        rows::set(&db, &format!("staff SET name = 'Pat One' WHERE number = {}", one.staff.number)).await;
        rows::set(&db, &format!("staff SET name = 'Kim Two' WHERE number = {}", other.staff.number)).await;
        let phone = world.phone(MIRELA).await;
        for round in 0..3 {
            for _ in 0..2 {
                let session = one.browser.open(MIRELA, ActionKind::Refund).await;
                let challenge = asked(one.browser.refund(session, &format!("30{round}"), "Invoice 118").await.unwrap());
                phone.approve(&one.browser.digits(session, challenge).await).await.unwrap();
                let request = second_of(&one.browser, session, challenge).await.unwrap().id;
                other.approve(request).await.unwrap();
                one.browser.do_to("end", session).await.unwrap();
                std::mem::swap(&mut one, &mut other);
            }
        }
        let before = rows::count(&db, "audit_entry WHERE event = 'pairs_read'").await;
        let page = world.with_roles(&[Role::Auditor]).await.get("/floor/pairs").await;
        assert_eq!(page.status.as_u16(), 200);
        assert!(page.body.contains("Pat One") && page.body.contains("Kim Two") && page.body.contains("3 of 3"), "{}", page.body);
        assert!(page.body.contains("Mostly each other"), "{}", page.body);
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'pairs_read'").await, before + 1);
    }
}
