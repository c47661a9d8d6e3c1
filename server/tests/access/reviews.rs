//! A review, from its start to its end: what it lists, who decides, what that does, and the record of it.

use app::access::view::{Decider, GrantRow};
use domain::{
    access::{Decision, Finding, Grant},
    action::ActionKind,
    agent::{Overseer, Reviewer, Role, Staff},
    ids::{AccessReviewId, AgentId},
    refusal::Refusal,
    time::Duration,
};
use reqwest::{Method, StatusCode};
use server::{
    services::access,
    store::{fetch_all, staff},
};
use uuid::Uuid;

use super::{day, decides, entries, not_open, started};
use crate::{
    on_both,
    support::{
        agent::{Agent, Answered},
        rows,
        world::{MIRELA, TOMAS, World},
    },
};

const IDS: &str = "SELECT id FROM audit_entry WHERE event = 'access_decided'";

/// The grants of the review under way, as that person sees them.
async fn grants(world: &World, reader: &str) -> Vec<GrantRow> {
    let reader: Overseer = world.staff(reader).await.try_into().unwrap();
    access::page(&world.shared, &reader, None).await.unwrap().review.unwrap().grants
}

fn of<'a>(grants: &'a [GrantRow], whose: &Staff, role: Role) -> &'a GrantRow {
    grants.iter().find(|row| row.grant.staff == whose.id && row.grant.role == role).unwrap()
}

async fn export(browser: &Agent, review: &str, ending: &str) -> Answered {
    let request = browser.request(Method::POST, &format!("/access/export.{ending}"));
    Answered::read(request.header("sec-fetch-site", "same-origin").form(&[("review", review)])).await
}

on_both! {
    async fn p5_every_grant_is_listed_with_its_use(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, mut bram) = (world.agent("Ana").await, world.agent("Bram").await);
        bram.open(TOMAS, ActionKind::ChangeEmail).await;
        let long_ago = world.shared.now();
        world.clock.advance(Duration::days(91));
        ana.post("account/enter-as", &[("staff", &world.staff("Ana").await.id.to_string())]).await.unwrap();
        for _ in 0..3 {
            let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
            ana.end(session).await.unwrap();
        }
        started(&world, &mut world.agent("Jonas").await, 10).await;
        let grants = grants(&world, "Jonas").await;
        let held: usize = staff::all(&db).await.unwrap().iter().map(|member| member.roles.len()).sum();
        assert_eq!((grants.len(), held), (7, 7));
        let ana = of(&grants, &world.staff("Ana").await, Role::Agent);
        assert_eq!((ana.uses, ana.share, ana.finding), (9, 100, Finding::InUse), "three looked up, opened and ended");
        assert!(ana.last_used.is_some_and(|at| at > long_ago));
        let bram = of(&grants, &world.staff("Bram").await, Role::Agent);
        assert_eq!((bram.uses, bram.finding, bram.last_used), (0, Finding::NotUsed, Some(long_ago)), "used, but not in ninety days");
        let freja = of(&grants, &world.staff("Freja").await, Role::Administrator);
        assert_eq!((freja.uses, freja.last_used), (0, None));
        let begun = entries(&db, "access_review_started").await;
        assert_eq!((begun.len(), &begun[0].1["grants"]), (1, &7.into()));
    }

    async fn d06_ones_own_is_decided_by_somebody_else_and_above_one_by_an_administrator(db: TestDb) {
        let world = World::new(&db).await;
        let mut jonas = world.agent("Jonas").await;
        let review = started(&world, &mut jonas, 10).await;
        let seen = grants(&world, "Jonas").await;
        let (own, ingrid) = (world.staff("Jonas").await, world.staff("Ingrid").await);
        let names = Decider::Others(vec!["Ingrid Solberg".to_owned(), "Freja Holm".to_owned()]);
        for role in [Role::Agent, Role::Supervisor] {
            assert!(matches!(&of(&seen, &own, role).decider, Decider::Others(names) if !names.contains(&"Jonas Weber".to_owned())));
            for decision in ["keep", "remove"] {
                assert!(not_open(&decides(&mut jonas, &review, &own, role, decision).await), "{role:?} {decision}");
            }
        }
        assert_eq!(of(&seen, &own, Role::Supervisor).decider, names);
        assert!(not_open(&decides(&mut jonas, &review, &ingrid, Role::Auditor, "remove").await));
        assert!(not_open(&decides(&mut jonas, &review, &ingrid, Role::Administrator, "keep").await));
        let page = jonas.get("/access").await.body;
        assert!(page.contains("Decided by Ingrid Solberg or Freja Holm"), "{page}");
        assert_eq!(entries(&db, "access_decided").await.len(), 0);
        assert!(decides(&mut jonas, &review, &world.staff("Ana").await, Role::Agent, "keep").await.is_ok());
        assert!(decides(&mut world.agent("Ingrid").await, &review, &own, Role::Supervisor, "keep").await.is_ok());
        // An auditor reads, and is shown no form.
        let auditor = world.with_roles(&[Role::Auditor]).await;
        let page = auditor.get("/access").await;
        assert!(page.status == StatusCode::OK && !page.body.contains("/api/access/"), "{}", page.body);
    }

    async fn d09_what_is_removed_is_gone_at_once_and_is_not_kept_again(db: TestDb) {
        let world = World::new(&db).await;
        let (mut jonas, mut ana) = (world.agent("Jonas").await, world.agent("Ana").await);
        let review = started(&world, &mut jonas, 10).await;
        let whose = world.staff("Ana").await;
        decides(&mut jonas, &review, &whose, Role::Agent, "keep").await.unwrap();
        assert_eq!(ana.get("/desk").await.status, StatusCode::OK);
        decides(&mut jonas, &review, &whose, Role::Agent, "remove").await.unwrap();
        assert_eq!(ana.get("/desk").await.status, StatusCode::FORBIDDEN);
        assert_eq!(ana.post("desk/end", &[("session", "00000000-0000-7000-8000-000000000001")]).await, Err(Refusal::NotYourRole));
        assert!(not_open(&decides(&mut jonas, &review, &whose, Role::Agent, "keep").await), "one person gives nothing back");
        assert!(decides(&mut jonas, &review, &whose, Role::Agent, "remove").await.is_ok(), "pressed twice");
        assert!(matches!(decides(&mut jonas, &review, &whose, Role::Agent, "lapsed").await, Err(Refusal::BadInput(_))), "only time says that");
        assert_eq!(entries(&db, "access_decided").await.len(), 2);
        let taken = entries(&db, "right_taken").await;
        assert_eq!((taken.len(), &taken[0].1["reason"]), (1, &"Access review: Spring".into()));
    }

    async fn d09_a_review_ends_when_all_is_decided_and_then_nothing_is(db: TestDb) {
        let world = World::new(&db).await;
        let (mut jonas, mut ingrid, mut freja) = (world.agent("Jonas").await, world.agent("Ingrid").await, world.agent("Freja").await);
        let review = started(&world, &mut jonas, 10).await;
        let second = jonas.post("access/start", &[("name", "Again"), ("due", &day(&world, 5))]).await;
        assert!(not_open(&second), "one at a time");
        assert!(matches!(ingrid.post("access/start", &[("name", "Again"), ("due", "2020-01-01")]).await, Err(Refusal::BadInput(_))));
        assert!(not_open(&jonas.post("access/finish", &[("review", &review)]).await), "7 to go");
        for member in staff::all(&db).await.unwrap() {
            for role in member.roles.clone() {
                let by = if member.number == 2002 { &mut ingrid } else { &mut freja };
                decides(by, &review, &member, role, if role == Role::Auditor { "remove" } else { "keep" }).await.unwrap();
            }
        }
        assert_eq!(jonas.post("access/finish", &[("review", &review)]).await, Ok("/access".to_owned()));
        let ended = entries(&db, "access_review_ended").await;
        assert_eq!((&ended[0].1["kept"], &ended[0].1["removed"], &ended[0].1["lapsed"]), (&6.into(), &1.into(), &0.into()));
        assert!(not_open(&decides(&mut freja, &review, &world.staff("Ana").await, Role::Agent, "remove").await), "it is over");
        assert!(not_open(&jonas.post("access/finish", &[("review", &review)]).await));
        let page = freja.get("/access").await.body;
        assert!(page.contains("Finished by Jonas Weber") && page.contains("Kept by Ingrid Solberg"), "{page}");
        started(&world, &mut jonas, 5).await;
        let page = jonas.get(&format!("/access/{review}")).await.body;
        assert!(page.contains("Finished by Jonas Weber"), "the one before is still there to be read");
    }

    async fn d09_of_two_administrators_who_remove_each_other_at_once_one_stays(db: TestDb) {
        let world = World::new(&db).await;
        let review: AccessReviewId = started(&world, &mut world.agent("Jonas").await, 10).await.parse().unwrap();
        let witness = async |name| -> Reviewer { world.staff(name).await.try_into().unwrap() };
        let (ingrid, freja) = (witness("Ingrid").await, witness("Freja").await);
        let remove = async |by: &Reviewer, whose: AgentId| {
            access::decide(&world.shared, by, review, Grant { staff: whose, role: Role::Administrator }, Decision::Remove).await
        };
        let (one, other) = tokio::join!(remove(&ingrid, freja.id()), remove(&freja, ingrid.id()));
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        let left = staff::all(&db).await.unwrap().into_iter().filter(|member| member.is(Role::Administrator)).count();
        assert_eq!((left, entries(&db, "access_decided").await.len()), (1, 1));
    }

    async fn keep_all_in_use_keeps_what_is_theirs_to_keep(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, mut jonas) = (world.agent("Ana").await, world.agent("Jonas").await);
        for browser in [&mut ana, &mut jonas] {
            for _ in 0..3 {
                let session = browser.open(MIRELA, ActionKind::ChangeEmail).await;
                browser.end(session).await.unwrap();
            }
        }
        let review = started(&world, &mut jonas, 10).await;
        jonas.post("access/keep-all", &[("review", &review)]).await.unwrap();
        let seen = grants(&world, "Jonas").await;
        let decided: Vec<_> = seen.iter().filter(|row| row.decided.is_some()).map(|row| row.grant.staff).collect();
        assert_eq!(decided, [world.staff("Ana").await.id], "his own is in use as well, and Bram's is not");
        assert!(not_open(&jonas.post("access/keep-all", &[("review", &review)]).await));
    }

    async fn d14_the_record_is_taken_away_and_that_is_written_down(db: TestDb) {
        let world = World::new(&db).await;
        let (now, entropy) = (world.shared.now(), &*world.shared.entropy);
        let name = "=HYPERLINK(\"x\")".parse().unwrap();
        let formula = Staff { id: AgentId::new(now, entropy), name, number: 4999, roles: vec![Role::Agent] };
        let mut tx = db.write().await.unwrap();
        staff::insert(&mut tx, &formula, now).await.unwrap();
        tx.commit().await.unwrap();
        let mut jonas = world.agent("Jonas").await;
        let review = started(&world, &mut jonas, 10).await;
        decides(&mut jonas, &review, &formula, Role::Agent, "remove").await.unwrap();
        let csv = export(&jonas, &review, "csv").await;
        assert_eq!(csv.status, StatusCode::OK, "{}", csv.body);
        assert_eq!(csv.body.lines().count(), 9, "{}", csv.body);
        assert!(csv.body.contains(",\"'=HYPERLINK(\"\"x\"\")\",agent,0,,remove,Jonas Weber,"), "{}", csv.body);
        let ids: Vec<(Uuid,)> = fetch_all!(db, (Uuid,), IDS).await.unwrap();
        assert!(csv.body.contains(&ids[0].0.to_string()), "each decision names its entry");
        let lines = export(&jonas, &review, "jsonl").await.body;
        let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
        assert_eq!((&first["name"], &first["grants"], &first["state"]), (&"Spring".into(), &8.into(), &"open".into()));
        assert_eq!(entries(&db, "access_review_exported").await.len(), 2);
        assert_eq!(export(&world.agent("Ana").await, &review, "csv").await.status, StatusCode::FORBIDDEN);
        assert_eq!(export(&jonas, &formula.id.to_string(), "csv").await.status, StatusCode::NOT_FOUND);
    }

    async fn p2_the_page_names_who_sleeps_and_who_holds_much(db: TestDb) {
        let world = World::new(&db).await;
        world.agent("Bram").await;
        world.clock.advance(Duration::days(89));
        world.with_roles(&[Role::Agent, Role::Supervisor, Role::Auditor]).await;
        world.agent("Ana").await;
        world.clock.advance(Duration::days(1));
        let reader: Overseer = world.staff("Freja").await.try_into().unwrap();
        let report = access::page(&world.shared, &reader, None).await.unwrap().report;
        let dormant: Vec<_> = report.dormant.iter().map(|(_, name, at)| (name.as_str(), at.is_some())).collect();
        assert!(dormant.contains(&("Bram Visser", true)) && dormant.contains(&("Freja Holm", false)), "{dormant:?}");
        assert!(!dormant.iter().any(|(name, _)| *name == "Ana Lindqvist"));
        assert_eq!(report.many.iter().map(|(_, name, roles)| (name.as_str(), *roles)).collect::<Vec<_>>(), [("Sam Doe", 3)]);
        assert_eq!(rows::count(&db, "access_review").await, 0);
    }
}
