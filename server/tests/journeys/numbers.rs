//! Numbers: what was just done stands in them, on the page and in the files.

use domain::{action::ActionKind, agent::Role, assurance::Method, numbers::Span, time::Duration};
use server::services::numbers;

use crate::{
    on_both,
    support::world::{MIRELA, SIGNE, TOMAS, World},
};

on_both! {
    async fn what_was_just_done_is_in_the_numbers(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let none = numbers::numbers(&world.shared, Span::Today).await.unwrap();
        assert_eq!((none.all.is_empty(), none.dead_ends.of, none.methods.len()), (true, 0, 0));
        for seconds in [10, 30, 20] {
            let session = ana.open(MIRELA, ActionKind::Refund).await;
            let challenge = ana.raise(session).await.unwrap();
            let digits = ana.digits(session, challenge).await;
            world.clock.advance(Duration::seconds(seconds));
            phone.approve(&digits).await.unwrap();
            ana.end(session).await.unwrap();
        }
        let chat = ana.open_on(MIRELA, ActionKind::Refund, "chat", "customer").await.unwrap();
        let challenge = ana.raise(chat).await.unwrap();
        ana.withdraw(chat, challenge).await.unwrap();
        ana.raise(chat).await.unwrap();
        // Nobody answered, and nobody wrote down yet that its time is up.
        world.clock.advance(Duration::minutes(20));
        let mut ana = world.agent("Ana").await;
        // Whoever has nothing cannot prove anything.
        let dead = ana.open(SIGNE, ActionKind::Refund).await;
        assert!(ana.refund(dead, "5", "Invoice 118").await.is_err());
        let tomas = world.phone(TOMAS).await;
        let attack = ana.open(TOMAS, ActionKind::Refund).await;
        ana.raise(attack).await.unwrap();
        tomas.report().await.unwrap();

        let today = numbers::numbers(&world.shared, Span::Today).await.unwrap();
        let all = today.all;
        assert_eq!((all.ended, all.answered, all.told_to, all.not_me, all.ran_out, all.wrong, all.withdrawn), (5, 3, 1, 0, 1, 0, 1));
        assert_eq!((all.p50, all.p95), (Some(20_000), Some(30_000)));
        assert_eq!((all.failed(), all.fraud()), (Some(400), Some(200)));
        assert_eq!(today.methods.iter().map(|(method, _)| *method).collect::<Vec<_>>(), [Method::Push]);
        let channels: Vec<_> = today.channels.iter().map(|(channel, line)| (channel.rule().key, line.ended, line.p50)).collect();
        assert_eq!(channels, [("phone", 4, Some(20_000)), ("chat", 1, None)]);
        assert_eq!((today.dead_ends.sessions, today.dead_ends.of, today.cut), (1, 1, false));

        let jonas = world.agent("Jonas").await;
        let page = jonas.get("/floor/numbers").await.body;
        assert!(page.contains("20.0 s") && page.contains("40.0%") && page.contains("By channel"), "{page}");
        let csv = jonas.get("/export/numbers.csv?span=today").await;
        assert_eq!(csv.headers["content-disposition"], "attachment; filename=\"numbers-today.csv\"");
        assert!(csv.body.contains("\r\ntoday,all,all,5,3,0,1,1,0,1,20000,30000,1,1\r\n"), "{}", csv.body);
        let auditor = world.with_roles(&[Role::Auditor]).await;
        let lines = auditor.get("/export/numbers.jsonl?span=7").await.body;
        let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
        assert_eq!((&first["span"], &first["ended"]), (&"7".into(), &5.into()));

        world.clock.advance(Duration::days(8));
        let week = numbers::numbers(&world.shared, Span::Week).await.unwrap();
        assert_eq!((week.all.ended, week.dead_ends.of), (0, 0), "longer ago");
        assert_eq!(numbers::numbers(&world.shared, Span::Month).await.unwrap().all.ended, 5);
    }
}
