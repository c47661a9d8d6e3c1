//! Twenty agents and one customer (T03, H04), and one agent who never stops (H05).

use app::desk::view::{Identifier, IdentifierKind, NewSession, Place};
use domain::{
    action::ActionKind,
    agent::{Agent as Witness, Role, Staff},
    assurance::Level,
    channel::{Channel, StartedBy},
    ids::{AgentId, SessionId},
    limits::Limited,
    refusal::Refusal,
    time::Duration,
};
use server::{
    services::{Outcome, Trouble, ask, sessions, workspace},
    store::{Db, fetch_all, staff},
};

use super::race::at_once;
use crate::{
    on_both,
    support::{
        policy::bank,
        rows,
        world::{MIRELA, TOMAS, World},
    },
};

const ASKED: &str = "SELECT asked_at FROM challenge ORDER BY asked_at";
const MINUTES: i64 = 60_000_000;

/// Twenty members of staff who serve customers.
async fn agents(world: &World) -> Vec<Witness> {
    let (now, mut all) = (world.shared.now(), Vec::new());
    let mut tx = world.shared.db.write().await.unwrap();
    for number in 7_000..7_020 {
        let id = AgentId::new(now, &*world.shared.entropy);
        let member = Staff { id, name: "Sam Doe".parse().unwrap(), number, roles: vec![Role::Agent] };
        staff::insert(&mut tx, &member, now).await.unwrap();
        all.push(member.try_into().unwrap());
    }
    tx.commit().await.unwrap();
    all
}

fn contact(number: &str) -> NewSession {
    NewSession {
        channel: Channel::from_key("phone").unwrap(),
        started_by: StartedBy::Customer,
        identifier: Identifier { kind: IdentifierKind::CustomerNumber, value: number.to_owned() },
        reason: ActionKind::Refund,
        case: None,
    }
}

/// When each push was sent, in minutes and parts of them.
async fn sent(db: &Db) -> Vec<i64> {
    fetch_all!(db, (i64,), ASKED).await.unwrap().into_iter().map(|(at,)| at).collect()
}

/// The most that stand in any time of that length.
fn most_in(sent: &[i64], minutes: i64) -> usize {
    sent.iter().map(|from| sent.iter().filter(|at| from <= at && **at < from + minutes * MINUTES).count()).max().unwrap_or_default()
}

/// How many went; the others were refused with one of these limits, or because the session asks already.
fn went<T: std::fmt::Debug>(outcomes: &[Outcome<T>], limits: &[Limited]) -> usize {
    let refused = |outcome: &&Outcome<T>| match outcome {
        Ok(_) => true,
        Err(Trouble::Refused(Refusal::AlreadyAsking)) => false,
        Err(Trouble::Refused(Refusal::TooManyOf { what, .. })) if limits.contains(what) => false,
        Err(other) => panic!("{other:?}"),
    };
    outcomes.iter().filter(refused).count()
}

on_both! {
    async fn t03_twenty_agents_at_once_reach_a_customer_three_times_in_ten_minutes_and_ten_times_a_day(db: TestDb) {
        let world = World::new(&db).await;
        let (agents, phone) = (agents(&world).await, world.phone(MIRELA).await);
        let mut contacts: Vec<(Witness, SessionId)> = Vec::new();
        for agent in agents {
            let session = sessions::open(&world.shared, &agent, contact(MIRELA)).await.unwrap();
            contacts.push((agent, session));
        }
        // 200 attempts and more: every ninety seconds all of them, for an hour and a half.
        for _ in 0..60 {
            let crowd = contacts.iter().map(|(agent, session)| {
                let (shared, agent, session) = (world.shared.clone(), agent.clone(), *session);
                async move { ask::raise(&shared, &agent, session, None).await }
            });
            went(&at_once(crowd).await, &[Limited::Prompts, Limited::PromptsADay]);
            assert!(phone.home().await.prompts.len() <= 3);
            world.clock.advance(Duration::seconds(90));
        }
        let prompts = sent(&db).await;
        assert_eq!((most_in(&prompts, 10), prompts.len()), (3, 10), "{prompts:?}");
        for (agent, session) in &contacts {
            let page = workspace::workspace(&world.shared, agent, *session, Place::Overview).await.unwrap();
            assert_eq!(page.assurance.level, Level::Unverified);
        }
        // A day later there is room again, and once they approve one, from the beginning.
        world.clock.advance(Duration::DAY);
        let (agent, session) = &contacts[0];
        for round in 0..3 {
            for _ in 0..2 {
                let challenge = ask::raise(&world.shared, agent, *session, None).await.unwrap();
                ask::withdraw(&world.shared, agent, *session, challenge).await.unwrap();
            }
            let challenge = ask::raise(&world.shared, agent, *session, None).await.unwrap();
            let asked = workspace::workspace(&world.shared, agent, *session, Place::Asked(challenge)).await.unwrap().asked.unwrap();
            phone.approve(&asked.digits.unwrap()).await.unwrap();
            world.clock.advance(Duration::minutes(16));
            assert!(most_in(&sent(&db).await, 10) <= 3, "round {round}");
        }
        assert_eq!(sent(&db).await.len(), 19);
    }

    async fn h04_what_is_refused_names_the_way_on(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, _phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let session = ana.open(MIRELA, ActionKind::Refund).await;
        let mut last = Ok(());
        for _ in 0..11 {
            match ana.raise(session).await {
                Ok(challenge) => drop(ana.withdraw(session, challenge).await.unwrap()),
                Err(refusal) => last = Err(refusal),
            }
            world.clock.advance(Duration::minutes(4));
        }
        let again = world.shared.now().before(Duration::minutes(44)).after(Duration::DAY);
        assert_eq!(last, Err(Refusal::TooManyOf { what: Limited::PromptsADay, again }));
        let words = last.unwrap_err().to_string();
        assert!(words.contains("or when they have approved one") && words.contains("another way to prove it"), "{words}");
        assert_eq!(rows::count(&db, "challenge").await, 10);
    }

    async fn h05_an_agent_opens_forty_sessions_in_an_hour_however_fast(db: TestDb) {
        let world = World::new(&db).await;
        let (ana, bram) = (world.witness("Ana").await, world.witness("Bram").await);
        let crowd = (0..50).map(|_| {
            let (shared, agent) = (world.shared.clone(), ana.clone());
            async move { sessions::open(&shared, &agent, contact(TOMAS)).await }
        });
        assert_eq!(went(&at_once(crowd).await, &[Limited::Contacts]), 40);
        assert_eq!(rows::count(&db, "session").await, 40);
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'looked_up'").await, 50, "what was looked up stays on record");
        let again = world.shared.now().after(Duration::HOUR);
        match sessions::open(&world.shared, &ana, contact(MIRELA)).await {
            Err(Trouble::Refused(refusal)) => {
                assert_eq!(refusal, Refusal::TooManyOf { what: Limited::Contacts, again });
                assert!(refusal.to_string().contains("a colleague can open it now"), "{refusal}");
            }
            other => panic!("{other:?}"),
        }
        sessions::open(&world.shared, &bram, contact(TOMAS)).await.unwrap();
        world.clock.advance(Duration::HOUR);
        sessions::open(&world.shared, &ana, contact(MIRELA)).await.unwrap();
    }

    async fn h05_an_agent_asks_so_many_customers_in_an_hour_and_no_more(db: TestDb) {
        let world = World::new(&db).await;
        world.put_in_force(&bank("challenges_an_hour = 60", "challenges_an_hour = 3")).await;
        let (ana, bram) = (world.witness("Ana").await, world.witness("Bram").await);
        let _phones = (world.phone(MIRELA).await, world.phone(TOMAS).await);
        let mut contacts = Vec::new();
        for number in [MIRELA, TOMAS, MIRELA, TOMAS, TOMAS, MIRELA] {
            contacts.push(sessions::open(&world.shared, &ana, contact(number)).await.unwrap());
        }
        let crowd = contacts.iter().map(|session| {
            let (shared, agent, session) = (world.shared.clone(), ana.clone(), *session);
            async move { ask::raise(&shared, &agent, session, None).await }
        });
        // The customers' own limits are three each, so it is the agent's that holds.
        assert_eq!(went(&at_once(crowd).await, &[Limited::Challenges, Limited::Prompts]), 3);
        assert_eq!(rows::count(&db, "challenge").await, 3);
        world.clock.advance(Duration::minutes(11));
        let again = world.shared.now().after(Duration::minutes(49));
        match ask::raise(&world.shared, &ana, contacts[0], None).await {
            Err(Trouble::Refused(refusal)) => assert_eq!(refusal, Refusal::TooManyOf { what: Limited::Challenges, again }),
            other => panic!("{other:?}"),
        }
        let theirs = sessions::open(&world.shared, &bram, contact(MIRELA)).await.unwrap();
        ask::raise(&world.shared, &bram, theirs, None).await.unwrap();
        world.clock.advance(Duration::minutes(50));
        ask::raise(&world.shared, &ana, contacts[1], None).await.unwrap();
    }
}
