//! A contact that goes on in another channel (W4): what was proved goes along, and is never worth more for it.

use app::desk::{
    gate::{Decision, TypedAt},
    view::Place,
};
use domain::{
    action::ActionKind,
    assurance::{Level, Method},
    challenge::{Answer, UserVerification},
    channel::Channel,
    ids::SessionId,
    policy::BANK,
    refusal::Refusal,
    time::Duration,
};
use server::{
    services::{Outcome, Shared, Trouble, answer, sessions, transfer},
    store::{fetch_one, session},
};
use uuid::Uuid;

use crate::{
    attacks::race::at_once,
    on_both,
    support::{
        agent::{Agent, asked, ran},
        keypad::{Keypad, entry},
        phone::Phone,
        rows,
        world::{MIRELA, TOMAS, World},
    },
};

const MOVED: &str = "SELECT actor_kind, actor_id, customer_id, case_reference, channel, level, rule, policy_version, detail FROM audit_entry \
    WHERE session_id = $1 AND event = 'session_moved'";

/// A row of the record as it stands there.
type Row = (String, Option<Uuid>, Option<Uuid>, Option<String>, Option<String>, Option<i64>, Option<String>, Option<i64>, String);

fn channel(key: &str) -> Channel {
    Channel::from_key(key).unwrap()
}

/// Moves the session; the level that it has then.
async fn moved(agent: &mut Agent, session: SessionId, to: &str) -> Level {
    assert_eq!(agent.move_to(session, to).await, Ok(format!("/desk/{session}")));
    let page = agent.workspace(session, Place::Overview).await;
    assert_eq!(page.session.channel, channel(to));
    page.assurance.level
}

/// Opens a session on the phone and has the customer unlock theirs: High.
async fn proved(agent: &mut Agent, phone: &Phone, number: &str) -> SessionId {
    let session = agent.open(number, ActionKind::ChangeEmail).await;
    let proof = agent.raise(session).await.unwrap();
    phone.approve(&agent.digits(session, proof).await).await.unwrap();
    assert_eq!(agent.workspace(session, Place::Overview).await.assurance.level, Level::High);
    session
}

/// The policy without the channel "embedded".
fn without_embedded() -> String {
    let text = BANK.replace(", \"embedded\"", "").replacen(
        "[channels.embedded]\nname = \"Embedded\"\nceiling = \"substantial\"\nconveyed = \"in_writing\"\n",
        "",
        1,
    );
    assert!(!text.contains("embedded"));
    text
}

on_both! {
    async fn w4_a_session_that_moves_is_cut_to_the_channel_and_moving_back_does_not_raise_it(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let session = proved(&mut ana, &phone, MIRELA).await;
        let offered = ana.workspace(session, Place::Overview).await.session.moves;
        let said: Vec<_> = offered.iter().map(|to| (to.channel.rule().key, to.level)).collect();
        let (high, cut) = (Level::High, Level::Substantial);
        assert_eq!(said, [("chat", high), ("ticket", cut), ("kiosk", high), ("social", cut), ("embedded", cut), ("portal", high)]);

        // Every level is what was said before, and the least of the ceilings on the way.
        for (to, level) in [("chat", high), ("ticket", cut), ("phone", cut), ("chat", cut)] {
            assert_eq!(moved(&mut ana, session, to).await, level, "{to}");
            assert_eq!(phone.home().await.contact.unwrap().channel, channel(to), "the customer's phone shows it");
        }
        let page = ana.workspace(session, Place::Overview).await;
        assert_eq!((page.assurance.ceiling, page.assurance.carried), (high, cut));
        let closed = "This session has been on a channel that reaches Substantial at most. Open a new one.";
        assert_eq!(page.row(ActionKind::ChangeEmail).unwrap().decision, Decision::Refuse { reason: closed.to_owned() });
        assert_eq!(ana.change_email(session, "m@post.example").await, Err(Refusal::NotOpen(closed.to_owned())));
        assert!(ana.raise(session).await.is_err(), "another proof would add nothing");
        ran(ana.news_by(session, "post").await.unwrap());
        assert_eq!((rows::count(&db, "evidence").await, rows::count(&db, "challenge").await), (1, 1), "nothing was asked again");
        let next = proved(&mut ana, &phone, MIRELA).await;
        assert_eq!(moved(&mut ana, next, "portal").await, high, "another session has nothing of it");
    }

    async fn w4_a_colleague_completes_it_on_the_other_channel_without_a_new_challenge(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, mut bram, phone) = (world.agent("Ana").await, world.agent("Bram").await, world.phone(MIRELA).await);
        let session = proved(&mut ana, &phone, MIRELA).await;
        assert_eq!(moved(&mut ana, session, "chat").await, Level::High);
        bram.do_to("take-over", session).await.unwrap();
        assert_eq!(bram.workspace(session, Place::Overview).await.assurance.level, Level::High);
        ran(bram.news_by(session, "post").await.unwrap());
        assert_eq!(rows::count(&db, "challenge").await, 1, "the one that Ana asked");
        assert_eq!(ana.move_to(session, "phone").await, Err(Refusal::NotFound), "it is Bram's now");
        let events = rows::events(&db, session).await;
        assert_eq!(events[events.len() - 3..], ["session_moved", "session_taken_over", "ran"]);
    }

    async fn se3_the_record_names_who_moved_whose_session_from_where_and_what_became_of_the_level(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let fields = [("channel", "phone"), ("started_by", "customer"), ("kind", "customer_number"), ("value", MIRELA), ("reason", "refund"), ("case", "ACM-20418")];
        let place = ana.post("desk/open", &fields).await.unwrap();
        let session: SessionId = place.strip_prefix("/desk/").unwrap().parse().unwrap();
        let proof = ana.raise(session).await.unwrap();
        phone.approve(&ana.digits(session, proof).await).await.unwrap();
        moved(&mut ana, session, "ticket").await;

        let (kind, actor, customer, case, channel, level, rule, policy, detail) = fetch_one!(db, Row, MOVED, session.uuid()).await.unwrap();
        assert_eq!((kind.as_str(), actor), ("staff", Some(world.staff("Ana").await.id.uuid())));
        assert_eq!((customer, case.as_deref()), (Some(world.customer(MIRELA).await.uuid()), Some("ACM-20418")));
        assert_eq!((channel.as_deref(), level), (Some("ticket"), Some(i64::from(Level::Substantial.rank()))));
        assert_eq!((rule.as_deref(), policy), (Some("assurance.transfer"), Some(1)));
        let detail: serde_json::Value = serde_json::from_str(&detail).unwrap();
        let told = serde_json::json!({ "event": "session_moved", "from": "phone", "to": "ticket", "before": "high", "after": "substantial" });
        assert_eq!(detail, told);
        let html = ana.get(&format!("/desk/{session}")).await.body;
        assert!(html.contains("Moved to Ticket") && html.contains("From Phone, High became Substantial"), "{html}");
    }

    async fn what_is_being_asked_is_withdrawn_because_its_words_name_the_old_channel(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(TOMAS).await);
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        let challenge = asked(ana.refund(session, "5", "Invoice 118").await.unwrap());
        let (before, digits) = (phone.prompt().await, ana.digits(session, challenge).await);
        moved(&mut ana, session, "chat").await;
        assert!(phone.home().await.prompts.is_empty());
        assert_eq!(phone.answer(&before, Answer::Approve, &digits).await.unwrap_err().code(), "challenge-over");
        let events = rows::events(&db, session).await;
        assert_eq!(events[events.len() - 2..], ["withdrawn", "session_moved"]);
        let challenge = asked(ana.refund(session, "5", "Invoice 118").await.unwrap());
        let after = phone.prompt().await.prompt;
        assert!(before.prompt.contact.starts_with("You called us"), "{}", before.prompt.contact);
        assert!(after.contact.starts_with("You wrote to us, in the chat"), "{}", after.contact);
        phone.approve(&ana.digits(session, challenge).await).await.unwrap();
        assert_eq!(rows::count(&db, "run").await, 1);

        // A keypad is on the telephone alone.
        assert_eq!(phone.choose_pin("483917").await.status, 204);
        let session = ana.open(TOMAS, ActionKind::UpdateContactPreferences).await;
        let challenge = ana.ask_pin(session).await.unwrap();
        let number = entry(&ana, session, challenge).await;
        moved(&mut ana, session, "chat").await;
        assert!(Keypad::of(&world).digits(&number, "483917").await.is_err());
        let page = ana.workspace(session, Place::Overview).await;
        let typed: Vec<_> = page.ways.iter().filter(|way| way.method == Method::Pin).map(|way| way.typed).collect();
        assert_eq!(typed, [Some(TypedAt::Page)], "in a chat there is no keypad, but a page of their own");
        assert_eq!(page.assurance.level, Level::Unverified);
    }

    async fn what_was_approved_on_one_channel_does_not_run_on_one_that_does_not_reach_it(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let challenge = asked(ana.change_email(session, "m@post.example").await.unwrap());
        let mut claims = phone.claims(&phone.prompt().await, Answer::Approve, &ana.digits(session, challenge).await);
        claims.user_verification = UserVerification::None;
        phone.send(challenge, &phone.signed(&claims)).await.unwrap();
        let proof = ana.raise(session).await.unwrap();
        phone.approve(&ana.digits(session, proof).await).await.unwrap();
        for to in ["ticket", "phone"] {
            moved(&mut ana, session, to).await;
            let draft = app::desk::view::Draft::ChangeEmail { to: "m@post.example".parse().unwrap() };
            assert!(matches!(ana.run_approved(session, challenge, &draft, to).await, Err(Refusal::NotOpen(_))), "{to}");
        }
        assert_eq!(rows::email(&db, world.customer(MIRELA).await).await, "mk@mail.example");
    }

    async fn d02_only_who_serves_an_open_session_moves_it_and_only_to_another_channel_of_the_policy(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, mut bram, phone) = (world.agent("Ana").await, world.agent("Bram").await, world.phone(MIRELA).await);
        let session = proved(&mut ana, &phone, MIRELA).await;
        world.put_in_force(&without_embedded()).await;
        let before = rows::counts(&db).await;
        assert_eq!(bram.move_to(session, "chat").await, Err(Refusal::NotFound));
        for (to, words) in [
            ("phone", "This session is on Phone already. Nothing was changed."),
            ("embedded", "The policy in force has no channel Embedded. Choose another one, or open a new session. Nothing was changed."),
        ] {
            assert_eq!(ana.move_to(session, to).await, Err(Refusal::bad_input(words)));
        }
        assert!(matches!(ana.move_to(session, "fax").await, Err(Refusal::BadInput(_))), "no channel of ours");
        assert_eq!(rows::counts(&db).await, before, "nothing was written");
        let page = ana.workspace(session, Place::Overview).await;
        assert!(page.session.moves.iter().all(|to| to.channel != channel("embedded")));
        assert_eq!(page.assurance.level, Level::High);

        ana.do_to("suspect-attack", session).await.unwrap();
        assert_eq!(ana.move_to(session, "chat").await, Err(Refusal::Frozen));
        ana.do_to("end", session).await.unwrap();
        assert_eq!(ana.move_to(session, "chat").await, Err(Refusal::SessionEnded));
        assert!(ana.workspace(session, Place::Overview).await.session.moves.is_empty());
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'session_moved'").await, 0);
    }

    async fn a_session_on_a_channel_that_the_policy_lost_takes_nothing_along(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let session = ana.open_on(MIRELA, ActionKind::Refund, "embedded", "customer").await.unwrap();
        let proof = ana.raise(session).await.unwrap();
        phone.approve(&ana.digits(session, proof).await).await.unwrap();
        world.put_in_force(&without_embedded()).await;
        assert_eq!(moved(&mut ana, session, "phone").await, Level::Unverified);
    }

    async fn a_session_that_ends_while_it_is_moved_is_ended(db: TestDb) {
        let world = World::new(&db).await;
        for _ in 0..10 {
            let (ana, session) = (world.witness("Ana").await, world.agent("Ana").await.open(TOMAS, ActionKind::Refund).await);
            let mut work: Vec<Work> = vec![ending(&world.shared, &ana, session)];
            for to in ["chat", "ticket", "chat", "ticket"] {
                work.push(moving(&world.shared, &ana, session, to));
            }
            let outcomes = at_once(work).await;
            assert!(outcomes[0].is_ok(), "{outcomes:?}");
            let events = rows::events(&db, session).await;
            assert_eq!(events.last().unwrap(), "session_ended", "nothing moves after the end");
            let went = outcomes[1..].iter().filter(|one| one.is_ok()).count();
            assert_eq!(events.iter().filter(|event| *event == "session_moved").count(), went, "each that went is told");
            world.clock.advance(Duration::MINUTE);
        }
        assert_eq!(rows::count(&db, "session WHERE state = 'open'").await, 0);
    }

    async fn a_yes_and_a_move_at_the_same_moment_wait_for_each_other(db: TestDb) {
        let world = World::new(&db).await;
        let (phone, ana) = (world.plain_phone(TOMAS).await, world.witness("Ana").await);
        let device = phone.device(&world).await;
        let mut answered = 0;
        for round in 0..20 {
            let mut desk = world.agent("Ana").await;
            let session = desk.open(TOMAS, ActionKind::Refund).await;
            let challenge = asked(desk.refund(session, "5", &format!("Invoice {round}")).await.unwrap());
            let digits = desk.digits(session, challenge).await;
            let signed = phone.signed(&phone.claims(&phone.prompt().await, Answer::Approve, &digits));
            let (shared, device) = (world.shared.clone(), device.clone());
            let yes: Work = Box::pin(async move { answer::answer(&shared, &device, challenge, &signed).await.map(drop) });
            let outcomes = at_once([yes, moving(&world.shared, &ana, session, "ticket")]).await;
            assert!(outcomes[1].is_ok(), "{outcomes:?}");
            match &outcomes[0] {
                Ok(()) => answered += 1,
                Err(Trouble::Refused(Refusal::ChallengeOver)) => {}
                other => panic!("round {round}: {other:?}"),
            }
            let now = session::read(&db, session).await.unwrap().unwrap();
            assert_eq!((now.channel, now.carried), (channel("ticket"), Level::Substantial));
            desk.do_to("end", session).await.unwrap();
            // So that what was withdrawn does not count in the next round.
            world.clock.advance(Duration::DAY);
        }
        assert_eq!(rows::count(&db, "run").await, answered, "what was withdrawn never ran, and what ran was not withdrawn");
        assert_eq!(rows::count(&db, "challenge WHERE state = 'withdrawn'").await, 20 - answered);
    }
}

/// One of several things that happen at once.
type Work = std::pin::Pin<Box<dyn Future<Output = Outcome<()>> + Send>>;

fn moving(shared: &Shared, agent: &domain::agent::Agent, session: SessionId, to: &str) -> Work {
    let (shared, agent, to) = (shared.clone(), agent.clone(), channel(to));
    Box::pin(async move { transfer::move_to(&shared, &agent, session, to).await })
}

fn ending(shared: &Shared, agent: &domain::agent::Agent, session: SessionId) -> Work {
    let (shared, agent) = (shared.clone(), agent.clone());
    Box::pin(async move { sessions::end(&shared, &agent, session).await })
}
