//! The fastest way for this customer is the one that was (W15): the median of how long their own answers took.

use app::desk::view::Place;
use domain::{action::ActionKind, time::Duration};

use crate::{
    on_both,
    support::{
        agent::asked,
        world::{TOMAS, World},
    },
};

on_both! {
    async fn w15_the_phone_that_takes_long_is_named_after_the_other(db: TestDb) {
        let world = World::new(&db).await;
        let (mut ana, phones) = (world.agent("Ana").await, [world.plain_phone(TOMAS).await, world.plain_phone(TOMAS).await]);
        let session = ana.open(TOMAS, ActionKind::Refund).await;
        let guess = ana.workspace(session, Place::Overview).await.ways;
        assert_eq!(guess.iter().map(|way| way.seconds).collect::<Vec<_>>(), [20, 20], "the policy's, before there is a history");
        let slow = guess[0].device;
        for (amount, seconds) in [("1", 90), ("2", 31), ("3", 50)] {
            let before = ana.workspace(session, Place::Overview).await.ways;
            assert_eq!((before[0].device, before[0].seconds), (slow, 20), "{amount}: two answers are no history");
            let challenge = asked(ana.refund(session, amount, "Invoice 118").await.unwrap());
            let digits = ana.digits(session, challenge).await;
            world.clock.advance(Duration::seconds(seconds));
            let phone = if phones[0].home().await.prompts.is_empty() { &phones[1] } else { &phones[0] };
            phone.approve(&digits).await.unwrap();
        }
        let ways = ana.workspace(session, Place::Overview).await.ways;
        assert_eq!(ways.iter().map(|way| way.seconds).collect::<Vec<_>>(), [20, 50]);
        assert_ne!(ways[0].device, slow);
        let challenge = asked(ana.refund(session, "4", "Invoice 118").await.unwrap());
        let page = ana.workspace(session, Place::Asked(challenge)).await;
        assert_eq!(page.asked.unwrap().typical_seconds, 20);
        let prompts: Vec<_> = [phones[0].home().await.prompts.len(), phones[1].home().await.prompts.len()].into();
        assert_eq!(prompts.iter().sum::<usize>(), 1);
    }
}
