//! What belongs to somebody else looks like what is not there (D02), and what a level hides is not sent (D03).

use app::desk::view::Place;
use domain::{
    action::ActionKind,
    ids::{ChallengeId, RunId, SessionId},
    refusal::Refusal,
};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    on_both,
    support::{
        agent::{Agent, Answered, asked},
        rows,
        world::{MIRELA, TOMAS, World},
    },
};

/// The answer without what is of this one alone: its id, its nonce, its form key, and the id that was asked for.
fn same(answer: &Answered, id: &str) -> (u16, String) {
    let mut body = answer.body.replace(id, "ID");
    for (before, after) in [("nonce=\"", "\""), ("\"request_id\":\"", "\""), ("name=\"key\" value=\"", "\"")] {
        let own = answer.body.split_once(before).and_then(|(_, rest)| rest.split_once(after)).map(|(own, _)| own.to_owned());
        body = own.map_or(body.clone(), |own| body.replace(&own, "OWN"));
    }
    let request = answer.headers["x-request-id"].to_str().unwrap();
    (answer.status.as_u16(), body.replace(request, "REQUEST"))
}

async fn pages_look_the_same(agent: &Agent, theirs: &str, nothing: &str, theirs_id: &str, nothing_id: &str) {
    let (theirs, nothing) = (agent.get(theirs).await, agent.get(nothing).await);
    assert_eq!(same(&theirs, theirs_id), same(&nothing, nothing_id));
}

on_both! {
    async fn d02_a_colleagues_session_is_as_good_as_none(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, mut bram, phone) = (world.agent("Ana").await, world.agent("Bram").await, world.phone(MIRELA).await);
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let challenge = asked(ana.change_email(session, "m@post.example").await.unwrap());
        phone.approve(&ana.digits(session, challenge).await).await.unwrap();
        let run = phone.home().await.recent_changes[0].run;
        let open = ana.raise(session).await;
        assert!(open.is_err(), "it is High already");
        let own = bram.open(TOMAS, ActionKind::Refund).await;
        let nothing = Uuid::from_u128(0x7000_8000_0000_0000_0000);
        let before = rows::counts(&db).await;

        let (s, c, r, n) = (session.to_string(), challenge.to_string(), run.to_string(), nothing.to_string());
        pages_look_the_same(&bram, &format!("/desk/{s}"), &format!("/desk/{n}"), &s, &n).await;
        for rest in ["do/change_email".to_owned(), format!("asked/{c}"), format!("ran/{r}")] {
            pages_look_the_same(&bram, &format!("/desk/{s}/{rest}"), &format!("/desk/{n}/{rest}"), &s, &n).await;
        }
        // In a session of one's own, with somebody else's challenge or run.
        pages_look_the_same(&bram, &format!("/desk/{own}/asked/{c}"), &format!("/desk/{own}/asked/{n}"), &c, &n).await;
        pages_look_the_same(&bram, &format!("/desk/{own}/ran/{r}"), &format!("/desk/{own}/ran/{n}"), &r, &n).await;
        for place in [Place::Overview, Place::Asked(challenge), Place::Ran(run)] {
            let (theirs, none) = (bram.event(session, place).await.unwrap_err(), bram.event(nothing.into(), place).await.unwrap_err());
            assert_eq!(theirs.status, 404);
            assert_eq!(same(&theirs, &s), same(&none, &n));
        }
        for place in [Place::Asked(challenge), Place::Ran(run)] {
            let none = match place { Place::Ran(_) => Place::Ran(RunId::from(nothing)), _ => Place::Asked(ChallengeId::from(nothing)) };
            assert_eq!(same(&bram.event(own, place).await.unwrap_err(), "no id"), same(&bram.event(own, none).await.unwrap_err(), "no id"));
        }
        for session in [session, SessionId::from(nothing)] {
            for what in ["end", "suspect-attack"] {
                assert_eq!(bram.do_to(what, session).await, Err(Refusal::NotFound), "{what}");
            }
            assert_eq!(bram.move_to(session, "chat").await, Err(Refusal::NotFound));
            assert_eq!(bram.raise(session).await, Err(Refusal::NotFound));
            assert_eq!(bram.change_email(session, "thief@evil.example").await, Err(Refusal::NotFound));
            assert_eq!(bram.refund(session, "5", "Invoice 1").await, Err(Refusal::NotFound));
            assert_eq!(bram.news_by(session, "post").await, Err(Refusal::NotFound));
            assert_eq!(bram.withdraw(session, challenge).await, Err(Refusal::NotFound));
            let draft = app::desk::view::Draft::ChangeEmail { to: "m@post.example".parse().unwrap() };
            assert_eq!(bram.run_approved(session, challenge, &draft, "key").await, Err(Refusal::NotFound));
        }
        assert_eq!(bram.withdraw(own, challenge).await, Err(Refusal::NotFound));
        assert_eq!(rows::counts(&db).await, before, "nothing was written");
    }

    async fn d02_another_customers_challenge_is_as_good_as_none(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone, tomas) = (world.agent("Ana").await, world.phone(MIRELA).await, world.phone(TOMAS).await);
        let second = world.phone(MIRELA).await;
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let challenge = ana.raise(session).await.unwrap();
        let asked = if phone.home().await.prompts.is_empty() { &second } else { &phone };
        let (prompt, nothing) = (asked.prompt().await, Uuid::from_u128(0x7000_8000_0000_0000_0001));
        let elsewhere = if asked.id == phone.id { &second } else { &phone };
        for stranger in [&tomas, elsewhere] {
            assert!(stranger.home().await.prompts.is_empty());
            let claims = stranger.claims(&prompt, domain::challenge::Answer::Deny, "");
            let signed = serde_json::to_value(stranger.signed(&claims)).unwrap();
            for (what, body) in [("delivered", json!({})), ("opened", json!({})), ("passkey", json!({})), ("answer", signed)] {
                let path = |id: &str| format!("/device/v1/challenges/{id}/{what}");
                let (theirs, none) = (challenge.to_string(), nothing.to_string());
                let (one, other) = (stranger.post(&path(&theirs), &body).await, stranger.post(&path(&none), &body).await);
                assert_eq!(one.status, 404, "{what}");
                assert_eq!(same(&one, &theirs), same(&other, &none), "{what}");
            }
        }
        assert_eq!(rows::count(&db, "challenge WHERE state = 'pending'").await, 1);
    }

    async fn d03_no_page_holds_what_the_level_hides(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let hidden = ["mk@mail.example", "mirela@work.example", "447700900482", "14 Larch Row", "Kovac"];
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let challenge = asked(ana.change_email(session, "m@post.example").await.unwrap());
        let pages = ["/desk".to_owned(), format!("/desk/{session}"), format!("/desk/{session}/do/change_email"), format!("/desk/{session}/asked/{challenge}")];
        for place in [Place::Overview, Place::Asked(challenge)] {
            assert_eq!(ana.event(session, place).await.unwrap(), "look", "the word that something changed, and nothing else");
        }
        let mut seen = Vec::new();
        for page in &pages {
            seen.push(ana.get(page).await.body);
        }
        let found = ana.send("desk/look-up", &[("identifier[kind]", "customer_number"), ("identifier[value]", MIRELA)]).await;
        seen.push(found.body);
        for answer in &seen {
            for value in hidden {
                assert!(!answer.contains(value), "{value} in {answer}");
            }
        }
        phone.approve(&ana.digits(session, challenge).await).await.unwrap();
        // Now the level shows the name and what the agent typed, and still neither what was replaced nor what stays masked.
        let shown = ana.get(&pages[3]).await.body;
        assert!(shown.contains("m@post.example") && shown.contains("Kovac"));
        for page in &pages {
            let body = ana.get(page).await.body;
            for value in &hidden[..4] {
                assert!(!body.contains(value), "{value} in {page}");
            }
        }
        ana.do_to("end", session).await.unwrap();
        let over = ana.get(&pages[1]).await.body;
        for value in hidden {
            assert!(!over.contains(value), "{value} after the end");
        }
        let home: Value = phone.request(Method::GET, "/device/v1/home").send().await.unwrap().json().await.unwrap();
        assert!(!home.to_string().contains("Lindqvist"), "no surname of an agent reaches a customer");
    }
}
