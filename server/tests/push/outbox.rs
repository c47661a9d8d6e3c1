//! The outbox: each notification is sent by one worker at a time, ends once, and outlives whoever was sending it.

use domain::notification::Handing;
use futures::future::join_all;
use server::{
    push::worker,
    store::outgoing_push::{self, CLAIM, End},
};

use super::{House, TOKEN};
use crate::{
    on_both,
    support::{
        rows,
        world::{TOMAS, World},
    },
};

on_both! {
    async fn of_many_workers_one_sends(db: TestDb) {
        let mut house = House::new(&db).await;
        house.ask().await;
        let (shared, services) = (&house.world.shared, &house.services);
        let beside = World::beside(&db, &house.world.clock, 8).await;
        let rounds = (0..8).map(|at| worker::round(if at % 2 == 0 { shared } else { &beside.shared }, services));
        let sent: usize = join_all(rounds).await.into_iter().map(Result::unwrap).sum();
        assert_eq!((sent, house.apple.requests().len()), (1, 1));
        assert_eq!(house.events().await, ["notification_sent"]);
    }

    async fn a_worker_that_dies_after_sending_is_made_up_for(db: TestDb) {
        let mut house = House::new(&db).await;
        let challenge = house.ask().await;
        let shared = &house.world.shared;
        let claimed = outgoing_push::claim(&db, shared.now(), 64).await.unwrap();
        assert_eq!(claimed.len(), 1);
        assert_eq!(house.round().await, 0, "somebody else has it");
        assert_eq!(house.after(CLAIM).await, 1, "and never said how it went");
        assert_eq!(house.apple.requests()[0].header("apns-id"), claimed[0].id.to_string(), "the same id");
        assert_eq!(house.handing(challenge).await, Some(Handing::Handed));
        // Had it only been slow, what it says now would come too late.
        let mut tx = db.write().await.unwrap();
        assert!(!outgoing_push::end(&mut tx, &claimed[0], End::Sent, shared.now()).await.unwrap());
        drop(tx);
        assert_eq!((house.events().await.len(), house.apple.inbox(TOKEN).len()), (1, 1));
    }

    async fn a_slow_worker_does_not_end_what_another_has_taken(db: TestDb) {
        let mut house = House::new(&db).await;
        house.ask().await;
        let shared = &house.world.shared;
        let slow = outgoing_push::claim(&db, shared.now(), 64).await.unwrap();
        house.world.clock.advance(CLAIM);
        let quick = outgoing_push::claim(&db, shared.now(), 64).await.unwrap();
        assert_eq!((slow[0].id, slow[0].tries, quick[0].tries), (quick[0].id, 1, 2));
        let mut tx = db.write().await.unwrap();
        assert!(!outgoing_push::end(&mut tx, &slow[0], End::Sent, shared.now()).await.unwrap());
        assert!(outgoing_push::end(&mut tx, &quick[0], End::Sent, shared.now()).await.unwrap());
        tx.commit().await.unwrap();
    }

    async fn what_is_asked_and_its_notification_are_written_together(db: TestDb) {
        let mut house = House::new(&db).await;
        let challenge = house.ask().await;
        assert_eq!(rows::count(&db, "outgoing_push JOIN challenge ON challenge.id = challenge_id WHERE queued_at = asked_at AND outgoing_push.expires_at = challenge.expires_at").await, 1);
        // A press that is refused leaves neither.
        assert!(house.ana.raise(house.session).await.is_err());
        assert_eq!((rows::count(&db, "challenge").await, rows::count(&db, "outgoing_push").await), (1, 1));
        house.ana.withdraw(house.session, challenge).await.unwrap();
    }

    async fn a_server_without_apple_s_key_writes_none(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phone) = (world.agent("Ana").await, world.phone(TOMAS).await);
        let refused = phone.notify_at(TOKEN).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        let session = ana.open(TOMAS, domain::action::ActionKind::Refund).await;
        ana.raise(session).await.unwrap();
        assert_eq!(rows::count(&db, "outgoing_push").await, 0);
    }
}
