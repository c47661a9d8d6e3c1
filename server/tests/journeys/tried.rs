//! Agent shopping (W9, T07): who did not get through once comes again, with another agent, another channel, or the same.

use app::desk::{gate::Decision, view::Place};
use domain::{
    action::ActionKind,
    alert::{AlertBecause, AlertOutcome},
    assurance::Level,
    challenge::Answer,
    ids::SessionId,
    refusal::Refusal,
    session::FrozenBecause,
    time::Duration,
    tried::Tried,
};
use server::{
    services::{freeze, sessions},
    store::alert,
};

use crate::{
    attacks::race::at_once,
    on_both,
    support::{
        agent::Agent,
        phone::Phone,
        rows,
        world::{MIRELA, TOMAS, World},
    },
};

const WHY: &str = "Somebody tried this within the hour, and did not get through.";
const AGAIN: &str = "alert WHERE because = 'tried_again'";

/// Five times other digits.
async fn guess(agent: &mut Agent, phone: &Phone, session: SessionId) {
    let challenge = agent.raise(session).await.unwrap();
    let other = if agent.digits(session, challenge).await == "000000" { "111111" } else { "000000" };
    let prompts = phone.home().await.prompts;
    let prompt = prompts.iter().find(|prompt| prompt.challenge == challenge).unwrap();
    for _ in 0..5 {
        phone.answer(prompt, Answer::Approve, other).await.unwrap_err();
    }
}

async fn tried(agent: &Agent, session: SessionId) -> Option<Tried> {
    agent.workspace(session, Place::Overview).await.tried
}

on_both! {
    async fn w9_after_guessed_digits_every_new_session_opens_with_a_warning_and_reaches_less(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let first = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        guess(&mut ana, &phone, first).await;
        let at = world.shared.now();
        assert_eq!(tried(&ana, first).await, None, "in that session itself it is in the timeline");
        assert_eq!(rows::count(&db, AGAIN).await, 0, "nobody came again yet");
        ana.do_to("end", first).await.unwrap();
        world.clock.advance(Duration::MINUTE);

        // The same agent is no way around it, nor is another channel.
        for channel in ["phone", "chat"] {
            let next = ana.open_on(MIRELA, ActionKind::ChangeEmail, channel, "customer").await.unwrap();
            let page = ana.workspace(next, Place::Overview).await;
            assert_eq!(page.tried, Some(Tried { times: 1, last: at }), "{channel}");
            assert_eq!(page.assurance.risks, [WHY]);
            assert_eq!(page.row(ActionKind::ChangeEmail).unwrap().decision, Decision::Refuse { reason: WHY.to_owned() });
            let html = ana.get(&format!("/desk/{next}")).await.body;
            assert!(html.contains("Take care: 1 try in this customer’s name within the hour"), "{channel}: the banner is drawn");
            assert!(rows::events(&db, next).await.contains(&"tried_before".to_owned()));
        }
        assert_eq!(rows::count(&db, AGAIN).await, 1, "a supervisor is told once");
        let told = rows::messages(&db, world.customer(MIRELA).await).await;
        assert_eq!(told.len(), 2, "each address she ever had, once: {told:?}");
        assert!(told.iter().all(|(_, body)| body.contains("did not get through") && body.contains("/me on your phone")));
        let elsewhere = ana.open(TOMAS, ActionKind::Refund).await;
        assert_eq!(tried(&ana, elsewhere).await, None, "nobody else's");

        world.clock.advance(Duration::HOUR);
        let mut ana = world.agent("Ana").await;
        let later = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let page = ana.workspace(later, Place::Overview).await;
        assert_eq!((page.tried, page.assurance.risks.len()), (None, 0), "an hour later it is over");
        assert!(ana.change_email(later, "m@post.example").await.is_ok());
    }

    async fn t07_five_contacts_with_five_agents_are_one_count(db: TestDb) {
        let world = World::new(&db).await;
        world.put_in_force(&crate::support::policy::bank("prompts = 3 ", "prompts = 9 ")).await;
        let phone = world.phone(MIRELA).await;
        let mut agents = Vec::new();
        for _ in 0..5 {
            agents.push(world.with_roles(&[domain::agent::Role::Agent]).await);
        }
        for (before, agent) in (0..).zip(&mut agents) {
            let session = agent.open(MIRELA, ActionKind::Refund).await;
            let count = tried(agent, session).await.map_or(0, |tried| tried.times);
            assert_eq!(count, before, "the count is the customer's");
            let ceiling = if before == 0 { Level::High } else { Level::Substantial };
            let page = agent.workspace(session, Place::Overview).await;
            assert!(page.ways.iter().all(|way| way.reaches <= ceiling), "{:?}", page.ways);
            // Ten wrong ones in a row disable the phone: then there is nobody left to ask.
            if before < 2 {
                guess(agent, &phone, session).await;
            } else {
                assert_eq!(agent.raise(session).await, Err(Refusal::NoWay));
                break;
            }
        }
        assert_eq!(rows::count(&db, AGAIN).await, 1);
        assert_eq!(rows::count(&db, rows::TOLD).await, 2);
    }

    async fn w9_a_freeze_that_was_ended_is_remembered_for_the_hour(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, mut bram, phone) = (world.agent("Ana").await, world.agent("Bram").await, world.phone(MIRELA).await);
        let ways = [FrozenBecause::NotMe, FrozenBecause::NotTheirContact, FrozenBecause::SuspectedAttack];
        for (before, because) in (0..).zip(ways) {
            let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
            match because {
                FrozenBecause::NotMe => {
                    ana.raise(session).await.unwrap();
                    phone.deny().await.unwrap();
                }
                FrozenBecause::NotTheirContact => assert_eq!(phone.not_mine().await.status, 204),
                _ => drop(ana.do_to("suspect-attack", session).await.unwrap()),
            }
            let alert = rows::stopped(&db).await;
            freeze::end_freeze(&world.shared, &world.supervisor().await, alert, AlertOutcome::Attack, "").await.unwrap();
            let next = bram.open(MIRELA, ActionKind::ChangeEmail).await;
            assert_eq!(tried(&bram, next).await.map(|tried| tried.times), Some(before + 1), "{because:?}");
            assert!(matches!(bram.change_email(next, "m@post.example").await, Err(Refusal::NotOpen(_))), "{because:?}");
        }
        assert_eq!(rows::count(&db, AGAIN).await, 1);
    }

    async fn w9_who_is_talked_to_elsewhere_at_the_moment_is_told_too(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, mut bram, phone) = (world.agent("Ana").await, world.agent("Bram").await, world.phone(MIRELA).await);
        let (first, second) = (ana.open(MIRELA, ActionKind::Refund).await, bram.open(MIRELA, ActionKind::Refund).await);
        guess(&mut ana, &phone, first).await;
        assert_eq!(tried(&bram, second).await.map(|tried| tried.times), Some(1));
        assert!(rows::events(&db, second).await.contains(&"tried_before".to_owned()));
        assert_eq!((rows::count(&db, AGAIN).await, rows::count(&db, rows::TOLD).await), (1, 2));
    }

    async fn w9_of_many_sessions_opened_at_once_one_tells(db: TestDb) {
        let world = World::new(&db).await;
        let phone = world.phone(MIRELA).await;
        for round in 1..3 {
            let mut ana = world.agent("Ana").await;
            let session = ana.open(MIRELA, ActionKind::Refund).await;
            guess(&mut ana, &phone, session).await;
            let mut crowd = Vec::new();
            for name in ["Ana", "Bram"].into_iter().cycle().take(24) {
                let (shared, agent) = (world.shared.clone(), world.witness(name).await);
                let new = app::desk::view::NewSession {
                    channel: domain::channel::Channel::from_key("chat").unwrap(),
                    started_by: domain::channel::StartedBy::Customer,
                    identifier: app::desk::view::Identifier {
                        kind: app::desk::view::IdentifierKind::CustomerNumber,
                        value: MIRELA.to_owned(),
                    },
                    reason: ActionKind::Refund,
                    case: None,
                };
                crowd.push(async move { sessions::open(&shared, &agent, new).await });
            }
            let opened = at_once(crowd).await;
            assert!(opened.iter().all(Result::is_ok), "{opened:?}");
            assert_eq!((rows::count(&db, AGAIN).await, rows::count(&db, rows::TOLD).await), (round, 2 * round), "round {round}");
            // An hour later, to the microsecond, it is over; a minute more, so that this is no test of that.
            world.clock.advance(Duration::minutes(61));
        }
    }

    async fn w9_a_supervisor_closes_what_has_nothing_to_end(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let session = ana.open(MIRELA, ActionKind::Refund).await;
        guess(&mut ana, &phone, session).await;
        ana.open(MIRELA, ActionKind::Refund).await;
        let mut jonas = world.agent("Jonas").await;
        assert!(jonas.get("/floor").await.body.contains("Tried again within the hour"));
        let alert = alert::latest(&db).await.unwrap().remove(0);
        assert_eq!(alert.because, AlertBecause::TriedAgain);
        let id = alert.id.to_string();
        let closed = [("alert", id.as_str()), ("outcome", "training"), ("note", "Asked for the number twice")];
        assert_eq!(jonas.post("oversight/end-freeze", &closed).await, Err(Refusal::NotFound), "nothing is frozen");
        assert_eq!(jonas.post("oversight/close", &closed).await.unwrap(), "/floor");
        assert_eq!(jonas.post("oversight/close", &closed).await, Err(Refusal::AlertClosed), "once");
        let alert = alert::latest(&db).await.unwrap().remove(0);
        assert_eq!(alert.closed.unwrap().1, "Jonas Weber");
        assert_eq!((alert.outcome, alert.note.as_deref()), (Some(AlertOutcome::Training), Some("Asked for the number twice")));
        // Closed is not over: the next contact opens with the warning, and is no second alert.
        let next = ana.open(MIRELA, ActionKind::Refund).await;
        assert!(tried(&ana, next).await.is_some());
        assert_eq!(rows::count(&db, AGAIN).await, 1);
    }
}
