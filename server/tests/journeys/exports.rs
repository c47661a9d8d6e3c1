//! Taking entries of the log away: asked for, approved by another reader's own passkey, denied, withdrawn, too late, taken; and what the log says.

use std::collections::BTreeSet;

use app::exports::view::Stands;
use domain::{
    action::ActionKind,
    agent::{LogReader, Role},
    export::{CHANGED, MOST_TAKEN, MOST_WAITING, NOT_APPROVED, OWN, TAKEN_WITHIN, WAITS},
    ids::ExportId,
    refusal::Refusal,
    time::Duration,
};
use server::{
    services::{Trouble, exports},
    store::{Db, fetch_all},
};

use crate::{
    log::erasure::verified,
    on_both,
    support::{
        agent::Agent,
        export::{ask, take},
        log::ready,
        rows,
        second::Seconder,
        world::{MIRELA, World},
    },
};

const EVENTS: &str = "SELECT event FROM audit_entry WHERE event LIKE 'export_%' OR event = 'log_exported' ORDER BY at, ordinal";

/// What was written down of exports, in order.
async fn told(db: &Db) -> Vec<String> {
    fetch_all!(db, (String,), EVENTS).await.unwrap().into_iter().map(|(event,)| event).collect()
}

/// Something to export.
async fn something(world: &World) {
    world.agent("Ana").await.open(MIRELA, ActionKind::ChangeEmail).await;
    ready(world).await;
}

/// Ingrid, who reads the log, and one of her requests.
async fn asked(world: &World) -> (Agent, ExportId) {
    something(world).await;
    let mut ingrid = world.agent("Ingrid").await;
    let request = ask(&mut ingrid, "when=ever", "csv", "Case ACM-1").await.unwrap();
    (ingrid, request)
}

async fn jonas(world: &World) -> Seconder {
    Seconder::at(world, world.agent("Jonas").await, b"jonas").await
}

async fn reader(world: &World, first_name: &str) -> LogReader {
    world.staff(first_name).await.try_into().unwrap()
}

async fn stands(world: &World, request: ExportId) -> Stands {
    let page = exports::page(&world.shared, &reader(world, "Ingrid").await).await.unwrap();
    page.open.into_iter().chain(page.over).find(|row| row.id == request).unwrap().stands
}

fn not_open<T: std::fmt::Debug>(result: &Result<T, Refusal>, why: &str) {
    assert!(matches!(result, Err(Refusal::NotOpen(said)) if said == why), "{result:?}");
}

on_both! {
    async fn d14_an_export_waits_for_another_readers_passkey_and_is_exactly_what_was_found_when_it_was_asked_for(db: TestDb) {
        let world = World::new(&db).await;
        something(&world).await;
        let mut ingrid = world.agent("Ingrid").await;
        let search = "when=ever&action=change_email";
        let found = exports_places(&world, search).await;
        let request = ask(&mut ingrid, search, "jsonl", "Case ACM-1").await.unwrap();
        let page = ingrid.get("/audit/exports").await;
        for words in [&format!("{} entr", found.len()), "as JSON Lines", "Asked by Ingrid Solberg", "For: Case ACM-1", "Action: Change email",
            "From the first entry on", "You asked for this export yourself", "Withdraw", "Waits for approval"] {
            assert!(page.body.contains(words), "{words}: {}", page.body);
        }
        assert!(!page.body.contains("Deny it") && !page.body.contains("data-approve=\""), "not hers to answer: {}", page.body);
        let early = take(&ingrid, request).await;
        assert!(early.status.as_u16() == 403 && early.body.contains(NOT_APPROVED), "{}", early.body);

        // Something else that the search would find comes meanwhile.
        world.agent("Bram").await.open("58201147", ActionKind::ChangeEmail).await;
        ready(&world).await;
        assert!(exports_places(&world, search).await.len() > found.len());

        let mut jonas = jonas(&world).await;
        let audit = jonas.browser.get("/audit").await;
        assert!(audit.body.contains("1 waits for you"), "{}", audit.body);
        let page = jonas.browser.get("/audit/exports").await;
        for words in ["Asked by Ingrid Solberg", "For: Case ACM-1", "Deny it", "data-approve=\"", "A passkey takes a script"] {
            assert!(page.body.contains(words), "{words}: {}", page.body);
        }
        jonas.approve_export(request).await.unwrap();
        assert_eq!(stands(&world, request).await, Stands::Approved { by: "Jonas Weber".to_owned(), left: MOST_TAKEN });
        assert_eq!(take(&jonas.browser, request).await.status.as_u16(), 404, "whoever approves takes nothing");
        let page = ingrid.get("/audit/exports").await;
        assert!(page.body.contains("Approved by Jonas Weber, 3 downloads left") && page.body.contains("action=\"/audit/exports/file\""), "{}", page.body);

        let file = take(&ingrid, request).await;
        assert_eq!(file.headers["content-disposition"], "attachment; filename=\"audit-log.jsonl\"");
        let lines: Vec<serde_json::Value> = file.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let numbers: BTreeSet<_> = lines.iter().map(|line| line["number"].as_u64().unwrap()).collect();
        assert_eq!((numbers, lines.len()), (found.clone(), found.len()), "nothing newer, and nothing less");
        assert_eq!(told(&db).await, ["export_asked", "export_approved", "log_exported"]);
        for entry in [
            format!("event = 'export_asked' AND detail LIKE '%\"facets\":[\"action\",\"when\"]%' AND detail LIKE '%Case ACM-1%' AND detail LIKE '%{request}%'"),
            format!("event = 'export_approved' AND detail LIKE '%{request}%' AND detail LIKE '%{}%'", world.staff("Ingrid").await.id),
            format!("event = 'log_exported' AND detail LIKE '%{request}%' AND detail LIKE '%\"jsonl\"%'"),
        ] {
            assert_eq!(rows::count(&db, &format!("audit_entry WHERE {entry}")).await, 1, "{entry}");
        }
        // Whoever checks the log checks that signature too.
        let files = tempfile::tempdir().unwrap();
        for report in verified(&world.shared, files.path()).await {
            assert_eq!((report.wrong(), report.approvals.signed), (0, 1), "{:?}", report.findings());
        }
    }

    async fn d14_nobody_approves_their_own_and_nobody_but_a_reader_of_the_log_approves(db: TestDb) {
        let world = World::new(&db).await;
        something(&world).await;
        let mut own = jonas(&world).await;
        let request = ask(&mut own.browser, "when=ever", "csv", "Review").await.unwrap();
        not_open(&own.approve_export(request).await, OWN);
        not_open(&own.send_export(request, "{}").await, OWN);
        not_open(&own.deny_export(request, "No").await, OWN);
        for roles in [&[Role::Agent][..], &[Role::Administrator], &[Role::Agent, Role::Administrator]] {
            let mut other = Seconder::new(&world, format!("{roles:?}").as_bytes(), roles).await;
            assert_eq!(other.export_options(request).await, Err(Refusal::NotYourRole), "{roles:?}");
            assert_eq!(other.send_export(request, "{}").await, Err(Refusal::NotYourRole), "{roles:?}");
            assert_eq!(other.deny_export(request, "No").await, Err(Refusal::NotYourRole), "{roles:?}");
        }
        // The right is taken away between the question and the answer, behind the sign-in's back too.
        for (name, change) in [("role", "staff SET roles = 'administrator'"), ("state", "staff SET state = 'disabled'")] {
            let mut other = Seconder::new(&world, name.as_bytes(), &[Role::Supervisor]).await;
            let witness = other.reader();
            let answer = other.passkey.get(&other.export_options(request).await.unwrap());
            rows::set(&db, &format!("{change} WHERE number = {}", other.staff.number)).await;
            let answer = serde_json::from_str(&answer).unwrap();
            let refused = exports::approve(&world.shared, &witness, request, &answer).await;
            assert!(matches!(refused, Err(Trouble::Refused(Refusal::NotYourRole))), "{name}: {refused:?}");
        }
        assert_eq!((stands(&world, request).await, told(&db).await), (Stands::Waiting, vec!["export_asked".to_owned()]));
        assert_eq!(take(&own.browser, request).await.status.as_u16(), 403);
    }

    async fn d14_whoever_has_no_passkey_here_approves_nothing(db: TestDb) {
        let world = World::new(&db).await;
        let (_, request) = asked(&world).await;
        let jonas = world.agent("Jonas").await;
        let page = jonas.get("/audit/exports").await;
        assert!(page.body.contains("You have no passkey here yet") && !page.body.contains("data-approve=\""), "{}", page.body);
        assert_eq!(jonas.call::<String>("exports/start", &[("request", &request.to_string())]).await, Err(Refusal::NoPasskey));
    }

    async fn d14_an_approver_whose_sign_in_was_ended_approves_nothing(db: TestDb) {
        let world = World::new(&db).await;
        let (_, request) = asked(&world).await;
        let mut jonas = jonas(&world).await;
        let answer = jonas.passkey.get(&jonas.export_options(request).await.unwrap());
        let staff = jonas.staff.id.to_string();
        world.agent("Freja").await.post("access/end-sign-ins", &[("staff", &staff), ("reason", "Laptop lost")]).await.unwrap();
        assert_eq!(jonas.send_export(request, &answer).await, Err(Refusal::NotSignedIn));
        assert_eq!(stands(&world, request).await, Stands::Waiting);
    }

    async fn d14_a_denial_says_why_and_ends_it(db: TestDb) {
        let world = World::new(&db).await;
        let (ingrid, request) = asked(&world).await;
        let mut jonas = jonas(&world).await;
        assert!(matches!(jonas.deny_export(request, " ").await, Err(Refusal::BadInput(_))), "without a reason");
        assert_eq!(jonas.deny_export(request, "Ask the auditor first").await.as_deref(), Ok("/audit/exports"));
        let page = ingrid.get("/audit/exports").await;
        assert!(page.body.contains("Not approved by Jonas Weber") && page.body.contains("Ask the auditor first"), "{}", page.body);
        assert!(page.body.contains("Nothing waits."), "{}", page.body);
        assert_eq!(jonas.approve_export(request).await, Err(Refusal::ChallengeOver));
        assert_eq!(jonas.deny_export(request, "Again").await, Err(Refusal::ChallengeOver));
        assert_eq!(take(&ingrid, request).await.status.as_u16(), 410);
        assert_eq!(told(&db).await, ["export_asked", "export_denied"]);
        assert_eq!(rows::count(&db, "audit_entry WHERE detail LIKE '%Ask the auditor%'").await, 0, "the words stand beside the entry");
        assert_eq!(rows::count(&db, "audit_personal WHERE name = 'reason'").await, 1);
    }

    async fn d14_whoever_asked_takes_it_back_before_it_is_approved_and_after_and_nobody_else_does(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ingrid, first) = asked(&world).await;
        let second = ask(&mut ingrid, "when=ever", "csv", "Case ACM-2").await.unwrap();
        let mut jonas = jonas(&world).await;
        let id = first.to_string();
        assert_eq!(jonas.browser.post("exports/withdraw", &[("request", &id)]).await, Err(Refusal::NotFound));
        jonas.approve_export(second).await.unwrap();
        for request in [first, second] {
            let id = request.to_string();
            assert_eq!(ingrid.post("exports/withdraw", &[("request", &id)]).await.as_deref(), Ok("/audit/exports"));
            assert_eq!(stands(&world, request).await, Stands::Withdrawn);
            assert_eq!(ingrid.post("exports/withdraw", &[("request", &id)]).await, Err(Refusal::ChallengeOver));
            assert_eq!(take(&ingrid, request).await.status.as_u16(), 410);
            assert_eq!(jonas.approve_export(request).await, Err(Refusal::ChallengeOver));
        }
        assert_eq!(told(&db).await, ["export_asked", "export_asked", "export_approved", "export_withdrawn", "export_withdrawn"]);
    }

    async fn d14_it_waits_a_day_and_is_taken_three_times_within_the_next(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ingrid, late) = asked(&world).await;
        let mut jonas_here = jonas(&world).await;
        let kept = ask(&mut ingrid, "when=ever", "csv", "Kept").await.unwrap();
        jonas_here.approve_export(kept).await.unwrap();
        let often = ask(&mut ingrid, "when=ever", "csv", "Often").await.unwrap();
        jonas_here.approve_export(often).await.unwrap();
        for left in (0..MOST_TAKEN).rev() {
            assert_eq!(take(&ingrid, often).await.status.as_u16(), 200, "{left}");
            let expected = if left == 0 { Stands::Taken { by: "Jonas Weber".to_owned() } } else { Stands::Approved { by: "Jonas Weber".to_owned(), left } };
            assert_eq!(stands(&world, often).await, expected);
        }
        assert_eq!(take(&ingrid, often).await.status.as_u16(), 410, "once more");
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'log_exported'").await, i64::from(MOST_TAKEN), "each of them is in the log");

        world.clock.advance(WAITS.min(TAKEN_WITHIN) - Duration::minutes(1));
        assert_eq!(exports::expire_overdue(&world.shared).await.unwrap(), 0);
        world.clock.advance(Duration::minutes(1));
        // To the second, whether or not it was written down. (Their browsers' sign-ins are over by then.)
        let (asker, approver) = (reader(&world, "Ingrid").await, reader(&world, "Jonas").await);
        let over = |outcome: &dyn std::fmt::Debug| assert!(format!("{outcome:?}").contains("ChallengeOver"), "{outcome:?}");
        over(&exports::start(&world.shared, &approver, late).await);
        over(&exports::take(&world.shared, &asker, kept).await.map(drop));
        assert_eq!(stands(&world, late).await, Stands::Expired { approved: None, taken: 0 });
        assert_eq!(exports::expire_overdue(&world.shared).await.unwrap(), 2);
        assert_eq!(exports::expire_overdue(&world.shared).await.unwrap(), 0);
        assert_eq!(stands(&world, kept).await, Stands::Expired { approved: Some("Jonas Weber".to_owned()), taken: 0 });
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'export_expired' AND detail LIKE '%\"approved\":true%'").await, 1);
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'export_expired' AND actor_kind = 'system'").await, 2);

        // What was searched for is kept for a month, and no longer.
        world.clock.advance(Duration::days(28));
        assert_eq!(exports::forget(&world.shared).await.unwrap(), 0);
        world.clock.advance(Duration::days(2));
        assert_eq!(exports::forget(&world.shared).await.unwrap(), 3);
        assert_eq!(rows::count(&db, "export_request").await, 0);
    }

    async fn d14_whoever_lost_the_right_since_takes_nothing_and_nothing_is_approved_for_them(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ingrid, first) = asked(&world).await;
        let second = ask(&mut ingrid, "when=ever", "csv", "Case ACM-2").await.unwrap();
        let mut jonas = jonas(&world).await;
        jonas.approve_export(first).await.unwrap();
        let witness = reader(&world, "Ingrid").await;
        rows::set(&db, "staff SET roles = 'administrator' WHERE number = 2001").await;
        assert_eq!(take(&ingrid, first).await.status.as_u16(), 403);
        let behind = exports::take(&world.shared, &witness, first).await.map(drop);
        assert!(matches!(behind, Err(Trouble::Refused(Refusal::NotYourRole))), "{behind:?}");
        let refused = jonas.approve_export(second).await;
        assert!(matches!(&refused, Err(Refusal::NotOpen(why)) if why.contains("may not read the log any more")), "{refused:?}");
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'log_exported'").await, 0);
        rows::set(&db, "staff SET state = 'disabled' WHERE number = 2001").await;
        let gone = exports::take(&world.shared, &witness, first).await.map(drop);
        assert!(matches!(gone, Err(Trouble::Refused(Refusal::NotYourRole))), "{gone:?}");
    }

    async fn what_finds_nothing_is_not_asked_for_and_five_wait_at_most(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ingrid, first) = asked(&world).await;
        let nothing = ask(&mut ingrid, "when=ever&q=nobodyhasthisword", "csv", "Review").await;
        assert!(matches!(&nothing, Err(Refusal::BadInput(why)) if why.contains("finds no entry")), "{nothing:?}");
        for reason in ["", "  ", "two\nlines"] {
            assert!(ask(&mut ingrid, "when=ever", "csv", reason).await.is_err(), "{reason:?}");
        }
        for _ in 1..MOST_WAITING {
            ask(&mut ingrid, "when=ever", "csv", "Review").await.unwrap();
        }
        let sixth = ask(&mut ingrid, "when=ever", "csv", "Review").await;
        assert!(matches!(&sixth, Err(Refusal::BadInput(why)) if why.contains("Five exports")), "{sixth:?}");
        ingrid.post("exports/withdraw", &[("request", &first.to_string())]).await.unwrap();
        ask(&mut ingrid, "when=ever", "csv", "Review").await.unwrap();
        assert_eq!(rows::count(&db, "export_request WHERE state = 'waiting'").await, i64::from(MOST_WAITING));
        // What is told on the audit page came back to it.
        let answer = ingrid.send_from("/audit?when=ever", "exports/ask", &[("search", "when=ever"), ("format", "csv"), ("reason", "Review")]).await;
        assert!(answer.leads_to().starts_with("/audit?when=ever&"), "{}", answer.leads_to());
    }

    async fn t13_what_is_stored_is_changed_and_nothing_is_approved_or_taken(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ingrid, _) = asked(&world).await;
        let mut jonas = jonas(&world).await;
        let other_places = match db.engine() {
            server::store::Engine::Sqlite => "places = x'00'",
            server::store::Engine::Postgres => r"places = '\x00'",
        };
        for change in ["search = 'when=day'", "reason = 'Other'", "entries = 1", "format = 'jsonl'", "shown_text = '1 entry'", other_places] {
            rows::set(&db, "export_request SET state = 'withdrawn', ended_at = asked_at WHERE state IN ('waiting', 'approved')").await;
            let waiting = ask(&mut ingrid, "when=ever", "csv", "Review").await.unwrap();
            rows::set(&db, &format!("export_request SET {change} WHERE state = 'waiting'")).await;
            not_open(&jonas.approve_export(waiting).await, CHANGED);
            rows::set(&db, "export_request SET state = 'withdrawn', ended_at = asked_at WHERE state = 'waiting'").await;
            let approved = ask(&mut ingrid, "when=ever", "csv", "Review").await.unwrap();
            jonas.approve_export(approved).await.unwrap();
            rows::set(&db, &format!("export_request SET {change} WHERE state = 'approved'")).await;
            let file = take(&ingrid, approved).await;
            assert!(file.status.as_u16() == 403 && file.body.contains("not what was asked for and approved"), "{change}: {}", file.body);
        }
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'log_exported'").await, 0);
    }
}

/// The places that a search finds now.
async fn exports_places(world: &World, search: &str) -> BTreeSet<u64> {
    let pairs: Vec<_> = search.split('&').map(|pair| pair.split_once('=').unwrap()).collect();
    let search = domain::audit_search::Search::from_pairs(pairs);
    let chosen = server::services::audit_search::export::choose(&world.shared, &search, world.shared.now()).await.unwrap();
    assert!(!chosen.cut);
    chosen.places.into_iter().collect()
}
