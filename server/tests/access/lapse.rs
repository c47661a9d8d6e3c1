//! The day a review is due: what nobody decided over lapses (D09).

use domain::{agent::Role, time::Duration};
use reqwest::StatusCode;
use server::{
    services::access::lapse_due,
    store::{access_review, staff},
};

use super::{changes, decides, entries, not_open, started};
use crate::{on_both, support::world::World};

on_both! {
    async fn d09_on_its_day_what_nobody_decided_over_lapses(db: TestDb) {
        let world = World::new(&db).await;
        let mut freja = world.agent("Freja").await;
        let review = started(&world, &mut freja, 10).await;
        decides(&mut freja, &review, &world.staff("Ana").await, Role::Agent, "keep").await.unwrap();
        let due = access_review::latest(&db).await.unwrap()[0].due_at;
        world.clock.advance(due.since(world.shared.now()) - Duration::SECOND);
        assert_eq!(lapse_due(&world.shared).await.unwrap(), 0, "a second before");
        let mut freja = world.agent("Freja").await;
        world.clock.advance(Duration::SECOND);
        assert!(not_open(&decides(&mut freja, &review, &world.staff("Bram").await, Role::Agent, "keep").await), "too late, whoever noticed");
        assert_eq!(lapse_due(&world.shared).await.unwrap(), 1);
        assert_eq!(lapse_due(&world.shared).await.unwrap(), 0, "once");
        assert_eq!(world.agent("Ana").await.get("/desk").await.status, StatusCode::OK, "she was kept");
        assert_eq!(world.agent("Bram").await.get("/desk").await.status, StatusCode::FORBIDDEN);
        assert_eq!(world.staff("Jonas").await.roles, []);
        // Freja started the review: she used the role last, so of the two she stays.
        assert_eq!((world.staff("Freja").await.roles, world.staff("Ingrid").await.roles), (vec![Role::Administrator], vec![]));
        let decided = entries(&db, "access_decided").await;
        let by_time: Vec<_> = decided.iter().filter(|(actor, _)| actor == "system").map(|(_, detail)| detail["decision"].as_str().unwrap()).collect();
        assert_eq!(by_time.iter().filter(|decision| **decision == "lapsed").count(), 5);
        assert_eq!(by_time.iter().filter(|decision| **decision == "last_administrator").count(), 1);
        assert_eq!(entries(&db, "right_taken").await.len(), 5);
        let ended = entries(&db, "access_review_ended").await;
        assert_eq!((ended[0].0.as_str(), &ended[0].1["kept"], &ended[0].1["lapsed"]), ("system", &1.into(), &5.into()));
        let page = world.agent("Freja").await.get("/access").await.body;
        assert!(page.contains("Lapsed: nobody decided in time") && page.contains("Stays: the last administrator"), "{page}");
    }

    async fn d09_a_day_on_which_nobody_served_is_no_way_round_it(db: TestDb) {
        let world = World::new(&db).await;
        started(&world, &mut world.agent("Freja").await, 10).await;
        let clock = world.clock.clone();
        world.stop().await;
        clock.advance(Duration::days(40));
        // What a starting server does before it lets anybody in.
        let later = World::beside(&db, &clock, 99).await;
        assert_eq!(lapse_due(&later.shared).await.unwrap(), 1);
        assert_eq!(later.staff("Bram").await.roles, []);
    }

    async fn d09_of_two_servers_one_ends_it(db: TestDb) {
        let world = World::new(&db).await;
        started(&world, &mut world.agent("Freja").await, 10).await;
        let other = World::beside(&db, &world.clock, 99).await;
        world.clock.advance(Duration::days(12));
        let (one, two) = tokio::join!(lapse_due(&world.shared), lapse_due(&other.shared));
        assert_eq!(one.unwrap() + two.unwrap(), 1);
        assert_eq!(entries(&db, "access_review_ended").await.len(), 1);
        assert_eq!(entries(&db, "right_taken").await.len(), 6);
        let left = staff::all(&db).await.unwrap().into_iter().filter(|member| member.is(Role::Administrator)).count();
        assert_eq!(left, 1);
    }

    async fn d09_what_was_taken_meanwhile_is_not_taken_again(db: TestDb) {
        let world = World::new(&db).await;
        let mut freja = world.agent("Freja").await;
        started(&world, &mut freja, 10).await;
        changes(&mut freja, "take", &world.staff("Bram").await, Role::Agent).await.unwrap();
        let decided = entries(&db, "access_decided").await;
        assert_eq!((decided.len(), &decided[0].1["decision"]), (1, &"remove".into()), "it counts as decided");
        world.clock.advance(Duration::days(12));
        lapse_due(&world.shared).await.unwrap();
        let taken = entries(&db, "right_taken").await;
        let bram = world.staff("Bram").await.id.to_string();
        assert_eq!(taken.iter().filter(|(_, detail)| detail["staff"] == bram.as_str()).count(), 1);
    }
}
