//! "This was not me: put it back."

use app::desk::view::Place;
use domain::{action::ActionKind, assurance::Level, refusal::Refusal, session::SessionState, time::Duration};

use crate::{
    on_both,
    support::{
        agent::{Agent, asked},
        phone::Phone,
        rows,
        world::{MIRELA, World},
    },
};

/// A change that an attacker got through, with the session it was made in.
async fn changed(world: &World, ana: &mut Agent, phone: &Phone) -> domain::ids::SessionId {
    let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
    let challenge = asked(ana.change_email(session, "thief@evil.example").await.unwrap());
    phone.approve(&ana.digits(session, challenge).await).await.unwrap();
    assert_eq!(rows::email(&world.shared.db, world.customer(MIRELA).await).await, "thief@evil.example");
    session
}

on_both! {
    async fn a_link_in_an_old_mailbox_puts_it_back_and_freezes(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        let session = changed(&world, &mut ana, &phone).await;
        let customer = world.customer(MIRELA).await;
        let body = rows::messages(&db, customer).await.remove(0).1;
        assert!(body.contains("From: mk@mail.example") && body.contains("To:   t•••••@•••••"), "{body}");
        let token = rows::link(&body).to_owned();

        let mut anybody = world.stranger();
        let page = anybody.get(&format!("/me/put-back/{token}")).await;
        assert!(page.status.is_success() && page.body.contains("mk@mail.example") && !page.body.contains("thief@evil.example"));
        assert_eq!(rows::email(&db, customer).await, "thief@evil.example", "looking changes nothing");

        anybody.post("phone/put-back", &[("token", &token)]).await.unwrap();
        assert_eq!(rows::email(&db, customer).await, "mk@mail.example");
        let page = ana.workspace(session, Place::Overview).await;
        assert!(matches!(page.session.state, SessionState::Frozen { .. }));
        assert_eq!(page.assurance.level, Level::Unverified);
        assert!(phone.home().await.frozen_at.is_some());
        assert_eq!(rows::count(&db, "alert WHERE because = 'put_back'").await, 1);
        assert!(rows::events(&db, session).await.ends_with(&["put_back".to_owned(), "session_frozen".to_owned()][..]));

        // Twice is the same as once, by either of the two links.
        let other = rows::messages(&db, customer).await.remove(1).1;
        anybody.post("phone/put-back", &[("token", rows::link(&other))]).await.unwrap();
        assert_eq!(rows::count(&db, "alert").await, 1);
    }

    async fn the_phone_puts_it_back_too_but_only_its_own_customers(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        changed(&world, &mut ana, &phone).await;
        let run = phone.home().await.recent_changes[0].run;
        let tomas = world.phone(crate::support::world::TOMAS).await;
        assert_eq!(tomas.put_back(run).await.status, 404);
        assert_eq!(phone.put_back(run).await.status, 204);
        assert_eq!(rows::email(&db, world.customer(MIRELA).await).await, "mk@mail.example");
        assert!(phone.home().await.recent_changes[0].put_back_at.is_some());
    }

    async fn a_link_works_until_its_last_microsecond_and_no_longer(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(MIRELA).await);
        changed(&world, &mut ana, &phone).await;
        let customer = world.customer(MIRELA).await;
        let token = rows::link(&rows::messages(&db, customer).await[0].1).to_owned();
        // As long as the policy in force says.
        let window = world.shared.policies.now().built_in(ActionKind::ChangeEmail).revert;
        assert_eq!(window, Duration::days(7));
        world.clock.advance(window - Duration::microseconds(1));
        assert!(world.stranger().get(&format!("/me/put-back/{token}")).await.body.contains("mk@mail.example"));
        world.clock.advance(Duration::microseconds(1));
        let late = world.stranger().post("phone/put-back", &[("token", &token)]).await;
        assert_eq!(late, Err(Refusal::LinkUsed));
        assert_eq!(rows::email(&db, customer).await, "thief@evil.example");
        assert_eq!(world.stranger().post("phone/put-back", &[("token", "never-was")]).await, Err(Refusal::LinkUsed));
    }
}
