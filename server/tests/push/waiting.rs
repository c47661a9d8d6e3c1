//! Nobody's request waits for Apple, and the worker comes when it is called.

use std::{sync::Arc, time::Duration as Real};

use domain::notification::Handing;
use server::push::worker;
use tokio::{sync::Notify, time::timeout};

use super::{House, TOKEN};
use crate::{on_both, support::apple::Say};

/// So rarely does the worker look by itself that what it finds, it was called for.
const HOUR: Real = Real::from_hours(1);
const SOON: Real = Real::from_secs(10);

on_both! {
    async fn nobody_waits_while_apple_thinks(db: TestDb) {
        let mut house = House::new(&db).await;
        let held = Arc::new(Notify::new());
        house.apple.next(Say::TakesWhen(Arc::clone(&held)));
        let (shared, services, drain) = (house.world.shared.clone(), Arc::clone(&house.services), house.world.shell.drain.clone());
        let worker = tokio::spawn(worker::run(shared, services, drain.clone(), HOUR));

        let challenge = timeout(SOON, house.ask()).await.expect("the agent's press is answered");
        timeout(SOON, house.apple.arrived(1)).await.expect("the worker came when it was called");
        assert_eq!(house.handing(challenge).await, Some(Handing::Queued), "the page is drawn meanwhile");
        assert_eq!(house.phone.prompt().await.challenge, challenge, "and the phone hears of it by its own stream");
        assert!(house.apple.inbox(TOKEN).is_empty());

        // The server stops: what is under way is finished, and nothing new is begun.
        drain.begin();
        assert!(!worker.is_finished());
        held.notify_one();
        timeout(SOON, worker).await.expect("it stops").unwrap();
        assert_eq!(house.handing(challenge).await, Some(Handing::Handed));
    }

    async fn the_open_page_hears_of_it(db: TestDb) {
        let mut house = House::new(&db).await;
        let (shared, services, drain) = (house.world.shared.clone(), Arc::clone(&house.services), house.world.shell.drain.clone());
        let worker = tokio::spawn(worker::run(shared, services, drain.clone(), HOUR));
        let challenge = house.ask().await;
        timeout(SOON, house.until(challenge, Handing::Handed)).await.expect("the page is told");
        drain.begin();
        worker.await.unwrap();
    }
}
