//! One-time links.

use axum::http::StatusCode;
use domain::{agent::Role, refusal::Refusal, secret::Hashed, time::Duration};
use futures::future::join_all;
use server::{
    services::{Trouble, accounts},
    store::{invitation, staff},
};

use super::{
    Authenticator, House,
    house::{administrator, token},
};
use crate::on_both;

on_both! {
    async fn c02_the_first_link_works_once_and_only_while_there_is_nobody(db: TestDb) {
        let house = House::new(&db);
        let (earlier, now) = (house.first_token().await, house.first_token().await);
        let invited = accounts::invitation(&house.shared, &now).await.unwrap();
        assert!(invited.first && invited.role == Role::Administrator);
        assert!(accounts::invitation(&house.shared, &earlier).await.is_err(), "a newer link ends the earlier one");
        let mut authenticator = Authenticator::new(b"first");
        let mut browser = house.browser();
        assert_eq!(house.register(&mut browser, &mut authenticator, &now).await.status, StatusCode::OK);
        assert_eq!(browser.who().await, "First administrator", "registering signs in");
        assert!(accounts::first_link(&house.shared).await.unwrap().is_none());
        assert!(matches!(accounts::start_registration(&house.shared, &now).await, Err(Trouble::Refused(Refusal::LinkUsed))));
    }

    async fn c02_links_end_by_themselves(db: TestDb) {
        let house = House::demo(&db).await;
        let ingrid = administrator(staff::by_number(&db, 2001).await.unwrap().unwrap());
        let link = accounts::invite(&house.shared, &ingrid, "Ines Costa".parse().unwrap(), Role::Agent).await.unwrap();
        let token = token(link.expose());
        house.clock.advance(Duration::hours(24) - Duration::MICROSECOND);
        assert_eq!(accounts::invitation(&house.shared, &token).await.unwrap().name, "Ines Costa");
        house.clock.advance(Duration::MICROSECOND);
        assert!(matches!(accounts::invitation(&house.shared, &token).await, Err(Trouble::Refused(Refusal::LinkUsed))));
    }

    async fn an_invited_colleague_gets_that_role_and_a_number_of_their_own(db: TestDb) {
        let house = House::demo(&db).await;
        let ingrid = administrator(staff::by_number(&db, 2001).await.unwrap().unwrap());
        let link = accounts::invite(&house.shared, &ingrid, "Ines Costa".parse().unwrap(), Role::Supervisor).await.unwrap();
        let answer = house.register(&mut house.browser(), &mut Authenticator::new(b"ines"), &token(link.expose())).await;
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, "Ines Costa"));
        let ines = staff::by_number(&db, 2215).await.unwrap().unwrap();
        assert_eq!(ines.roles, [Role::Supervisor]);
        // The same credential belongs to one person only.
        let link = accounts::invite(&house.shared, &ingrid, "Otto Lang".parse().unwrap(), Role::Agent).await.unwrap();
        let answer = house.register(&mut house.browser(), &mut Authenticator::new(b"ines"), &token(link.expose())).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(accounts::invitation(&house.shared, &token(link.expose())).await.is_ok(), "and the link is not used up by it");
    }

    async fn of_64_who_use_a_link_at_once_one_gets_it(db: TestDb) {
        let house = House::new(&db);
        let token = house.first_token().await;
        let now = house.shared.now();
        let tries = (0..64).map(|_| async {
            let mut tx = db.write().await.unwrap();
            let got = invitation::use_up(&mut tx, &Hashed::of(&token), now).await.unwrap();
            tx.commit().await.unwrap();
            got.is_some()
        });
        assert_eq!(join_all(tries).await.into_iter().filter(|got| *got).count(), 1);
    }

    async fn of_64_who_register_with_a_link_at_once_one_is_staff(db: TestDb) {
        let house = House::new(&db);
        let token = house.first_token().await;
        let options = accounts::start_registration(&house.shared, &token).await.unwrap();
        let answer = Authenticator::new(b"first").create(&options);
        let tries = (0..64).map(|_| {
            let (mut browser, answer, path) = (house.browser(), answer.clone(), format!("/register/{token}"));
            async move { browser.post(&path, answer).await.status }
        });
        let statuses = join_all(tries).await;
        assert_eq!(statuses.iter().filter(|status| **status == StatusCode::OK).count(), 1);
        assert_eq!(statuses.iter().filter(|status| **status == StatusCode::GONE).count(), 63);
        assert_eq!(staff::all(&db).await.unwrap().len(), 1);
    }
}
