//! A demo's clock: put forward by its door, and by nothing else.

use app::desk::view::Place;
use domain::{
    action::ActionKind,
    assurance::Level,
    challenge::{Answer, ChallengeState, UserVerification},
    refusal::Refusal,
};

use crate::{
    on_both,
    support::{
        agent::{Agent, asked},
        rows,
        world::{MIRELA, World},
    },
};

/// So many seconds pass, as the mailbox page's button lets them.
async fn pass(browser: &Agent, seconds: &str) -> u16 {
    let request = browser.request(reqwest::Method::POST, "/demo/clock").header("sec-fetch-site", "same-origin");
    request.form(&[("seconds", seconds)]).send().await.unwrap().status().as_u16()
}

on_both! {
    async fn two_minutes_pass_and_the_request_has_run_out(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let challenge = asked(ana.change_email(session, "m@post.example").await.unwrap());
        let (prompt, digits) = (phone.prompt().await, ana.digits(session, challenge).await);
        assert_eq!(pass(&ana, "119").await, 303);
        assert!(!phone.home().await.prompts.is_empty());
        assert_eq!(pass(&ana, "1").await, 303);
        let state = ana.workspace(session, Place::Asked(challenge)).await.asked.unwrap().state;
        assert!(matches!(state, ChallengeState::Expired(_)), "{state:?}");
        assert!(phone.home().await.prompts.is_empty());
        assert_eq!(rows::events(&db, session).await.last().unwrap(), "expired");
        let claims = phone.claims(&prompt, Answer::Approve, &digits);
        assert!(phone.send(challenge, &phone.signed(&claims)).await.is_err(), "too late");
        asked(ana.change_email(session, "m@post.example").await.unwrap());
        for nonsense in ["0", "31622401", "-1", "soon"] {
            assert!(matches!(pass(&ana, nonsense).await, 400..=422), "{nonsense}");
        }
    }

    async fn the_agent_is_warned_a_minute_before_the_level_drops(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let challenge = ana.raise(session).await.unwrap();
        phone.approve(&ana.digits(session, challenge).await).await.unwrap();
        let shown = async |level: Level, soon: bool, says: &str| {
            let page = ana.workspace(session, Place::Overview).await.assurance;
            assert_eq!((page.level, page.drops_soon), (level, soon));
            let drawn = ana.get(&format!("/desk/{session}")).await.body;
            assert!(drawn.contains(&format!("data-news=\"{says}\"")), "{says} in {drawn}");
        };
        shown(Level::High, false, "This session is now High").await;
        pass(&ana, "839").await;
        shown(Level::High, false, "This session is now High").await;
        pass(&ana, "1").await;
        shown(Level::High, true, "Level drops in 60 seconds").await;
        pass(&ana, "60").await;
        shown(Level::Unverified, false, "This session is now Unverified").await;
    }

    async fn an_approval_that_waits_is_what_a_raised_level_leads_back_to(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let change = asked(ana.change_email(session, "m@post.example").await.unwrap());
        let mut claims = phone.claims(&phone.prompt().await, Answer::Approve, &ana.digits(session, change).await);
        claims.user_verification = UserVerification::None;
        phone.send(change, &phone.signed(&claims)).await.unwrap();
        let raise = ana.raise(session).await.unwrap();
        phone.approve(&ana.digits(session, raise).await).await.unwrap();
        let page = format!("/desk/{session}/asked/{raise}");
        let drawn = ana.get(&page).await.body;
        assert!(drawn.contains("Run as approved") && drawn.contains("m@post.example"), "{drawn}");
        let draft = app::desk::view::Draft::ChangeEmail { to: "m@post.example".parse().unwrap() };
        ana.run_approved(session, change, &draft, "press").await.unwrap();
        assert!(!ana.get(&page).await.body.contains("Run as approved"), "it ran");
        assert_eq!(ana.run_approved(session, change, &draft, "again").await, Err(Refusal::ApprovalVoid));
    }
}
