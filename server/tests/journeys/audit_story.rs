//! A session's whole story from the log, who may read it, that reading is written down, and what is taken away.

use domain::{action::ActionKind, agent::Role};

use crate::{
    on_both,
    support::{
        agent::asked,
        export::{ask, taken},
        log::{ready, seed},
        rows,
        world::{MIRELA, World},
    },
};

const HOSTILE: &str = "=HYPERLINK(\"https://evil.example\",\"Pixel 8\")";

/// An e-mail change, approved; the session.
async fn changed(world: &World) -> String {
    let phone = world.phone(MIRELA).await;
    rows::set(&world.shared.db, &format!("device SET name = '{HOSTILE}'")).await;
    let mut ana = world.agent("Ana").await;
    let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
    let challenge = asked(ana.change_email(session, "mirela.k@post.example").await.unwrap());
    phone.delivered(challenge).await;
    phone.approve(&ana.digits(session, challenge).await).await.unwrap();
    ana.post("desk/suspend-phone", &[("session", &session.to_string()), ("device", &phone.id.to_string())]).await.unwrap();
    ready(world).await;
    session.to_string()
}

on_both! {
    async fn a_supervisor_finds_a_change_and_reads_its_whole_story_in_two_clicks(db: TestDb) {
        let world = World::new(&db).await;
        let session = changed(&world).await;
        let supervisor = world.with_roles(&[Role::Supervisor]).await;
        let page = supervisor.get("/audit?when=week&action=change_email&result=done").await;
        assert_eq!(page.status.as_u16(), 200);
        let story = format!("/audit/session/{session}");
        assert!(page.body.contains(&story), "{}", page.body);
        let story = supervisor.get(&story).await;
        assert_eq!(story.status.as_u16(), 200);
        for said in [
            "Did you contact Acme?", "from mk@mail.example", "to mirela.k@post.example", "Session opened", "Change email not open",
            "Missing: High", "Allowed: nothing was missing", "Approved by the customer", "Raised to High", "Earlier addresses told",
            "/policy/1?rule=email.change#rule", "4471 0982", "Ana Lindqvist", "2 emails",
        ] {
            assert!(story.body.contains(said), "{said}: {}", story.body);
        }
        assert!(!story.body.contains("Mirela Kov"), "the name stays hidden");
        let policy = supervisor.get("/policy/1?rule=email.change").await;
        assert!(policy.body.contains("<mark id=\"rule\">"), "{}", policy.body);
    }

    async fn reading_the_log_is_in_the_log(db: TestDb) {
        let world = World::new(&db).await;
        let session = changed(&world).await;
        let mut auditor = world.with_roles(&[Role::Auditor]).await;
        let entries = |event: &'static str| { let db = &db; async move { rows::count(db, &format!("audit_entry WHERE event = '{event}'")).await } };
        assert_eq!(auditor.get("/audit?when=ever&level=high&q=Mirela").await.status.as_u16(), 200);
        assert_eq!(entries("log_read").await, 1);
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'log_read' AND detail LIKE '%\"facets\":[\"level\",\"when\",\"q\"]%'").await, 1);
        assert_eq!(rows::count(&db, "audit_entry WHERE detail LIKE '%Mirela%'").await, 0, "what was typed is not kept");
        assert_eq!(auditor.get("/audit/entry/0").await.status.as_u16(), 200);
        assert_eq!(auditor.get("/audit/entry/99999").await.status.as_u16(), 404);
        assert_eq!(auditor.get(&format!("/audit/session/{session}")).await.status.as_u16(), 200);
        assert_eq!((entries("entry_read").await, entries("story_read").await), (1, 1));
        let taken = taken(&world, &mut auditor, "when=ever&level=high", "csv", "Case ACM-1").await;
        assert_eq!((taken.status.as_u16(), entries("log_exported").await), (200, 1));
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'log_exported' AND detail LIKE '%Case ACM-1%' AND detail LIKE '%\"csv\"%'").await, 1);
        // Without a reason nothing leaves, and there is nothing to write down.
        for reason in ["", "  ", "two\nlines"] {
            assert!(ask(&mut auditor, "when=ever", "jsonl", reason).await.is_err(), "{reason:?}");
        }
        assert_eq!((entries("log_exported").await, entries("export_asked").await), (1, 1));
        ready(&world).await;
        let who = auditor.get(&format!("/audit?when=ever&kind=story_read&session={session}")).await;
        assert!(who.body.contains("story read") && who.body.contains("Sam Doe"), "who read it is found by the session: {}", who.body);
    }

    async fn d14_an_export_runs_nothing_and_is_what_was_found(db: TestDb) {
        let world = World::new(&db).await;
        changed(&world).await;
        let mut supervisor = world.with_roles(&[Role::Supervisor]).await;
        let csv = taken(&world, &mut supervisor, "when=ever&method=push", "csv", "Review").await;
        assert_eq!(csv.headers["content-disposition"], "attachment; filename=\"audit-log.csv\"");
        assert!(csv.body.starts_with("number,time,event,by,outcome,level,channel,"));
        assert!(csv.body.lines().count() > 3 && csv.body.contains("approved,Customer,done,"), "{}", csv.body);
        // Of a phone that was suspended, the name stands first.
        let all = taken(&world, &mut supervisor, "when=ever", "csv", "Review").await;
        assert!(all.body.contains(",\"'=HYPERLINK(\"\"https://evil.example\"\","), "{}", all.body);
        let csv_cells = csv.body.clone() + &all.body;
        for cell in csv_cells.split("\r\n").flat_map(|line| line.split(',')) {
            assert!(!cell.trim_start_matches('"').starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
        }
        let jsonl = taken(&world, &mut supervisor, "when=ever&method=push", "jsonl", "Review").await;
        let lines: Vec<serde_json::Value> = jsonl.body.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), csv.body.lines().count() - 1);
        assert!(lines.iter().any(|line| line["detail"]["device"] == HOSTILE));
        let numbers: Vec<u64> = lines.iter().map(|line| line["number"].as_u64().unwrap()).collect();
        assert!(numbers.is_sorted_by(|one, other| one > other), "newest first: {numbers:?}");
    }

    async fn an_export_ends_at_ten_thousand_and_says_so(db: TestDb) {
        let world = World::new(&db).await;
        seed(&db, 10_050, world.shared.now().millis()).await;
        ready(&world).await;
        let mut supervisor = world.with_roles(&[Role::Supervisor]).await;
        let all = taken(&world, &mut supervisor, "when=ever", "jsonl", "Review").await;
        assert_eq!((all.status.as_u16(), all.body.lines().count()), (200, 10_000));
        assert_eq!(all.headers["content-disposition"], "attachment; filename=\"audit-log-newest-10000.jsonl\"");
    }
}
