//! Showing a masked field for a reason: to whom, for how long, who hears of it, and when it is too much (D03, D04, T10).

use app::desk::view::Place;
use domain::{
    action::ActionKind,
    agent::Role,
    assurance::Level,
    customer::{Field, Seen},
    ids::SessionId,
    limits::Limited,
    refusal::Refusal,
    reveal::{Because, Reason},
    time::Duration,
};
use server::services::{Trouble, reveals};

use crate::{
    attacks::race::at_once,
    on_both,
    support::{
        agent::Agent,
        keypad::{Keypad, entry},
        log::{entries, ready},
        phone::Phone,
        policy::bank,
        rows,
        world::{MIRELA, TOMAS, World},
    },
};

const ADDRESS: &str = "mk@mail.example";
const PHONE: &str = "447700900482";
const STREET: &str = "14 Larch Row";
const MASKED: [Field; 3] = [Field::PostalAddress, Field::Email, Field::Phone];
const MANY: &str = "alert WHERE because = 'many_reveals'";

/// A session of that agent's in which the customer has shown who they are.
async fn proved(agent: &mut Agent, phone: &Phone, number: &str) -> SessionId {
    let session = agent.open(number, ActionKind::ChangeEmail).await;
    let challenge = agent.raise(session).await.unwrap();
    phone.approve(&agent.digits(session, challenge).await).await.unwrap();
    session
}

async fn seen(agent: &Agent, session: SessionId, field: Field) -> Seen {
    let page = agent.workspace(session, Place::Overview).await;
    page.record.into_iter().find(|row| row.field == field).unwrap().seen
}

fn reason() -> Reason {
    Reason::given(Because::ReadBack, "").unwrap()
}

on_both! {
    async fn d03_which_field_opens_at_which_level_to_whom(db: TestDb) {
        let world = World::new(&db).await;
        let mut ana = world.agent("Ana").await;
        let mut sessions = vec![(Level::Unverified, ana.open(TOMAS, ActionKind::Refund).await)];
        let phone = world.phone(TOMAS).await;
        assert_eq!(phone.choose_pin("830274916").await.status, 204);
        let low = ana.open(TOMAS, ActionKind::Refund).await;
        let pin = ana.ask_pin(low).await.unwrap();
        Keypad::of(&world).digits(&entry(&ana, low, pin).await, "830274916").await.unwrap();
        sessions.push((Level::Low, low));
        sessions.push((Level::High, proved(&mut ana, &phone, TOMAS).await));
        sessions.push((Level::Substantial, proved(&mut ana, &world.plain_phone(MIRELA).await, MIRELA).await));
        for (level, session) in sessions {
            let page = ana.workspace(session, Place::Overview).await;
            assert_eq!(page.assurance.level, level);
            let hidden = page.record.iter().filter(|row| MASKED.contains(&row.field) && matches!(row.seen, Seen::Value { .. })).count();
            assert_eq!(hidden, 0, "masked by default at {level}");
            for role in [Role::Supervisor, Role::Auditor, Role::Administrator] {
                let mut other = world.with_roles(&[role]).await;
                assert_eq!(other.reveal(session, Field::Email).await, Err(Refusal::NotYourRole), "{role:?}");
            }
            assert_eq!(world.stranger().reveal(session, Field::Email).await, Err(Refusal::NotSignedIn));
            for field in Field::ALL {
                let answer = ana.reveal(session, field).await;
                match (field, level) {
                    (Field::Name | Field::Plan, Level::Unverified) => {
                        assert_eq!(answer, Err(Refusal::StepUp { needed: Level::Low, current: level }));
                    }
                    (Field::Name | Field::Plan, _) => assert!(matches!(answer, Err(Refusal::BadInput(_))), "{answer:?}"),
                    (_, Level::Unverified | Level::Low) => {
                        assert_eq!(answer, Err(Refusal::StepUp { needed: Level::Substantial, current: level }));
                    }
                    _ => assert_eq!(answer, Ok(format!("/desk/{session}"))),
                }
                let shown = matches!(seen(&ana, session, field).await, Seen::Revealed { .. });
                assert_eq!(shown, MASKED.contains(&field) && level >= Level::Substantial, "{field:?} at {level}");
            }
        }
        assert_eq!(rows::count(&db, "reveal").await, 6);
    }

    async fn d03_the_value_is_in_no_byte_but_the_agents_own_and_for_a_minute(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, bram, phone) = (world.agent("Ana").await, world.agent("Bram").await, world.phone(MIRELA).await);
        let session = proved(&mut ana, &phone, MIRELA).await;
        let pages = ["/desk".to_owned(), format!("/desk/{session}"), format!("/desk/{session}?redraw"), format!("/desk/{session}/do/refund")];
        let canaries = [ADDRESS, "mirela@work.example", PHONE, STREET];
        let none = async |who: &Agent, pages: &[String]| {
            for page in pages {
                let body = who.get(page).await.body;
                for canary in canaries {
                    assert!(!body.contains(canary), "{canary} in {page}");
                }
            }
        };
        none(&ana, &pages).await;
        let answer = ana.send("desk/reveal", &[("session", &session.to_string()), ("field", "email"), ("because", "read_back")]).await;
        assert!(!format!("{:?}{}", answer.headers, answer.body).contains(ADDRESS), "the answer leads back and says nothing");
        let until = world.shared.now().after(Duration::MINUTE);
        assert_eq!(seen(&ana, session, Field::Email).await, Seen::Revealed { text: ADDRESS.to_owned(), until });
        for page in &pages[1..] {
            let body = ana.get(page).await.body;
            assert_eq!(body.matches(ADDRESS).count(), 1, "once, where it is drawn, and in no data for a script: {page}");
            assert!(!body.contains(PHONE) && !body.contains(STREET) && !body.contains("mirela@work.example"));
            assert!(body.contains("Hides in"), "{page}");
        }
        assert_eq!(ana.event(session, Place::Overview).await.unwrap(), "look", "the word that something changed, and nothing else");
        none(&ana, &pages[..1]).await;
        none(&bram, &pages).await;
        ready(&world).await;
        let supervisor = world.with_roles(&[Role::Supervisor, Role::Auditor, Role::Administrator]).await;
        none(&supervisor, &["/floor".to_owned(), "/audit?when=ever".to_owned(), format!("/audit/session/{session}")]).await;
        assert!(!rows::holds(&db, ADDRESS).await, "nor in the record");

        world.clock.advance(Duration::seconds(60).saturating_sub(Duration::MICROSECOND));
        assert!(ana.get(&pages[1]).await.body.contains(ADDRESS), "for all of a minute");
        world.clock.advance(Duration::MICROSECOND);
        none(&ana, &pages).await;
        assert!(matches!(seen(&ana, session, Field::Email).await, Seen::Masked { .. }));
    }

    async fn d03_a_stream_says_so_when_the_minute_is_over(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let session = proved(&mut ana, &phone, MIRELA).await;
        ana.reveal(session, Field::Phone).await.unwrap();
        let path = format!("/live/desk/{session}");
        let place = serde_json::to_string(&Place::Overview).unwrap();
        let mut stream = ana.request(reqwest::Method::GET, &path).query(&[("place", place)]).send().await.unwrap();
        assert!(stream.chunk().await.unwrap().unwrap().starts_with(b"event: page"));
        world.clock.advance(Duration::MINUTE);
        // Anything that wakes it makes it look at its own clock.
        world.shared.live.tell(server::live::Change::Policy);
        assert!(stream.chunk().await.unwrap().unwrap().starts_with(b"event: page"), "what it shows is another truth now");
    }

    async fn d03_an_ended_a_frozen_and_a_colleagues_session_open_nothing(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, mut bram, phone) = (world.agent("Ana").await, world.agent("Bram").await, world.phone(MIRELA).await);
        let session = proved(&mut ana, &phone, MIRELA).await;
        assert_eq!(bram.reveal(session, Field::Email).await, Err(Refusal::NotFound), "a colleague's is as good as none");
        assert_eq!(ana.reveal(uuid::Uuid::from_u128(7).into(), Field::Email).await, Err(Refusal::NotFound));

        // Taken over: the old agent's ends at once, and the new one begins with none.
        ana.reveal(session, Field::Email).await.unwrap();
        bram.do_to("take-over", session).await.unwrap();
        assert_eq!(ana.reveal(session, Field::Phone).await, Err(Refusal::NotFound));
        assert_eq!(ana.get(&format!("/desk/{session}")).await.status, 404);
        assert!(matches!(seen(&bram, session, Field::Email).await, Seen::Masked { .. }));
        ana.do_to("take-over", session).await.unwrap();
        assert!(matches!(seen(&ana, session, Field::Email).await, Seen::Masked { .. }), "it does not come back with the session");

        ana.reveal(session, Field::Email).await.unwrap();
        ana.do_to("suspect-attack", session).await.unwrap();
        assert_eq!(ana.reveal(session, Field::Phone).await, Err(Refusal::Frozen));
        assert!(!ana.get(&format!("/desk/{session}")).await.body.contains(ADDRESS), "the freeze hides it");
        // The account is frozen: another session of it opens nothing either, whatever is proved there.
        rows::set(&db, "session SET state = 'open', frozen_at = NULL, frozen_because = NULL").await;
        assert_eq!(ana.reveal(session, Field::Phone).await, Err(Refusal::Frozen));

        let tomas = world.phone(TOMAS).await;
        let over = proved(&mut ana, &tomas, TOMAS).await;
        ana.reveal(over, Field::Email).await.unwrap();
        ana.end(over).await.unwrap();
        assert_eq!(ana.reveal(over, Field::Phone).await, Err(Refusal::SessionEnded));
        assert!(!ana.get(&format!("/desk/{over}")).await.body.contains("tomas.a@mail.example"), "the end hides it");
        assert_eq!(rows::count(&db, "reveal").await, 3);
    }

    async fn d03_a_level_that_falls_hides_it_before_its_time(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let session = proved(&mut ana, &phone, MIRELA).await;
        world.clock.advance(Duration::seconds(14 * 60 + 30));
        ana.get("/desk").await;
        ana.reveal(session, Field::Email).await.unwrap();
        assert!(matches!(seen(&ana, session, Field::Email).await, Seen::Revealed { .. }));
        world.clock.advance(Duration::seconds(31));
        assert!(matches!(seen(&ana, session, Field::Email).await, Seen::Hidden { .. }));
        assert!(!ana.get(&format!("/desk/{session}")).await.body.contains(ADDRESS));
    }

    async fn the_customer_sees_who_looked_at_what_and_the_timeline_says_why(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone, tomas) = (world.agent("Ana").await, world.phone(MIRELA).await, world.phone(TOMAS).await);
        let session = proved(&mut ana, &phone, MIRELA).await;
        assert!(phone.home().await.recent_contacts[0].looked_at.is_empty());
        ana.reveal_because(session, Field::Email, &[("because", "other"), ("words", "Letter of Mrs Kovac came back")]).await.unwrap();
        let at = world.shared.now();
        world.clock.advance(Duration::SECOND);
        ana.reveal(session, Field::Email).await.unwrap();
        let told = &phone.home().await.recent_contacts[0].looked_at;
        assert_eq!(told.iter().map(|look| (look.field, look.by.as_str(), look.at)).collect::<Vec<_>>(), [(Field::Email, "Ana L.", at)], "once: it was shown already");
        assert!(tomas.home().await.recent_contacts.is_empty(), "and nobody else is told");
        assert_eq!(rows::events(&db, session).await.last().unwrap(), "revealed");
        let page = ana.get(&format!("/desk/{session}")).await.body;
        assert!(page.contains("Email shown") && page.contains("Another reason") && page.contains("1 of 60 reveals used today"), "{page}");

        // The words stand beside the entry, where they can be erased; whoever reads the log sees them.
        assert_eq!(rows::count(&db, "audit_entry WHERE detail LIKE '%Kovac%'").await, 0);
        assert_eq!(rows::count(&db, "audit_personal WHERE name = 'reason' AND data LIKE '%came back%'").await, 1);
        ready(&world).await;
        let number = entries(&db).await.into_iter().find(|placed| placed.event == "revealed").unwrap().position.unwrap();
        let auditor = world.with_roles(&[Role::Auditor]).await;
        let shown = auditor.get(&format!("/audit/entry/{number}")).await.body;
        assert!(shown.contains("In their words") && shown.contains("Letter of Mrs Kovac came back"), "{shown}");
        let unsaid = ana.reveal_because(session, Field::Phone, &[("because", "other"), ("words", " ")]).await;
        assert!(matches!(unsaid, Err(Refusal::BadInput(_))), "{unsaid:?}");
    }

    async fn a_field_can_be_hidden_before_its_time_and_opening_it_again_counts_again(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, mut bram, phone) = (world.agent("Ana").await, world.agent("Bram").await, world.phone(MIRELA).await);
        let session = proved(&mut ana, &phone, MIRELA).await;
        let hide = [("session", session.to_string()), ("field", "email".to_owned()), ("place", r#"{"fill_in":"refund"}"#.to_owned())];
        let hide: Vec<_> = hide.iter().map(|(name, value)| (*name, value.as_str())).collect();
        ana.reveal(session, Field::Email).await.unwrap();
        assert_eq!(bram.post("desk/hide", &hide).await, Err(Refusal::NotFound));
        assert!(matches!(seen(&ana, session, Field::Email).await, Seen::Revealed { .. }));
        assert_eq!(ana.post("desk/hide", &hide).await, Ok(format!("/desk/{session}/do/refund")), "back to where it was pressed");
        assert!(matches!(seen(&ana, session, Field::Email).await, Seen::Masked { .. }));
        ana.reveal(session, Field::Email).await.unwrap();
        assert_eq!(rows::count(&db, "reveal").await, 2);
    }

    async fn d04_a_scraper_is_stopped_at_the_hours_number_and_at_the_days_and_a_supervisor_is_told_once_an_hour(db: TestDb) {
        let world = World::new(&db).await;
        world.put_in_force(&bank("reveals_a_day = 60", "reveals_a_day = 30")).await;
        let phone = world.phone(MIRELA).await;
        let ana = world.witness("Ana").await;
        let (mut shown, mut alerts) = (0, Vec::new());
        // As often as the clock lets it, for six hours.
        let mut desk = world.agent("Ana").await;
        let mut session = proved(&mut desk, &phone, MIRELA).await;
        for minute in 0..360 {
            if minute % 14 == 0 {
                desk = world.agent("Ana").await;
                session = proved(&mut desk, &phone, MIRELA).await;
            }
            for field in MASKED {
                match reveals::reveal(&world.shared, &ana, session, field, &reason()).await {
                    Ok(()) => shown += 1,
                    Err(Trouble::Refused(Refusal::TooManyOf { what, again })) => {
                        let day = shown == 30;
                        assert_eq!(what, if day { Limited::RevealsADay } else { Limited::Reveals }, "{shown}");
                        assert!(again > world.shared.now());
                    }
                    Err(other) => panic!("{other:?}"),
                }
                let raised = rows::count(&db, MANY).await;
                if alerts.last().is_none_or(|(before, _)| raised > *before) && raised > 0 {
                    alerts.push((raised, shown));
                }
            }
            if minute == 59 {
                assert_eq!((shown, alerts.clone()), (20, vec![(1, 10)]), "stopped at the hour's number, told at half of it, once");
            }
            world.clock.advance(Duration::MINUTE);
        }
        assert_eq!(shown, 30, "and at the day's");
        assert_eq!(rows::count(&db, "reveal").await, 30);
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'revealed'").await, 30);
        assert_eq!(alerts.len(), 2, "again in another hour: {alerts:?}");
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'many_reveals'").await, 2);
        let refused = reveals::reveal(&world.shared, &ana, session, Field::Email, &reason()).await.unwrap_err().to_string();
        assert!(refused.contains("a supervisor was told") && refused.contains("ask the customer to say it to you"), "{refused}");
        let floor = world.agent("Jonas").await.get("/floor").await.body;
        assert!(floor.contains("Many masked fields shown to one agent") && floor.contains("Ana Lindqvist"), "{floor}");
        // Another agent's budget is another's.
        let mut bram = world.agent("Bram").await;
        let theirs = proved(&mut bram, &phone, MIRELA).await;
        bram.reveal(theirs, Field::Email).await.unwrap();
    }

    async fn d04_sixty_four_at_once_get_the_hours_number_and_no_more(db: TestDb) {
        let world = World::new(&db).await;
        let (mut desk, phone, ana) = (world.agent("Ana").await, world.phone(MIRELA).await, world.witness("Ana").await);
        let mut fields = Vec::new();
        while fields.len() < 64 {
            let session = proved(&mut desk, &phone, MIRELA).await;
            fields.extend(MASKED.map(|field| (session, field)));
        }
        let crowd = fields.iter().take(64).map(|(session, field)| {
            let (shared, ana, session, field) = (world.shared.clone(), ana.clone(), *session, *field);
            async move { reveals::reveal(&shared, &ana, session, field, &reason()).await }
        });
        let went = at_once(crowd).await.into_iter().filter(|outcome| match outcome {
            Ok(()) => true,
            Err(Trouble::Refused(Refusal::TooManyOf { what: Limited::Reveals, .. })) => false,
            Err(other) => panic!("{other:?}"),
        });
        assert_eq!(went.count(), 20);
        assert_eq!((rows::count(&db, "reveal").await, rows::count(&db, MANY).await), (20, 1), "and told once");
    }

    async fn one_field_at_the_same_moment_is_shown_and_counted_once(db: TestDb) {
        let world = World::new(&db).await;
        let (mut desk, phone, ana) = (world.agent("Ana").await, world.phone(MIRELA).await, world.witness("Ana").await);
        let session = proved(&mut desk, &phone, MIRELA).await;
        let crowd = (0..64).map(|_| {
            let (shared, ana) = (world.shared.clone(), ana.clone());
            async move { reveals::reveal(&shared, &ana, session, Field::Email, &reason()).await }
        });
        assert!(at_once(crowd).await.iter().all(Result::is_ok));
        assert_eq!((rows::count(&db, "reveal").await, rows::count(&db, "audit_entry WHERE event = 'revealed'").await), (1, 1));
    }
}
