//! What an entry commits to: the words that were shown, and what was signed.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::audit_log::personal::Salt;
use serde_json::Value;
use server::{signatures, store::fetch_all};

use super::{approved, round};
use crate::{
    on_both,
    support::{rows, world::World},
};

const KEPT: &str = "SELECT e.event, e.personal, p.name, p.salt, p.data FROM audit_personal AS p JOIN audit_entry AS e ON e.id = p.entry_id \
     ORDER BY e.at, e.ordinal";

on_both! {
    async fn f08_the_words_and_the_signature_stand_beside_the_entry_which_commits_to_them(db: TestDb) {
        let world = World::new(&db).await;
        let (phone, _, challenge) = approved(&world).await;
        round(&world.shared).await.unwrap();

        let rows = fetch_all!(db, (String, String, String, Vec<u8>, String), KEPT).await.unwrap();
        let what: Vec<_> = rows.iter().map(|(event, _, name, ..)| (event.as_str(), name.as_str())).collect();
        assert_eq!(what, [("asked", "prompt"), ("approved", "proof")]);
        for (_, personal, name, salt, data) in &rows {
            let personal: Value = serde_json::from_str(personal).unwrap();
            let salt = Salt::from_bytes(salt.as_slice().try_into().unwrap());
            assert_eq!(personal[name], salt.commit(data).to_string());
        }
        assert!(rows[0].4.contains("to mirela.k@post.example"));
        let proof: Value = serde_json::from_str(&rows[1].4).unwrap();
        let key = |name: &str| URL_SAFE_NO_PAD.decode(proof[name].as_str().unwrap()).unwrap();
        let claims = signatures::verify(proof["jws"].as_str().unwrap(), &key("key"), phone.id).unwrap();
        assert_eq!(claims.challenge_id, challenge);
        assert_eq!(signatures::verify(proof["unlock_jws"].as_str().unwrap(), &key("unlock_key"), phone.id).unwrap(), claims);
        assert_eq!(rows::count(&db, "audit_entry WHERE detail LIKE '%post.example%' OR personal LIKE '%post.example%'").await, 0);
        world.stop().await;
    }
}
