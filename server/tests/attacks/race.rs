//! Many at the same moment: one wins, and nothing happens twice. Directly at the use cases, so that they meet in the
//! database and not in the network.

use std::sync::Arc;

use app::desk::view::{Acted, Draft};
use domain::{
    action::{ActionKind, Amount},
    challenge::{Answer, EntryNumber, UserVerification},
    ids::ChallengeId,
    refusal::Refusal,
    time::Duration,
};
use server::{
    services::{Outcome, Trouble, answer, ask, enrol, home, links, passkeys, pins, put_back, run},
    store::{Db, challenge},
};
use tokio::sync::Barrier;

use crate::{
    on_both,
    support::{
        agent::asked,
        authenticator::Authenticator,
        keys::Key,
        phone::Phone,
        policy::bank,
        rows,
        world::{MIRELA, TOMAS, World},
    },
};

/// How many meet.
pub const CROWD: usize = 64;
/// How often they do, over one challenge after the other.
const ROUNDS: i64 = 200;

/// Runs all of them, released together.
pub async fn at_once<T: Send + 'static>(work: impl IntoIterator<Item = impl Future<Output = T> + Send + 'static>) -> Vec<T> {
    let work: Vec<_> = work.into_iter().collect();
    let gate = Arc::new(Barrier::new(work.len()));
    let released = work.into_iter().map(|work| {
        let gate = gate.clone();
        tokio::spawn(async move {
            gate.wait().await;
            work.await
        })
    });
    let mut done = Vec::new();
    for task in released.collect::<Vec<_>>() {
        done.push(task.await.unwrap());
    }
    done
}

/// How many went; all others must have been refused with that.
pub fn went<T: std::fmt::Debug>(outcomes: Vec<Outcome<T>>, refusal: &Refusal) -> usize {
    outcomes
        .into_iter()
        .filter(|outcome| match outcome {
            Ok(_) => true,
            Err(Trouble::Refused(said)) if said == refusal => false,
            Err(other) => panic!("{other:?}"),
        })
        .count()
}

/// The number under which that challenge's entry arrives.
async fn open_entry(db: &Db, challenge: ChallengeId) -> EntryNumber {
    challenge::read(db, challenge).await.unwrap().unwrap().challenge.entry().unwrap().clone()
}

fn refund(about: &str) -> Draft {
    Draft::Refund { amount: Amount::parse("5").unwrap(), reason: about.parse().unwrap() }
}

on_both! {
    async fn a03_of_many_answers_to_one_challenge_one_counts(db: TestDb) {
        let world = World::new(&db).await;
        world.put_in_force(&bank("challenges_an_hour = 60", "challenges_an_hour = 1000")).await;
        let phone = world.plain_phone(TOMAS).await;
        let (shared, ana, device) = (world.shared.clone(), world.witness("Ana").await, phone.device(&world).await);
        let session = world.agent("Ana").await.open(TOMAS, ActionKind::Refund).await;
        for round in 0..ROUNDS {
            let draft = refund(&format!("Invoice {round}"));
            let challenge = asked(ask::act(&shared, &ana, session, draft, &format!("round {round}")).await.unwrap());
            let prompt = home::home(&shared, &device).await.unwrap().prompts.remove(0);
            let digits = challenge::read(&db, challenge).await.unwrap().unwrap().challenge.push().unwrap().code.expose().to_owned();
            let claims = phone.claims(&prompt, Answer::Approve, &digits);
            let signed = phone.signed(&claims);
            let crowd = (0..CROWD).map(|_| {
                let (shared, device, signed) = (shared.clone(), device.clone(), signed.clone());
                async move { answer::answer(&shared, &device, challenge, &signed).await }
            });
            assert_eq!(went(at_once(crowd).await, &Refusal::ChallengeOver), 1, "round {round}");
        }
        assert_eq!(rows::count(&db, "run").await, ROUNDS);
        assert_eq!(rows::count(&db, "approval").await, ROUNDS);
        assert_eq!(rows::count(&db, "approval WHERE used_at IS NOT NULL").await, ROUNDS);
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'ran'").await, ROUNDS);
    }

    async fn a03_of_many_answers_by_passkey_to_one_link_one_counts(db: TestDb) {
        let world = World::new(&db).await;
        let phone = world.plain_phone(TOMAS).await;
        let mut passkey = Authenticator::new(b"tomas");
        assert_eq!(phone.make_passkey(&mut passkey).await.status, 204);
        let mut ana = world.agent("Ana").await;
        for round in 1..=5 {
            let session = ana.open(TOMAS, ActionKind::ChangeEmail).await;
            let challenge = ana.email_by_passkey(session, &format!("t{round}@post.example"), &format!("round {round}")).await;
            let token = ana.link(session, challenge).await;
            let options = passkeys::start(&world.shared, &token, true).await.unwrap();
            let answer: serde_json::Value = serde_json::from_str(&passkey.get(&options)).unwrap();
            let crowd = (0..CROWD).map(|_| {
                let (shared, token, answer) = (world.shared.clone(), token.clone(), answer.clone());
                async move { passkeys::give(&shared, &token, &answer).await }
            });
            assert_eq!(went(at_once(crowd).await, &Refusal::ChallengeOver), 1, "round {round}");
            assert_eq!(rows::count(&db, "evidence").await, round);
            assert_eq!(rows::count(&db, "run").await, round);
        }
    }

    async fn m5_of_many_right_pins_for_one_request_one_counts(db: TestDb) {
        let world = World::new(&db).await;
        let phone = world.phone(TOMAS).await;
        assert_eq!(phone.choose_pin("483917").await.status, 204);
        let mut ana = world.agent("Ana").await;
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        for round in 1..=3 {
            let number = open_entry(&db, ana.ask_pin(session).await.unwrap()).await;
            let crowd = (0..CROWD).map(|_| {
                let (shared, number) = (world.shared.clone(), number.clone());
                async move { pins::enter(&shared, &number, "483917").await }
            });
            assert_eq!(went(at_once(crowd).await, &Refusal::ChallengeOver), 1, "round {round}");
            assert_eq!(rows::count(&db, "evidence").await, round);
            assert_eq!(rows::count(&db, "audit_entry WHERE event = 'entered'").await, round);
            // What was proved is of no more use: the next is asked for anew.
            world.clock.advance(Duration::minutes(12));
        }
    }

    async fn m5_of_many_right_pins_on_one_page_one_counts(db: TestDb) {
        let world = World::new(&db).await;
        let phone = world.phone(TOMAS).await;
        assert_eq!(phone.choose_pin("483917").await.status, 204);
        let mut ana = world.agent("Ana").await;
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        for round in 1..=3 {
            let challenge = ana.ask_pin_by_link(session).await.unwrap();
            let token = ana.link(session, challenge).await;
            let crowd = (0..CROWD).map(|_| {
                let (shared, token) = (world.shared.clone(), token.clone());
                async move { links::enter(&shared, &token, "483917").await }
            });
            assert_eq!(went(at_once(crowd).await, &Refusal::ChallengeOver), 1, "round {round}");
            assert_eq!(rows::count(&db, "evidence").await, round);
            assert_eq!(rows::count(&db, "audit_entry WHERE event = 'entered'").await, round);
            world.clock.advance(Duration::minutes(12));
        }
    }

    async fn a15_of_many_right_codes_on_one_page_one_counts(db: TestDb) {
        let world = World::new(&db).await;
        let app = world.phone(TOMAS).await.set_up_totp(&world).await;
        let mut ana = world.agent("Ana").await;
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        for round in 1..=3 {
            let challenge = ana.ask_totp(session).await.unwrap();
            let (token, code) = (ana.link(session, challenge).await, app.shows(&world, 0));
            let crowd = (0..CROWD).map(|_| {
                let (shared, token, code) = (world.shared.clone(), token.clone(), code.clone());
                async move { links::enter(&shared, &token, &code).await }
            });
            assert_eq!(went(at_once(crowd).await, &Refusal::ChallengeOver), 1, "round {round}");
            assert_eq!(rows::count(&db, "evidence").await, round);
            assert_eq!(rows::count(&db, "totp WHERE failures > 0").await, 0, "who is late has not tried");
            world.clock.advance(Duration::minutes(12));
        }
    }

    async fn a15_of_many_sessions_with_the_same_code_one_counts(db: TestDb) {
        let world = World::new(&db).await;
        let app = world.phone(TOMAS).await.set_up_totp(&world).await;
        let mut tokens = Vec::new();
        for name in ["Ana", "Bram", "Ana", "Bram"] {
            let mut agent = world.agent(name).await;
            let session = agent.open(TOMAS, ActionKind::Refund).await;
            let challenge = agent.ask_totp(session).await.unwrap();
            tokens.push(agent.link(session, challenge).await);
        }
        let code = app.shows(&world, 0);
        let crowd = (0..CROWD).map(|at| {
            let (shared, token, code) = (world.shared.clone(), tokens[at % 4].clone(), code.clone());
            async move { links::enter(&shared, &token, &code).await }
        });
        let went = at_once(crowd).await.iter().filter(|outcome| outcome.is_ok()).count();
        assert_eq!((went, rows::count(&db, "evidence").await), (1, 1), "one step, one session");
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'entered'").await, 1);
        assert_eq!(rows::count(&db, "totp WHERE failures > 10").await, 0);
    }

    async fn m5_of_many_wrong_pins_at_both_doors_five_are_heard(db: TestDb) {
        let world = World::new(&db).await;
        let phone = world.phone(TOMAS).await;
        assert_eq!(phone.choose_pin("483917").await.status, 204);
        let (mut ana, mut bram) = (world.agent("Ana").await, world.agent("Bram").await);
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        let challenge = ana.ask_pin_by_link(session).await.unwrap();
        let token = ana.link(session, challenge).await;
        let other = bram.open(TOMAS, ActionKind::Refund).await;
        let number = open_entry(&db, bram.ask_pin(other).await.unwrap()).await;
        let crowd = (0..CROWD).map(|at| {
            let (shared, token, number) = (world.shared.clone(), token.clone(), number.clone());
            async move {
                let digits = format!("9027{at:02}");
                if at % 2 == 0 { links::enter(&shared, &token, &digits).await } else { pins::enter(&shared, &number, &digits).await }
            }
        });
        assert!(at_once(crowd).await.iter().all(Result::is_err));
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'entered_wrong'").await, 5);
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'method_locked'").await, 1);
        links::enter(&world.shared, &token, "483917").await.unwrap_err();
        assert_eq!(rows::count(&db, "evidence").await, 0);
    }

    async fn m5_of_many_wrong_pins_in_many_sessions_five_are_heard_and_the_right_one_then_opens_nothing(db: TestDb) {
        let world = World::new(&db).await;
        let phone = world.phone(TOMAS).await;
        assert_eq!(phone.choose_pin("483917").await.status, 204);
        let mut numbers = Vec::new();
        for name in ["Ana", "Bram"] {
            let mut agent = world.agent(name).await;
            let session = agent.open(TOMAS, ActionKind::Refund).await;
            numbers.push(open_entry(&db, agent.ask_pin(session).await.unwrap()).await);
        }
        let crowd = (0..CROWD).map(|at| {
            let (shared, number) = (world.shared.clone(), numbers[at % 2].clone());
            async move { pins::enter(&shared, &number, &format!("9027{at:02}")).await }
        });
        assert!(at_once(crowd).await.iter().all(Result::is_err));
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'entered_wrong'").await, 5);
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'method_locked'").await, 1);
        assert_eq!(rows::count(&db, "pin WHERE failures = 5").await, 1);
        for number in &numbers {
            pins::enter(&world.shared, number, "483917").await.unwrap_err();
        }
        assert_eq!(rows::count(&db, "evidence").await, 0);
    }

    async fn a_code_binds_one_phone_however_many_come_with_it(db: TestDb) {
        let world = World::new(&db).await;
        let customer = world.customer(TOMAS).await;
        for _ in 0..20 {
            let before = rows::count(&db, "device").await;
            let code = enrol::make_code(&world.shared, customer, true).await.unwrap().expose().clone();
            let crowd = (0..CROWD).map(|_| {
                let (shared, public_key, binding_code) = (world.shared.clone(), Key::new().jwk(), code.clone());
                let body = app::phone::api::Enrol { binding_code, name: "Pixel 8".to_owned(), public_key, unlock_key: None };
                async move { enrol::enrol(&shared, &body).await }
            });
            assert_eq!(went(at_once(crowd).await, &Refusal::LinkUsed), 1);
            assert_eq!(rows::count(&db, "device").await, before + 1);
        }
    }

    async fn e10_one_key_pressed_many_times_at_once_acts_once(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, witness, phone) = (world.agent("Ana").await, world.witness("Ana").await, world.plain_phone(TOMAS).await);
        let session = ana.open(TOMAS, ActionKind::UpdateContactPreferences).await;
        let press = |draft: Draft, key: &'static str| {
            let (shared, witness) = (world.shared.clone(), witness.clone());
            async move { ask::act(&shared, &witness, session, draft, key).await }
        };
        let outcomes = at_once((0..CROWD).map(|_| press(refund("Invoice 1"), "ask"))).await;
        let first = *outcomes[0].as_ref().unwrap();
        assert!(outcomes.iter().all(|outcome| *outcome.as_ref().unwrap() == first));
        assert_eq!(rows::count(&db, "challenge").await, 1);
        phone.approve(&ana.digits(session, asked(first)).await).await.unwrap();

        let news = || Draft::UpdateContactPreferences { news_by: domain::customer::ContactBy::Post };
        let outcomes = at_once((0..CROWD).map(|_| press(news(), "run"))).await;
        let first = *outcomes[0].as_ref().unwrap();
        assert!(matches!(first, Acted::Ran(_)) && outcomes.iter().all(|outcome| *outcome.as_ref().unwrap() == first));
        assert_eq!(rows::count(&db, "run").await, 2);
        // Without a key in common, one asks and the others are told that the customer is being asked.
        let keys: Vec<&'static str> = (0..CROWD).map(|at| &*Box::leak(at.to_string().into_boxed_str())).collect();
        let outcomes = at_once(keys.into_iter().map(|key| press(refund("Invoice 2"), key))).await;
        assert_eq!(went(outcomes, &Refusal::AlreadyAsking), 1);
    }

    async fn a_kept_approval_runs_once_however_often_it_is_pressed_at_once(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, witness, phone) = (world.agent("Ana").await, world.witness("Ana").await, world.phone(MIRELA).await);
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let challenge = asked(ana.change_email(session, "m@post.example").await.unwrap());
        let mut claims = phone.claims(&phone.prompt().await, Answer::Approve, &ana.digits(session, challenge).await);
        claims.user_verification = UserVerification::None;
        phone.send(challenge, &phone.signed(&claims)).await.unwrap();
        let proof = ana.raise(session).await.unwrap();
        phone.approve(&ana.digits(session, proof).await).await.unwrap();

        let crowd = (0..CROWD).map(|at| {
            let (shared, witness) = (world.shared.clone(), witness.clone());
            let draft = Draft::ChangeEmail { to: "m@post.example".parse().unwrap() };
            async move { run::run_approved(&shared, &witness, session, challenge, draft, &format!("key {}", at % 32)).await }
        });
        assert_eq!(went(at_once(crowd).await, &Refusal::ApprovalVoid), 2, "one, and the one with the same key");
        assert_eq!((rows::count(&db, "run").await, rows::count(&db, rows::TOLD).await), (1, 2));

        let body = rows::messages(&db, world.customer(MIRELA).await).await.remove(0).1;
        let token = rows::link(&body).to_owned();
        let crowd = (0..CROWD).map(|_| {
            let (shared, token) = (world.shared.clone(), token.clone());
            async move { put_back::by_link(&shared, &token).await }
        });
        assert_eq!(went(at_once(crowd).await, &Refusal::LinkUsed), CROWD, "twice is the same as once");
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'put_back'").await, 1);
        assert_eq!(rows::count(&db, "alert").await, 1);
    }
}

/// One customer's contacts with two agents; each asks, and both phones' answers come at the same moment.
async fn yes_and_no_at_once(world: &World, round: i64) {
    let phone: Phone = world.plain_phone(TOMAS).await;
    let device = phone.device(world).await;
    let (mut ana, mut bram) = (world.agent("Ana").await, world.agent("Bram").await);
    let mut answers = Vec::new();
    for (agent, decision) in [(&mut ana, Answer::Approve), (&mut bram, Answer::Deny)] {
        let session = agent.open(TOMAS, ActionKind::Refund).await;
        let challenge = asked(agent.refund(session, "5", &format!("Invoice {round}")).await.unwrap());
        let prompts = phone.home().await.prompts;
        let prompt = prompts.iter().find(|prompt| prompt.challenge == challenge).unwrap();
        let digits = agent.digits(session, challenge).await;
        answers.push((challenge, phone.signed(&phone.claims(prompt, decision, &digits))));
    }
    let shared = &world.shared;
    let work = answers.into_iter().map(|(challenge, signed)| {
        let (shared, device) = (shared.clone(), device.clone());
        async move { answer::answer(&shared, &device, challenge, &signed).await.map(drop) }
    });
    let (not_mine, asking) = (shared.clone(), device.clone());
    let third = async move { enrol::not_their_contact(&not_mine, &asking).await };
    let crowd: Vec<std::pin::Pin<Box<dyn Future<Output = Outcome<()>> + Send>>> =
        work.map(|work| Box::pin(work) as _).chain([Box::pin(third) as _]).collect();
    for outcome in at_once(crowd).await {
        assert!(matches!(outcome, Ok(()) | Err(Trouble::Refused(_))), "round {round}: {outcome:?}");
    }
    let sessions = rows::count(&shared.db, "session WHERE state = 'open'").await;
    assert_eq!((sessions, rows::count(&shared.db, "customer WHERE frozen_at IS NOT NULL").await), (0, 1));
    let alert = rows::stopped(&shared.db).await;
    server::services::freeze::end_freeze(shared, &world.supervisor().await, alert, domain::alert::AlertOutcome::Attack, "").await.unwrap();
    // So that neither what was asked nor what was tried before counts in the next round.
    world.clock.advance(Duration::DAY);
}

on_both! {
    async fn a_no_and_a_yes_at_the_same_moment_wait_for_each_other(db: TestDb) {
        let world = World::new(&db).await;
        for round in 0..20 {
            yes_and_no_at_once(&world, round).await;
        }
        assert_eq!(rows::count(&db, "run").await, rows::count(&db, "audit_entry WHERE event = 'ran'").await);
    }
}
