//! What a copy elsewhere lacks is not pruned: it could never get it (G10, G13).

use domain::refusal::Refusal;
use serde_json::Value;
use server::services::pruning;

use super::{House, settings};
use crate::{
    log::pruning::{aged, approve, asked, done, refused, reviewer, two},
    on_both,
    support::{keeper::TOKEN, rows, world::World},
};

on_both! {
    async fn g13_what_a_copy_elsewhere_lacks_is_neither_asked_for_nor_approved(db: TestDb) {
        let house = House::new(&db).await;
        let mut bram = house.world.agent("Bram").await;
        for session in rows::ids(&db, "session").await {
            bram.end(session.into()).await.unwrap();
        }
        aged(&house.world, 700).await;
        let (asks, mut approves) = two(&house.world).await;
        let lacks = |refusal: Refusal| refusal.to_string().contains("does not have all of these entries yet");
        assert!(lacks(asked(&house.world, &asks).await.unwrap_err()), "it has said nothing yet");
        house.sign().await;
        while house.round().await > 0 {}
        house.is_whole().await;
        let id = asked(&house.world, &asks).await.unwrap();

        // As a server that has just started, to which nobody has said anything.
        let (other, _) = World::with(&db, &house.world.clock, 9, &settings(&house.files, &house.keeper, TOKEN)).await;
        assert!(lacks(refused(pruning::approve(&other.shared, &reviewer(&approves), id, &Value::Null).await).unwrap_err()));
        approve(&mut approves, id).await.unwrap();
        assert!(done(&house.world).await >= 512);
        house.sign().await;
        while house.round().await > 0 {}
        assert_eq!(house.keeper.entries(&house.log).len() as u64, house.size().await, "and the copy keeps what is gone here");
    }
}
