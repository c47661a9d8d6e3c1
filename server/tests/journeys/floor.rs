//! The floor: what each session is at, its level, and the figures above.

use app::{
    desk::view::Place,
    oversight::view::{FloorRow, FloorView},
};
use domain::{
    action::ActionKind,
    agent::Role,
    assurance::{Level, Method},
    customer::Seen,
    floor::{Doing, Goals, PAUSED_AFTER, SLOW_AFTER},
    ids::SessionId,
    time::Duration,
};
use server::services::floor;

use crate::{
    on_both,
    support::{
        agent::{Agent, asked},
        rows,
        world::{CARRIER, MIRELA, SIGNE, TOMAS, World},
    },
};

async fn look(world: &World) -> FloorView {
    floor::floor(&world.shared).await.unwrap()
}

fn row(floor: &FloorView, session: SessionId) -> &FloorRow {
    floor.rows.iter().find(|row| row.session == session).expect("a row of that session")
}

/// The floor says of each of these what its own desk says.
async fn as_at_the_desk(world: &World, of: &[(&Agent, SessionId)], step: &str) {
    let floor = look(world).await;
    for (agent, session) in of {
        let desk = agent.workspace(*session, Place::Overview).await;
        assert_eq!(row(&floor, *session).level, desk.assurance.level, "{step}");
    }
}

on_both! {
    async fn m01_the_level_on_the_floor_is_the_level_at_the_desk(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, mut bram) = (world.agent("Ana").await, world.agent("Bram").await);
        let (phone, tomas) = (world.phone(MIRELA).await, world.phone(TOMAS).await);
        let first = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let second = bram.open_on(MIRELA, ActionKind::Refund, "chat", "customer").await.unwrap();
        let third = bram.open(TOMAS, ActionKind::Refund).await;
        as_at_the_desk(&world, &[(&ana, first), (&bram, second), (&bram, third)], "nothing proved").await;

        let challenge = ana.raise(first).await.unwrap();
        phone.approve(&ana.digits(first, challenge).await).await.unwrap();
        let challenge = bram.raise(third).await.unwrap();
        tomas.approve(&bram.digits(third, challenge).await).await.unwrap();
        assert!(row(&look(&world).await, first).level > Level::Unverified, "this is no test of nothing");
        as_at_the_desk(&world, &[(&ana, first), (&bram, second), (&bram, third)], "proved in two of them").await;

        bram.move_to(third, "social").await.unwrap();
        as_at_the_desk(&world, &[(&ana, first), (&bram, third)], "moved to a channel that reaches less").await;

        // What was tried in another session of hers lowers this one, and a signal that another system told too.
        let challenge = bram.raise(second).await.unwrap();
        let other = if bram.digits(second, challenge).await == "000000" { "111111" } else { "000000" };
        let prompt = phone.home().await.prompts.remove(0);
        for _ in 0..5 {
            phone.answer(&prompt, domain::challenge::Answer::Approve, other).await.unwrap_err();
        }
        let before = row(&look(&world).await, first).level;
        as_at_the_desk(&world, &[(&ana, first), (&bram, second)], "tried elsewhere").await;
        assert!(before < Level::High, "what was tried keeps it down");
        let signal = serde_json::json!({ "customer_number": TOMAS, "signal": "sim_change", "reference": "s-1" });
        let told = world.stranger().request(reqwest::Method::POST, "/risk/v1/signals").bearer_auth(CARRIER).json(&signal).send().await.unwrap();
        assert_eq!(told.status(), 201);
        as_at_the_desk(&world, &[(&ana, first), (&bram, second), (&bram, third)], "a changed SIM").await;

        world.clock.advance(Duration::hours(2));
        let (mut ana, bram) = (world.agent("Ana").await, world.agent("Bram").await);
        as_at_the_desk(&world, &[(&ana, first), (&bram, second), (&bram, third)], "two hours later").await;
        ana.do_to("suspect-attack", first).await.unwrap();
        as_at_the_desk(&world, &[(&ana, first), (&bram, second)], "frozen").await;
    }

    async fn it_says_what_each_session_is_at_and_who_waits_longest_stands_first(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, mut bram) = (world.agent("Ana").await, world.agent("Bram").await);
        let (phone, tomas) = (world.phone(MIRELA).await, world.phone(TOMAS).await);
        assert_eq!((look(&world).await.rows.len(), look(&world).await.figures.sessions), (0, 0));
        let first = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        assert_eq!(row(&look(&world).await, first).doing, Doing::NotAsked);
        world.clock.advance(Duration::seconds(3));
        let second = bram.open(TOMAS, ActionKind::Refund).await;
        let waits = bram.raise(second).await.unwrap();
        let since = world.shared.now();
        world.clock.advance(Duration::seconds(4));
        let challenge = ana.raise(first).await.unwrap();
        let floor = look(&world).await;
        let order: Vec<_> = floor.rows.iter().map(|row| row.session).collect();
        assert_eq!(order, [second, first], "whoever waits longer");
        assert_eq!(row(&floor, second).doing, Doing::Waiting { method: Method::Push, since });
        assert_eq!((floor.figures.sessions, floor.figures.agents, floor.figures.waiting, floor.figures.middle), (2, 2, 2, Some(since)));
        assert!(!row(&floor, second).slow);
        assert_eq!(floor.changes_at, Some(since.after(SLOW_AFTER)), "the next that time alone changes");
        world.clock.advance(SLOW_AFTER);
        assert!(row(&look(&world).await, second).slow);

        phone.approve(&ana.digits(first, challenge).await).await.unwrap();
        assert_eq!(row(&look(&world).await, first).doing, Doing::Ready);
        let digits = bram.digits(second, waits).await;
        tomas.approve(&digits).await.unwrap();
        let challenge = asked(ana.change_email(first, "m@post.example").await.unwrap());
        phone.approve(&ana.digits(first, challenge).await).await.unwrap();
        assert_eq!(row(&look(&world).await, first).doing, Doing::Done { action: ActionKind::ChangeEmail });
        assert_eq!(look(&world).await.rows[0].session, first, "nobody is waited for: the longest contact");
        world.clock.advance(PAUSED_AFTER);
        assert_eq!(row(&look(&world).await, first).doing, Doing::Paused);

        bram.do_to("suspect-attack", second).await.unwrap();
        let floor = look(&world).await;
        assert_eq!((row(&floor, second).doing, floor.open_alerts, floor.alerts.len()), (Doing::Frozen, 1, 1));
        ana.end(first).await.unwrap();
        assert_eq!((look(&world).await.rows.len(), look(&world).await.figures.agents), (1, 1));
    }

    async fn the_goal_is_reached_when_the_action_they_came_for_ran(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        assert_eq!(look(&world).await.figures.goals, Goals::default());
        let reached = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let challenge = asked(ana.change_email(reached, "m@post.example").await.unwrap());
        let digits = ana.digits(reached, challenge).await;
        world.clock.advance(Duration::seconds(42));
        phone.approve(&digits).await.unwrap();
        assert_eq!(look(&world).await.figures.goals.tried, 0, "it goes on");
        ana.end(reached).await.unwrap();
        // Nobody asked for anything, only the level was raised, and another action than they came for: none of them is counted.
        let idle = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let challenge = ana.raise(idle).await.unwrap();
        phone.approve(&ana.digits(idle, challenge).await).await.unwrap();
        ana.news_by(idle, "post").await.unwrap();
        ana.end(idle).await.unwrap();
        // Somebody who has nothing to prove it with: asked for, and not reached.
        let dead = ana.open(SIGNE, ActionKind::Refund).await;
        assert!(ana.refund(dead, "5", "Invoice 118").await.is_err());
        ana.end(dead).await.unwrap();
        assert_eq!(look(&world).await.figures.goals, Goals { tried: 2, reached: 1, seconds: Some(42) });

        world.clock.advance(Duration::DAY);
        assert_eq!(look(&world).await.figures.goals, Goals::default(), "another day");
    }

    async fn s_nothing_of_a_customer_is_on_the_floor_but_a_hidden_name(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let challenge = ana.raise(session).await.unwrap();
        phone.approve(&ana.digits(session, challenge).await).await.unwrap();
        let name = ana.workspace(session, Place::Overview).await.session.name;
        let Seen::Value { text } = name else { panic!("the desk may see it at this level") };
        let floor = look(&world).await;
        assert!(matches!(row(&floor, session).customer, Seen::Hidden { .. }));
        let html = world.agent("Jonas").await.get("/floor").await.body;
        assert!(html.contains("Levels now") && html.contains(&session.to_string()));
        for part in text.split_whitespace().chain([MIRELA, "4471 0982", "@"]) {
            assert!(!html.contains(part), "{part}");
            assert!(!serde_json::to_string(&floor).unwrap().contains(part), "{part}");
        }
    }

    async fn its_filters_and_pages_are_addresses(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, _phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let waiting = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        ana.raise(waiting).await.unwrap();
        let quiet = ana.open(TOMAS, ActionKind::Refund).await;
        let jonas = world.agent("Jonas").await;
        for (query, shown) in [("", [true, true]), ("?show=waiting", [true, false]), ("?show=needs-me", [false, false]), ("?show=weather", [true, true])] {
            let body = jonas.get(&format!("/floor{query}")).await.body;
            assert_eq!([waiting, quiet].map(|session| body.contains(&format!("/audit/session/{session}"))), shown, "{query}");
        }
        let body = jonas.get("/floor?from=100").await.body;
        assert!(body.contains("Earlier") && !body.contains(&quiet.to_string()));
        // The page that draws itself again says which part of it is shown, and that is no use of the sign-in.
        assert!(jonas.get("/floor?show=waiting").await.body.contains("data-query=\"show=waiting\""));
        let used = rows::count(&db, "sign_in WHERE last_used_at > 0").await;
        assert!(jonas.get("/floor?redraw&show=waiting").await.status.is_success());
        assert_eq!(rows::count(&db, "sign_in WHERE last_used_at > 0").await, used);
        let auditor = world.with_roles(&[Role::Auditor]).await;
        assert_eq!(auditor.get("/floor").await.status, 403);
    }

    async fn what_changes_is_told_on_the_stream_and_what_does_not_is_not(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, jonas) = (world.agent("Ana").await, world.agent("Jonas").await);
        let mut stream = jonas.request(reqwest::Method::GET, "/live/floor").send().await.unwrap();
        let mut told = async || {
            let words = async { stream.chunk().await.unwrap().expect("the stream goes on") };
            String::from_utf8(tokio::time::timeout(std::time::Duration::from_secs(5), words).await.expect("news").to_vec()).unwrap()
        };
        assert!(told().await.contains("event: page"), "the truth as it is at first");
        let session = ana.open(MIRELA, ActionKind::Refund).await;
        assert!(told().await.contains("event: page"), "a session was opened");
        ana.do_to("suspect-attack", session).await.unwrap();
        assert!(told().await.contains("event: page"), "it was frozen");
        // He is signed out elsewhere: the stream ends.
        let mut elsewhere = world.agent("Jonas").await;
        elsewhere.post("account/sign-out-everywhere", &[]).await.unwrap();
        assert!(told().await.contains("event: bye"));
    }

    async fn drawing_it_again_does_not_prolong_a_sign_in(db: TestDb) {
        let world = World::new(&db).await;
        let jonas = world.agent("Jonas").await;
        // Others than he use theirs; his is the latest.
        let used = async |than: i64| rows::count(&db, &format!("sign_in WHERE last_used_at > {than}")).await;
        world.clock.advance(Duration::minutes(2));
        let before = world.shared.now().micros() - 1;
        jonas.get("/floor?redraw&show=waiting").await;
        jonas.get("/floor?redraw").await;
        assert_eq!(used(before).await, 0);
        jonas.get("/floor?redrawn&show=waiting").await;
        assert_eq!(used(before).await, 1);
    }
}
