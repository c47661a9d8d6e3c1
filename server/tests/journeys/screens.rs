//! The phone's page as the server draws it: each address says what is true, the same in every tab and after a reload.

use domain::{action::ActionKind, challenge::LIFETIME, ids::ChallengeId};
use reqwest::Method;

use crate::{
    on_both,
    support::{
        agent::{Answered, asked},
        phone::Phone,
        world::{MIRELA, TOMAS, World},
    },
};

/// What stands in the one heading of the page at `path`, and the address the page gives itself.
async fn screen(phone: &Phone, path: &str) -> (String, String) {
    let page = Answered::read(phone.request(Method::GET, path)).await;
    assert_eq!(page.status, 200, "{path}");
    assert_eq!(page.headers["cache-control"], "no-store");
    let body = page.body.split_once("<template").unwrap().0.to_owned();
    let between = |before: &str, after: &str| body.split_once(before).unwrap().1.split_once(after).unwrap().0.to_owned();
    let heading = between("<h1", "</h1>").split_once('>').unwrap().1.replace("<!>", "");
    (heading, between("data-at=\"", "\""))
}

fn of(challenge: ChallengeId) -> String {
    format!("/me/asked/{challenge}")
}

const HOME: &str = "Your security at Acme";
const QUESTION: &str = "Did you contact Acme?";

on_both! {
    async fn a_request_and_its_end_have_one_address(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let (tomas, stranger) = (world.phone(TOMAS).await, world.stranger());
        assert_eq!(screen(&phone, "/me").await, (HOME.to_owned(), "/me".to_owned()));
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let challenge = asked(ana.change_email(session, "new@post.example").await.unwrap());
        for path in ["/me".to_owned(), of(challenge), "/me/stopped".to_owned()] {
            assert_eq!(screen(&phone, &path).await, (QUESTION.to_owned(), of(challenge)), "{path}");
        }
        phone.approve(&ana.digits(session, challenge).await).await.unwrap();
        assert_eq!(screen(&phone, &of(challenge)).await, ("You approved this change".to_owned(), of(challenge)));
        assert_eq!(screen(&phone, "/me").await.0, HOME);
        let run = phone.home().await.recent_changes[0].run;
        let page = Answered::read(phone.request(Method::GET, &of(challenge))).await.body;
        assert!(page.contains(&format!("data-press=\"put-back\" data-of=\"{run}\"")), "{page}");

        // To another customer's phone, and to nobody's browser, that address says nothing (D02).
        assert_eq!(screen(&tomas, &of(challenge)).await, (HOME.to_owned(), "/me".to_owned()));
        let nobody = stranger.get(&of(challenge)).await.body;
        assert!(nobody.contains("Make this phone your proof") && !nobody.contains("new@post.example"));

        assert_eq!(screen(&phone, &format!("/me/undone/{run}")).await.0, HOME, "it was not put back yet");
        assert_eq!(phone.put_back(run).await.status, 204);
        assert_eq!(screen(&phone, &format!("/me/undone/{run}")).await.0, "Put back. Your account is frozen");
        assert!(!Answered::read(phone.request(Method::GET, &of(challenge))).await.body.contains("data-press=\"put-back\""));
    }

    async fn a_request_that_came_to_nothing_says_so(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let withdrawn = asked(ana.change_email(session, "new@post.example").await.unwrap());
        ana.withdraw(session, withdrawn).await.unwrap();
        let late = asked(ana.change_email(session, "new@post.example").await.unwrap());
        world.clock.advance(LIFETIME);
        for challenge in [withdrawn, late] {
            assert_eq!(screen(&phone, &of(challenge)).await.0, "This request has run out of time");
        }
        assert_eq!(screen(&phone, "/me/stopped").await.0, HOME);
        let denied = asked(ana.change_email(session, "new@post.example").await.unwrap());
        phone.deny().await.unwrap();
        for path in [of(denied), "/me/stopped".to_owned()] {
            assert_eq!(screen(&phone, &path).await.0, "Stopped. Nothing was changed", "{path}");
        }
    }

    async fn someone_told_them_to(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let reported = asked(ana.change_email(session, "new@post.example").await.unwrap());
        phone.report().await.unwrap();
        assert_eq!(screen(&phone, &of(reported)).await.0, "Hang up now. Nothing was changed");
    }

    async fn a_phone_is_bound_just_now_for_ten_minutes(db: TestDb) {
        let world = World::new(&db).await;
        let phone = world.phone(MIRELA).await;
        assert_eq!(screen(&phone, "/me/added").await.0, "This phone is now your proof");
        assert_eq!(screen(&phone, "/me/add").await, ("Make this phone your proof".to_owned(), "/me/add".to_owned()));
        world.clock.advance(domain::time::Duration::minutes(10));
        assert_eq!(screen(&phone, "/me/added").await, (HOME.to_owned(), "/me".to_owned()));
    }
}
