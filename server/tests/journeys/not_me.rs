//! "This was not me", from a notice that has nothing to put back (A24, A26).

use app::desk::view::Place;
use domain::{action::ActionKind, refusal::Refusal, session::SessionState, time::Duration};

use server::services::{freeze, not_me};

use crate::{
    attacks::race::{CROWD, at_once},
    on_both,
    support::{
        rows,
        world::{MIRELA, TOMAS, World},
    },
};

/// The token in a notice's link.
fn token(body: &str) -> String {
    body.split("/me/not-me/").nth(1).expect("a link").split_whitespace().next().unwrap().to_owned()
}

on_both! {
    async fn a24_every_address_is_told_of_a_new_phone_and_each_link_works(db: TestDb) {
        let world = World::new(&db).await;
        let customer = world.customer(MIRELA).await;
        world.phone(MIRELA).await;
        let told = rows::bound(&db, customer).await;
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told.iter().all(|(_, body)| body.contains("Pixel 8 was added") && body.contains("/me/not-me/")), "{told:?}");
        assert_ne!(told[0].0, told[1].0);
        assert!(rows::bound(&db, world.customer(TOMAS).await).await.is_empty());
    }

    async fn a26_the_link_shows_what_it_is_about_and_its_button_stops_everything_once(db: TestDb) {
        let world = World::new(&db).await;
        let mut ana = world.agent("Ana").await;
        let (session, customer) = (ana.open(MIRELA, ActionKind::ChangeEmail).await, world.customer(MIRELA).await);
        // Somebody talked a code out of her, and adds a phone of their own.
        let phone = world.phone(MIRELA).await;
        let token = token(&rows::bound(&db, customer).await[0].1);

        let mut anybody = world.stranger();
        let path = format!("/me/not-me/{token}");
        let page = anybody.get(&path).await;
        assert!(page.status.is_success() && page.body.contains("A phone was added to your"), "{}", page.body);
        assert!(phone.home().await.frozen_at.is_none(), "looking changes nothing");

        anybody.post("phone/not-me", &[("token", &token)]).await.unwrap();
        assert!(phone.home().await.frozen_at.is_some());
        assert!(matches!(ana.workspace(session, Place::Overview).await.session.state, SessionState::Frozen { .. }));
        assert!(ana.raise(session).await.is_err(), "nobody can be asked");
        assert_eq!(rows::count(&db, "alert WHERE because = 'not_their_doing'").await, 1);
        assert!(rows::events(&db, session).await.ends_with(&["session_frozen".to_owned()][..]));
        assert!(anybody.get(&path).await.body.contains("Your account is frozen"));

        // A supervisor ends it; the same link does not stop what was opened again.
        let supervisor = world.supervisor().await;
        let alert = rows::stopped(&db).await;
        freeze::end_freeze(&world.shared, &supervisor, alert, domain::alert::AlertOutcome::Attack, "").await.unwrap();
        anybody.post("phone/not-me", &[("token", &token)]).await.unwrap();
        assert!(phone.home().await.frozen_at.is_none());
        assert_eq!(rows::count(&db, "alert").await, 1);
    }

    async fn a26_of_many_presses_of_one_link_one_counts(db: TestDb) {
        let world = World::new(&db).await;
        let phone = world.phone(MIRELA).await;
        let token = token(&rows::bound(&db, world.customer(MIRELA).await).await[0].1);
        let crowd = (0..CROWD).map(|_| {
            let (shared, token) = (world.shared.clone(), token.clone());
            async move { not_me::press(&shared, &token).await }
        });
        assert!(at_once(crowd).await.iter().all(Result::is_ok), "twice is the same as once");
        assert_eq!(rows::count(&db, "alert").await, 1);
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'session_frozen'").await, 1);
        assert!(phone.home().await.frozen_at.is_some());
    }

    async fn a26_a_link_works_for_seven_days(db: TestDb) {
        let world = World::new(&db).await;
        let phone = world.phone(MIRELA).await;
        let told = token(&rows::bound(&db, world.customer(MIRELA).await).await[0].1);
        world.clock.advance(Duration::days(7) - Duration::microseconds(1));
        assert!(world.stranger().get(&format!("/me/not-me/{told}")).await.body.contains("Was this you?"));
        world.clock.advance(Duration::microseconds(1));
        assert!(world.stranger().get(&format!("/me/not-me/{told}")).await.body.contains("has run out"));
        for token in [told.as_str(), "never-was"] {
            assert_eq!(world.stranger().post("phone/not-me", &[("token", token)]).await, Err(Refusal::LinkUsed));
        }
        assert!(phone.home().await.frozen_at.is_none());
    }
}
