//! The log's side: each signed head is cosigned, what is said is kept, and nothing is believed of what is not signed.

use std::time::Duration as Real;

use domain::{audit_log::Note, time::Duration};
use http::StatusCode;
use server::{cosigners::Patience, log_key::Ring, store::cosignature};

use super::House;
use crate::{
    on_both,
    support::{
        rows,
        seer::Mode,
        world::{MIRELA, TOMAS},
    },
};

/// Nothing but time moves, so that whose turn had not come has it now.
async fn later(house: &House) -> usize {
    house.world.clock.advance(Duration::seconds(31));
    house.round().await
}

on_both! {
    async fn g06_each_head_is_cosigned_and_the_note_verifies(db: TestDb) {
        let house = House::new(&db).await;
        assert_eq!(house.round().await, 0, "nothing is signed yet");
        house.sign().await;
        let first = house.size().await;
        assert_eq!(house.round().await, 2);
        assert_eq!(house.round().await, 0, "nobody is asked twice");
        house.world.phone(MIRELA).await;
        house.sign().await;
        let second = house.size().await;
        assert!(second > first);
        assert_eq!(house.round().await, 2);
        for size in [first, second] {
            let note: Note = cosignature::note_with_cosignatures(&db, 1, size).await.unwrap().unwrap();
            assert_eq!(note.verify(&house.log, &Ring), Ok(None));
            for seer in &house.seers {
                assert!(note.verify(&seer.verifier, &Ring).unwrap().is_some());
            }
        }
        assert_eq!(cosignature::note_with_cosignatures(&db, 1, second + 1).await.unwrap(), None);
        assert_eq!(rows::count(&db, "audit_cosignature").await, 4);
        let metrics = house.metrics().await;
        assert!(metrics.contains(&format!("countersign_audit_cosigned_size {second}\n")), "{metrics}");
        assert!(metrics.contains("countersign_audit_witness_failures_total 0\n"), "{metrics}");
    }

    async fn a_witness_that_is_behind_or_ahead_of_what_is_known_is_met_where_it_is(db: TestDb) {
        let house = House::new(&db).await;
        house.sign().await;
        house.round().await;
        house.world.phone(MIRELA).await;
        house.sign().await;
        // Another server of ours showed it this head, and died before it could write down what was said.
        let mut tx = db.write().await.unwrap();
        server::store::exec!(tx, "UPDATE audit_witness SET size = 0").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(house.round().await, 2);
        assert_eq!(house.seers[0].asked().len(), 3, "once from nothing, then from where it is");
        assert!(house.metrics().await.contains("countersign_audit_witness_failures_total 0\n"));
    }

    async fn fault_26_nothing_is_kept_of_what_no_witness_signed(db: TestDb) {
        let house = House::with(&db, 2, Patience { connect: Real::from_secs(5), answer: Real::from_millis(300) }).await;
        house.sign().await;
        let ok = StatusCode::OK;
        let text = "text/plain; charset=utf-8";
        let size = "text/x.tlog.size";
        for mode in [
            Mode::Silent,
            Mode::Forges,
            Mode::Buries,
            Mode::Says(ok, text, String::new()),
            Mode::Says(ok, text, "hello\n".to_owned()),
            Mode::Says(ok, text, "\u{2014} one.example/w AAAA\n".repeat(100)),
            Mode::Says(ok, text, "x".repeat(1 << 20)),
            Mode::Says(StatusCode::CONFLICT, size, "x\n".to_owned()),
            Mode::Says(StatusCode::CONFLICT, size, "1".to_owned()),
            Mode::Says(StatusCode::CONFLICT, size, "01\n".to_owned()),
            Mode::Says(StatusCode::CONFLICT, text, "1\n".to_owned()),
            Mode::Says(StatusCode::TEMPORARY_REDIRECT, text, String::new()),
            Mode::Says(StatusCode::MOVED_PERMANENTLY, text, String::new()),
            Mode::Says(StatusCode::NOT_FOUND, text, String::new()),
            Mode::Says(StatusCode::FORBIDDEN, text, String::new()),
            Mode::Says(StatusCode::BAD_REQUEST, text, String::new()),
            Mode::Says(StatusCode::INTERNAL_SERVER_ERROR, text, String::new()),
            Mode::Says(StatusCode::NO_CONTENT, text, String::new()),
        ] {
            for seer in &house.seers {
                seer.be(mode.clone());
            }
            let before = house.seers[0].asked().len();
            assert_eq!(later(&house).await, 0, "{mode:?}");
            assert_eq!(house.seers[0].asked().len(), before + 1, "{mode:?}: nobody is followed elsewhere");
            assert_eq!(rows::count(&db, "audit_cosignature").await, 0, "{mode:?}");
            assert_eq!(rows::count(&db, "audit_witness").await, 0, "{mode:?}");
        }
        assert!(house.metrics().await.contains("countersign_audit_witness_failures_total 36\n"));
        for seer in &house.seers {
            seer.be(Mode::Good);
        }
        assert_eq!(house.round().await, 0, "it is given time");
        assert_eq!(later(&house).await, 2);
    }

    async fn one_that_is_down_does_not_keep_the_other_from_being_asked(db: TestDb) {
        let house = House::new(&db).await;
        house.seers[1].be(Mode::Says(StatusCode::SERVICE_UNAVAILABLE, "text/plain", String::new()));
        for number in [MIRELA, TOMAS] {
            house.world.phone(number).await;
            house.sign().await;
            assert_eq!(house.round().await, 1);
        }
        assert_eq!(house.seers[1].asked().len(), 1, "whose turn has not come is not asked");
    }
}
