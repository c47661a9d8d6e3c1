//! `kill -9` at every moment of the transaction that answers and runs: what was done and what is written down of it are
//! both there afterwards, or neither is.

use app::{
    desk::view::Draft,
    phone::api::{AnswerResult, SignedAnswer},
};
use domain::{
    action::ActionKind,
    challenge::Answer,
    ids::{ChallengeId, DeviceId, SessionId},
    refusal::Refusal,
    testing::HandClock,
    time::{Duration, Timestamp},
};
use serde::{Deserialize, Serialize};
use server::{
    services::{Outcome, Shared, Trouble, answer, ask, home},
    store::{Db, Engine, challenge, device, dying},
};

use crate::{
    on_both,
    support::{
        agent::asked,
        database::settings,
        mortal::{killed, task},
        phone::Phone,
        rows,
        world::{MIRELA, World, surroundings},
    },
};

/// What one child does: gives this answer, and dies at that moment.
#[derive(Serialize, Deserialize)]
struct Task {
    place: String,
    now: Timestamp,
    moment: u64,
    phone: DeviceId,
    challenge: ChallengeId,
    signed: SignedAnswer,
}

impl Task {
    async fn answer(&self, shared: &Shared) -> Outcome<AnswerResult> {
        let phone = device::find(&shared.db, self.phone).await.unwrap().unwrap();
        answer::answer(shared, &phone, self.challenge, &self.signed).await
    }
}

/// The child. Started by itself, it has no task and says nothing.
#[tokio::test]
async fn the_one_that_dies() {
    let Some(task) = task::<Task>() else { return };
    let place = Place { at: task.place.clone(), clock: HandClock::at(task.now) };
    let shared = place.open(10_000 + task.moment).await;
    dying::at(task.moment);
    task.answer(&shared).await.unwrap();
    dying::at(0);
    shared.db.close().await;
}

/// A database that is opened again and again.
struct Place {
    at: String,
    clock: HandClock,
}

impl Place {
    async fn open(&self, seed: u64) -> Shared {
        let db = Db::open(&self.at, &settings(2)).await.unwrap();
        let files = tempfile::tempdir().unwrap();
        surroundings(&db, &self.clock, seed, files.path()).1
    }
}

/// Ana asks for a change to `to`, the customer types the digits, and the answer is on its way.
async fn on_its_way(place: &Place, shared: &Shared, session: SessionId, phone: &Phone, to: &str, moment: u64) -> Task {
    let ana = server::store::staff::by_number(&shared.db, 2207).await.unwrap().unwrap().try_into().unwrap();
    let draft = Draft::ChangeEmail { to: to.parse().unwrap() };
    let challenge = asked(ask::act(shared, &ana, session, draft, to).await.unwrap());
    let device = device::find(&shared.db, phone.id).await.unwrap().unwrap();
    let prompt = home::home(shared, &device).await.unwrap().prompts.remove(0);
    let digits = challenge::read(&shared.db, challenge).await.unwrap().unwrap().challenge.push().unwrap().code.expose().to_owned();
    let signed = phone.signed(&phone.claims(&prompt, Answer::Approve, &digits));
    Task { place: place.at.clone(), now: shared.now(), moment, phone: phone.id, challenge, signed }
}

on_both! {
    async fn f09_a_change_and_its_entry_are_both_there_or_neither(db: TestDb) {
        let world = World::new(&db).await;
        let phone = world.phone(MIRELA).await;
        let session = world.agent("Ana").await.open(MIRELA, ActionKind::ChangeEmail).await;
        let (customer, place) = (world.customer(MIRELA).await, Place { at: db.place(), clock: world.clock.clone() });
        world.stop().await;
        db.close().await;

        let mut left_behind = 0;
        for moment in 1.. {
            let to = format!("m{moment}@post.example");
            let shared = place.open(100 + moment).await;
            // An agent asks sixty times in an hour, and no more.
            place.clock.advance(Duration::seconds(61));
            let task = on_its_way(&place, &shared, session, &phone, &to, moment).await;
            let messages = rows::count(&shared.db, rows::TOLD).await;
            shared.db.close().await;
            let killed = killed("attacks::kill::the_one_that_dies", &task);

            let shared = place.open(5_000 + moment).await;
            let db = &shared.db;
            let ran = rows::email(db, customer).await == to;
            let done = i64::try_from(moment).unwrap() - i64::from(!ran);
            for of_each_run in [
                "run",
                "approval WHERE used_at IS NOT NULL",
                "evidence",
                "challenge WHERE state = 'answered'",
                "audit_entry WHERE event = 'approved'",
                "audit_entry WHERE event = 'ran'",
                "audit_entry WHERE event = 'earlier_addresses_told'",
            ] {
                assert_eq!(rows::count(db, of_each_run).await, done, "moment {moment}: {of_each_run}");
            }
            assert_eq!(rows::count(db, rows::TOLD).await > messages, ran, "moment {moment}");

            // Whoever answers again gets it done, or is told that it was; it never runs twice.
            match task.answer(&shared).await {
                Ok(AnswerResult::Done { .. }) => assert!(!ran, "moment {moment}: it ran twice"),
                Err(Trouble::Refused(Refusal::ChallengeOver)) => assert!(ran, "moment {moment}: it never ran"),
                other => panic!("moment {moment}: {other:?}"),
            }
            assert_eq!(rows::email(db, customer).await, to);
            assert_eq!(rows::count(db, "run").await, i64::try_from(moment).unwrap());
            shared.db.close().await;
            if !killed {
                // What must be read, what is written, and the two sides of the COMMIT; PostgreSQL is sent all writes at once.
                let least = if db.engine() == Engine::Sqlite { 20 } else { 7 };
                assert!(ran && moment > least, "{moment} moments are too few to be all");
                break;
            }
            left_behind += i32::from(ran);
        }
        assert_eq!(left_behind, 1, "only who dies after the COMMIT leaves a change behind");
    }
}
