//! A receipt of one entry, taken by a supervisor and verified by whoever has the log's key and nothing else of ours.

use domain::{
    agent::Role,
    audit_log::{key::Kind, receipt::Receipt},
};
use server::{log_key::Ring, services::log};

use super::approved;
use crate::{
    on_both,
    support::{
        agent::{Agent, Answered},
        rows,
        world::World,
    },
};

pub async fn receipt(reader: &Agent, number: u64) -> Answered {
    let request = reader.request(reqwest::Method::POST, "/audit/receipt").header("sec-fetch-site", "same-origin");
    Answered::read(request.form(&[("number", number.to_string())])).await
}

on_both! {
    async fn g12_a_receipt_of_an_approval_shows_what_was_approved_to_whoever_has_the_key(db: TestDb) {
        let world = World::new(&db).await;
        approved(&world).await;
        let supervisor = world.with_roles(&[Role::Supervisor]).await;
        assert_eq!(receipt(&supervisor, 0).await.status.as_u16(), 404, "nothing is signed yet");
        log::round(&world.shared).await.unwrap();

        let key = world.shared.log.verifier(1, Kind::Note).unwrap();
        let (mut seen, placed) = (0, rows::count(&db, "audit_place").await);
        for number in 0..u64::try_from(placed).unwrap() {
            let file = receipt(&supervisor, number).await;
            assert_eq!(file.status.as_u16(), 200, "{}", file.body);
            assert!(file.headers["content-disposition"].to_str().unwrap().contains(&format!("entry-{number}.tlog-proof")));
            let read: Receipt = file.body.parse().unwrap();
            let head = read.verify(&key, &Ring).unwrap();
            assert!(read.index == number && head.size > number);
            if read.told.entry.contains("\"event\":\"approved\"") {
                seen += 1;
                assert!(read.told.personal[0].data.contains("\"jws\""), "what the phone signed is in it");
            }
            let forged: Receipt = file.body.replacen(&format!("index {number}\n"), &format!("index {}\n", number + 1), 1).parse().unwrap();
            assert!(forged.verify(&key, &Ring).is_err());
        }
        assert_eq!((seen, rows::count(&db, "audit_entry WHERE event = 'receipt_made'").await), (1, placed));
        assert_eq!(receipt(&supervisor, 99_999).await.status.as_u16(), 404);
        let ana = world.agent("Ana").await;
        assert_ne!(receipt(&ana, 0).await.status.as_u16(), 200, "an agent has no part in it");
        world.stop().await;
    }
}
