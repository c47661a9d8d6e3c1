//! Risk signals (CP4): what other systems tell, and what our own record says, while a session goes on.

use app::{
    desk::{
        gate::Decision,
        view::{Place, Workspace},
    },
    phone::api::AnswerResult,
};
use domain::{action::ActionKind, assurance::Level, audit::Event, challenge::Answer, ids::SessionId, refusal::Refusal, time::Duration};
use futures::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    on_both,
    support::{
        agent::{Agent, Answered, asked},
        phone::Phone,
        policy::bank,
        rows,
        world::{CARRIER, FRAUD_DESK, MIRELA, TOMAS, World},
    },
};

const TRAVEL: &str = "This customer was somewhere else shortly before.";

/// A system tells.
async fn tell(world: &World, token: &str, body: &Value) -> Answered {
    Answered::read(world.stranger().request(Method::POST, "/risk/v1/signals").bearer_auth(token).json(body)).await
}

async fn take_back(world: &World, token: &str, reference: &str) -> Answered {
    let path = format!("/risk/v1/signals/{reference}");
    Answered::read(world.stranger().request(Method::DELETE, &path).bearer_auth(token)).await
}

fn signal(number: &str, kind: &str, reference: &str) -> Value {
    json!({ "customer_number": number, "signal": kind, "reference": reference })
}

fn needs(page: &Workspace, action: ActionKind) -> Level {
    page.row(action).unwrap().needs
}

/// Five times other digits.
async fn guess(agent: &mut Agent, phone: &Phone, session: SessionId) {
    let challenge = agent.raise(session).await.unwrap();
    let other = if agent.digits(session, challenge).await == "000000" { "111111" } else { "000000" };
    for _ in 0..5 {
        let prompt = phone.prompt().await;
        phone.answer(&prompt, Answer::Approve, other).await.unwrap_err();
    }
}

on_both! {
    async fn cp4_what_is_told_raises_what_an_open_session_needs_until_it_stands_no_longer(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, _phone) = (world.agent("Ana").await, world.phone(TOMAS).await);
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        let before = ana.workspace(session, Place::Overview).await;
        assert_eq!((needs(&before, ActionKind::Refund), before.assurance.risks.len()), (Level::Substantial, 0));
        let mut news = world.shared.live.listen();

        let told = tell(&world, CARRIER, &signal(TOMAS, "impossible_travel", "t-1")).await;
        assert_eq!(told.status, 201, "{}", told.body);
        let stands_until = world.shared.now().after(Duration::DAY).micros();
        assert_eq!(told.json::<Value>().unwrap()["stands_until"], stands_until);
        assert!(news.try_recv().is_ok(), "open pages are told");
        let during = ana.workspace(session, Place::Overview).await;
        assert_eq!((needs(&during, ActionKind::Refund), during.assurance.goal, during.rail[0].goal), (Level::High, Level::High, Level::High));
        assert_eq!(needs(&during, ActionKind::UpdateContactPreferences), Level::Low, "a low-risk inquiry asks for no more than before");
        assert_eq!(during.assurance.risks, [TRAVEL]);
        let expected = Event::SignalReceived { signal: "impossible_travel".to_owned(), source: "carrier".to_owned() };
        assert!(during.timeline.iter().any(|item| item.event == expected), "{:?}", during.timeline);
        let another = ana.open(MIRELA, ActionKind::Refund).await;
        assert!(ana.workspace(another, Place::Overview).await.assurance.risks.is_empty(), "nobody else's");

        world.clock.advance(Duration::DAY);
        let mut ana = world.agent("Ana").await;
        let next = ana.open(TOMAS, ActionKind::Refund).await;
        let after = ana.workspace(next, Place::Overview).await;
        assert_eq!((needs(&after, ActionKind::Refund), after.assurance.risks.len()), (Level::Substantial, 0));
    }

    async fn cp4_told_while_the_customer_answers_it_does_not_run(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.plain_phone(TOMAS).await);
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        let challenge = asked(ana.refund(session, "5", "Invoice 118").await.unwrap());
        let digits = ana.digits(session, challenge).await;
        tell(&world, CARRIER, &signal(TOMAS, "impossible_travel", "t-1")).await;
        let answered = phone.approve(&digits).await.unwrap();
        assert!(matches!(answered, AnswerResult::Approved { .. }), "{answered:?}");
        assert_eq!(rows::count(&db, "run").await, 0);
        assert_eq!(ana.workspace(session, Place::Overview).await.assurance.level, Level::Substantial);
    }

    async fn cp4_taken_back_it_stands_no_longer_and_by_nobody_else(db: TestDb) {
        let world = World::new(&db).await;
        let mut ana = world.agent("Ana").await;
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        tell(&world, CARRIER, &signal(TOMAS, "bulk_look_ups", "t-1")).await;
        assert_eq!(ana.workspace(session, Place::Overview).await.assurance.risks.len(), 1);
        assert_eq!(take_back(&world, FRAUD_DESK, "t-1").await.status, 404, "it told nothing under that name");
        assert_eq!(ana.workspace(session, Place::Overview).await.assurance.risks.len(), 1);
        for _ in 0..2 {
            assert_eq!(take_back(&world, CARRIER, "t-1").await.status, 204);
        }
        let page = ana.workspace(session, Place::Overview).await;
        assert!(page.assurance.risks.is_empty());
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'signal_withdrawn'").await, 1);
    }

    async fn cp4_told_twice_is_told_once_and_what_cannot_be_used_is_refused(db: TestDb) {
        let world = World::new(&db).await;
        let first = tell(&world, CARRIER, &signal(TOMAS, "sim_change", "t-1")).await;
        let again = tell(&world, CARRIER, &signal(TOMAS, "sim_change", "t-1")).await;
        assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 200));
        assert_eq!(first.json::<Value>().unwrap(), again.json::<Value>().unwrap());
        let ahead = world.shared.now().after(Duration::HOUR).micros();
        let mut late = signal(TOMAS, "sim_change", "t-2");
        late["since"] = json!(ahead);
        let mut more = signal(TOMAS, "sim_change", "t-2");
        more["note"] = json!("x");
        let refused = [
            (signal(MIRELA, "sim_change", "t-1"), 422, "used for something else"),
            (signal(TOMAS, "weather", "t-2"), 422, "It has: sim_change, new_device"),
            (signal("10000000", "sim_change", "t-2"), 404, ""),
            (signal(TOMAS, "sim_change", "a b"), 422, "`reference` is 1 to 100"),
            (late, 422, "lies ahead"),
            (more, 422, "risk-api.yaml"),
        ];
        for (body, status, words) in refused {
            let answer = tell(&world, CARRIER, &body).await;
            assert_eq!(answer.status.as_u16(), status, "{body}: {}", answer.body);
            assert!(answer.body.contains(words), "{body}: {}", answer.body);
        }
        assert_eq!(rows::count(&db, "risk_signal").await, 1);
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'signal_received'").await, 1);
        assert_eq!(tell(&world, FRAUD_DESK, &signal(MIRELA, "sim_change", "t-1")).await.status, 201, "references are each system's own");
    }

    async fn cp4_of_many_tellings_at_once_one_is_kept(db: TestDb) {
        let world = World::new(&db).await;
        for round in 0..8 {
            let body = signal(TOMAS, "sim_change", &format!("t-{round}"));
            let answers = join_all((0..64).map(|_| tell(&world, CARRIER, &body))).await;
            let new = answers.iter().filter(|answer| answer.status == 201).count();
            let before = answers.iter().filter(|answer| answer.status == 200).count();
            assert_eq!((new, before), (1, 63), "round {round}");
        }
        assert_eq!(rows::count(&db, "risk_signal").await, 8);
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'signal_received'").await, 8);
    }

    async fn cp4_a_push_that_a_signal_bars_is_not_asked(db: TestDb) {
        let world = World::new(&db).await;
        world.put_in_force(&bank("bars = [\"pin\", \"totp\"]", "bars = [\"push\"]")).await;
        let (mut ana, _phone) = (world.agent("Ana").await, world.phone(TOMAS).await);
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        assert_eq!(ana.workspace(session, Place::Overview).await.ways.len(), 1);
        tell(&world, CARRIER, &signal(TOMAS, "impossible_travel", "t-1")).await;
        assert!(ana.workspace(session, Place::Overview).await.ways.is_empty());
        assert_eq!(ana.raise(session).await, Err(Refusal::NoWay));
        assert_eq!(ana.refund(session, "5", "Invoice 118").await, Err(Refusal::NoWay));
        assert_eq!(rows::count(&db, "challenge").await, 0);
    }

    async fn cp4_of_one_look_up_an_hour_half_is_one(db: TestDb) {
        let world = World::new(&db).await;
        world.put_in_force(&bank("look_ups_an_hour = 60", "look_ups_an_hour = 1")).await;
        let session = world.agent("Ana").await.open(TOMAS, ActionKind::Refund).await;
        world.clock.advance(Duration::HOUR);
        let page = world.agent("Ana").await.workspace(session, Place::Overview).await;
        assert!(page.assurance.risks.is_empty(), "{:?}", page.assurance.risks);
    }

    async fn d01_without_a_token_nothing_is_told_and_guessing_is_slowed(db: TestDb) {
        let world = World::new(&db).await;
        let body = signal(TOMAS, "sim_change", "t-1");
        let nobody = world.stranger();
        for _ in 0..20 {
            assert_eq!(Answered::read(nobody.request(Method::POST, "/risk/v1/signals").json(&body)).await.status, 401);
        }
        for _ in 0..10 {
            assert_eq!(tell(&world, "guessed", &body).await.status, 401);
        }
        assert_eq!(tell(&world, "guessed", &body).await.status, 429);
        assert_eq!(take_back(&world, "guessed", "t-1").await.status, 429, "the same door");
        assert_eq!(rows::count(&db, "risk_signal").await, 0);
    }

    async fn cp4_guessing_with_one_agent_lowers_what_the_next_one_can_reach(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, mut bram, phone) = (world.agent("Ana").await, world.agent("Bram").await, world.phone(MIRELA).await);
        let first = bram.open(MIRELA, ActionKind::ChangeEmail).await;
        guess(&mut bram, &phone, first).await;
        let own = bram.workspace(first, Place::Overview).await;
        assert!(own.assurance.risks.is_empty(), "it is the next session that must know");
        let second = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let page = ana.workspace(second, Place::Overview).await;
        let why = "Somebody tried this within the hour, and did not get through.";
        assert_eq!(page.assurance.risks, [why]);
        assert_eq!(page.row(ActionKind::ChangeEmail).unwrap().decision, Decision::Refuse { reason: why.to_owned() });
        assert_eq!(ana.change_email(second, "m@post.example").await, Err(Refusal::NotOpen(why.to_owned())));
        world.clock.advance(Duration::HOUR);
        let mut ana = world.agent("Ana").await;
        assert!(ana.change_email(second, "m@post.example").await.is_ok());
    }

    async fn cp4_a_change_of_address_raises_what_money_needs_for_a_day(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let challenge = asked(ana.change_email(session, "m@post.example").await.unwrap());
        phone.approve(&ana.digits(session, challenge).await).await.unwrap();
        let page = ana.workspace(session, Place::Overview).await;
        assert_eq!(page.assurance.risks, ["A credential of this account was changed lately."]);
        let next = ana.open(MIRELA, ActionKind::Refund).await;
        assert_eq!(needs(&ana.workspace(next, Place::Overview).await, ActionKind::Refund), Level::High);
    }

    async fn cp4_many_look_ups_by_one_agent_leave_low(db: TestDb) {
        let world = World::new(&db).await;
        let mut ana = world.agent("Ana").await;
        let fields = [("identifier[kind]", "customer_number"), ("identifier[value]", "99999999")];
        for _ in 0..28 {
            ana.post("desk/look-up", &fields).await.unwrap();
        }
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        assert!(ana.workspace(session, Place::Overview).await.assurance.risks.is_empty(), "29 in the hour");
        ana.post("desk/look-up", &fields).await.unwrap();
        let page = ana.workspace(session, Place::Overview).await;
        assert_eq!(page.assurance.risks, ["Many customers were looked up from here in a short time."]);
        assert!(matches!(page.row(ActionKind::Refund).unwrap().decision, Decision::Refuse { .. }));
    }
}
