//! Whoever comes to a door that is not for their role is written down, and cannot fill the record by it (G01; ASVS 16.3.2).

use domain::time::Duration;
use reqwest::{
    Method,
    header::{ACCEPT, HeaderMap, HeaderValue},
};
use server::store::{Db, fetch_all};

use crate::{
    on_both,
    support::{agent::Agent, rows, world::World},
};

const DOORS: &str = "SELECT detail FROM audit_entry WHERE event = 'turned_away' ORDER BY detail";

/// The doors that somebody was turned away from, by their names.
async fn doors(db: &Db) -> Vec<String> {
    let details = fetch_all!(db, (String,), DOORS).await.unwrap();
    details
        .iter()
        .map(|(detail,)| serde_json::from_str::<serde_json::Value>(detail).unwrap()["door"].as_str().unwrap().to_owned())
        .collect()
}

on_both! {
    async fn g01_who_is_turned_away_because_of_a_role_is_written_down(db: TestDb) {
        let world = World::new(&db).await;
        let mut ana = world.agent("Ana").await;
        let id = world.staff("Ana").await.id;
        // A page, a form in the browser, the same from a script, and a door for a file.
        assert_eq!(ana.get("/access").await.status, 403);
        assert!(ana.send("access/end-sign-ins", &[("staff", &id.to_string()), ("reason", "So")]).await.leads_to().contains("__err="));
        let json = || HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]);
        let script = ana.request(Method::POST, "/api/access/end-sign-ins").headers(json());
        let answer = script.form(&[("staff", id.to_string().as_str()), ("reason", "So")]).send().await.unwrap();
        assert_eq!(answer.status(), 403);
        let file = ana.request(Method::POST, "/access/export.csv").headers(json()).send().await.unwrap();
        assert_eq!(file.status(), 403);
        assert_eq!(doors(&db).await, ["/access", "/access/export.csv", "/api/access/end-sign-ins", "/api/access/end-sign-ins"]);
        let hers = format!("audit_entry WHERE event = 'turned_away' AND actor_kind = 'staff' AND customer_id IS NULL AND session_id IS NULL \
            AND actor_id = (SELECT id FROM staff WHERE name = '{}')", world.staff("Ana").await.name);
        assert_eq!(rows::count(&db, &hers).await, 4);

        // What is hers, what is not there and what a stranger asks for is no such thing.
        for path in ["/desk", "/no-such-page"] {
            ana.get(path).await;
        }
        world.stranger().get("/access").await;
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'turned_away'").await, 4);

        // Enough to be seen, too few to fill a disk; the next hour they are seen again, and a colleague is all the while.
        for _ in 0..30 {
            assert_eq!(ana.get("/access").await.status, 403);
        }
        assert_eq!(rows::count(&db, &hers).await, 20);
        world.agent("Bram").await.get("/access").await;
        assert_eq!(rows::count(&db, "audit_entry WHERE event = 'turned_away'").await, 21);
        world.clock.advance(Duration::minutes(61));
        let again = Agent::enter(&world, id).await;
        assert_eq!(again.get("/access").await.status, 403);
        assert_eq!(rows::count(&db, &hers).await, 21);
        world.stop().await;
    }
}
