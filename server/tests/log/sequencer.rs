//! Entries get their places, full tiles are kept, and heads are signed.

use domain::{
    action::ActionKind,
    audit_log::{Hash, Tree, proof},
    time::Duration,
};
use server::{
    services::log as service,
    store::{fetch_all, log},
};

use super::{approved, by_hand, heads, places, round};
use crate::{
    on_both,
    support::{
        agent::asked,
        rows,
        world::{MIRELA, World},
    },
};

on_both! {
    async fn g03_what_happens_gets_places_and_a_head_that_is_signed(db: TestDb) {
        let world = World::new(&db).await;
        let phone = world.phone(MIRELA).await;
        let mut ana = world.agent("Ana").await;
        let session = ana.open(MIRELA, ActionKind::ChangeEmail).await;
        let before = round(&world.shared).await.unwrap();
        assert!(before > 0);
        let challenge = asked(ana.change_email(session, "mirela.k@post.example").await.unwrap());
        phone.approve(&ana.digits(session, challenge).await).await.unwrap();
        assert!(rows::count(&db, "audit_waiting").await > 0);

        let after = round(&world.shared).await.unwrap();
        assert_eq!(rows::count(&db, "audit_waiting").await, 0);
        assert_eq!(i64::try_from(after).unwrap(), rows::count(&db, "audit_entry").await);
        let signed = heads(&world.shared).await;
        assert_eq!(signed.iter().map(|head| head.size).collect::<Vec<_>>(), [before, after]);
        assert_eq!(signed[0].origin.as_str(), "localhost/audit/1");
        let state = world.shared.log.state();
        assert_eq!((state.signed.unwrap().size, state.signed.unwrap().root, &state.trouble), (after, signed[1].root, &None));

        // Nothing happened: nothing is signed again.
        assert_eq!(round(&world.shared).await.unwrap(), after);
        assert_eq!(heads(&world.shared).await.len(), 2);
    }

    async fn entries_of_a_session_stand_in_the_order_in_which_they_happened(db: TestDb) {
        let world = World::new(&db).await;
        let (_, session, _) = approved(&world).await;
        round(&world.shared).await.unwrap();
        let of_session = "SELECT e.event FROM audit_place AS p JOIN audit_entry AS e ON e.id = p.entry_id WHERE e.session_id = $1 ORDER BY p.position";
        let placed: Vec<_> = fetch_all!(db, (String,), of_session, session.uuid()).await.unwrap().into_iter().map(|(event,)| event).collect();
        assert_eq!(placed, rows::events(&db, session).await);
    }

    async fn a_tree_of_more_than_a_tile_is_read_back_whole_at_every_size(db: TestDb) {
        let world = World::new(&db).await;
        let jonas = world.agent("Jonas").await;
        let mut sizes = Vec::new();
        while rows::count(&db, "audit_place").await < 600 {
            for _ in 0..40 {
                world.agent("Ana").await;
            }
            sizes.push(round(&world.shared).await.unwrap());
        }
        drop(jonas);
        let leaves: Vec<_> = places(&db).await.into_iter().map(|(_, leaf)| leaf).collect();
        assert_eq!(rows::count(&db, "audit_tile").await, 2);
        for size in [0, 1, 255, 256, 257, 511, 512, 513, *sizes.last().unwrap()] {
            let mut tree = Tree::new();
            for leaf in &leaves[..usize::try_from(size).unwrap()] {
                tree.push(*leaf);
            }
            assert_eq!(log::tree(&db, size).await.unwrap(), Some(tree), "{size}");
        }
        assert_eq!(log::tree(&db, 100_000).await.unwrap(), None);
        let tile = fetch_all!(db, (Vec<u8>,), "SELECT hashes FROM audit_tile WHERE number = 1").await.unwrap();
        assert_eq!(Hash::all(&tile[0].0).unwrap(), leaves[256..512]);
        assert!(proof::within_tile(&leaves[256..512], 0, 256).is_some());
        heads(&world.shared).await;
    }

    async fn g04_a_first_head_does_not_wait_until_nothing_waits(db: TestDb) {
        let world = World::new(&db).await;
        while rows::count(&db, "audit_waiting").await <= 512 {
            world.agent("Ana").await;
        }
        let after = round(&world.shared).await.unwrap();
        assert_eq!(heads(&world.shared).await.iter().map(|head| head.size).collect::<Vec<_>>(), [512, after]);
    }

    async fn g08_of_a_backlog_only_the_end_is_signed(db: TestDb) {
        let world = World::new(&db).await;
        while rows::count(&db, "audit_waiting").await <= 512 {
            world.agent("Ana").await;
        }
        world.clock.advance(Duration::MINUTE);
        let after = round(&world.shared).await.unwrap();
        assert_eq!(heads(&world.shared).await.iter().map(|head| head.size).collect::<Vec<_>>(), [after]);
    }

    async fn g04_writers_who_never_pause_do_not_keep_a_head_from_being_signed(db: TestDb) {
        let world = World::new(&db).await;
        world.agent("Ana").await;
        let before = round(&world.shared).await.unwrap();
        world.clock.advance(Duration::SECOND);
        while rows::count(&db, "audit_waiting").await <= 512 {
            world.agent("Ana").await;
        }
        let after = round(&world.shared).await.unwrap();
        let sizes: Vec<_> = heads(&world.shared).await.iter().map(|head| head.size).collect();
        assert_eq!(sizes, [before, before + 512, after]);
    }

    async fn what_is_no_entry_gets_no_place_and_holds_up_nothing(db: TestDb) {
        let world = World::new(&db).await;
        round(&world.shared).await.unwrap();
        world.agent("Ana").await;
        by_hand(&db, &["UPDATE audit_entry SET event = 'ran' WHERE id IN (SELECT entry_id FROM audit_waiting)"]).await;
        world.agent("Bram").await;
        round(&world.shared).await.unwrap();
        assert_eq!(rows::count(&db, "audit_waiting").await, 1, "it is seen, and waits to be looked at");
        heads(&world.shared).await;
        assert_eq!(service::round(&world.shared).await.unwrap(), 0);
    }
}
