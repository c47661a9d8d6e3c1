//! Proofs from the database's tiles: each is the one that follows from all the leaves.

use domain::audit_log::{
    Hash, Tree, proof,
    proof::{verify_consistency, verify_inclusion},
};
use server::store::{Db, exec, log_proof};
use uuid::Uuid;

use crate::{on_both, support::story::Story};

const PLACE: &str = "INSERT INTO audit_place (position, entry_id, leaf) VALUES ($1, $2, $3)";
const TILE: &str = "INSERT INTO audit_tile (level, number, hashes) VALUES ($1, $2, $3)";
const TAKE: &str = "DELETE FROM audit_tile WHERE level = $1 AND number = $2";

/// Puts a tree of those leaves there; the places only of those that no full tile holds.
async fn put(db: &Db, leaves: &[Hash]) {
    let (mut tree, mut tx) = (Tree::new(), db.write().await.unwrap());
    for leaf in leaves {
        for tile in tree.push(*leaf) {
            let (level, number) = (i64::from(tile.id.level), i64::try_from(tile.id.number).unwrap());
            exec!(tx, TILE, level, number, Hash::concat(&tile.hashes)).await.unwrap();
        }
    }
    let first = leaves.len() - leaves.len() % 256;
    for (position, leaf) in leaves.iter().enumerate().skip(first) {
        let position = i64::try_from(position).unwrap();
        exec!(tx, PLACE, position, Uuid::from_u128(u128::from(position.unsigned_abs())), &leaf.bytes()[..]).await.unwrap();
    }
    tx.commit().await.unwrap();
}

on_both! {
    async fn g06_they_are_those_of_the_whole_tree(db: TestDb) {
        let size = 65_536 + 3 * 256 + 41;
        let story = Story::new("log.example/1", size);
        put(&db, &story.leaves).await;
        let mut roots = vec![Hash::empty()];
        let mut tree = Tree::new();
        for leaf in &story.leaves {
            tree.push(*leaf);
            roots.push(tree.root());
        }
        let root = |size: u64| roots[usize::try_from(size).unwrap()];
        for at in [1, 2, 255, 256, 257, 300, 511, 512, 1_000, 32_768, 65_535, 65_536, 65_537, 66_000, size - 42, size - 41, size - 40, size - 1, size] {
            for old in [1, 2, 3, 255, 256, 257, 700, 32_768, 65_535, 65_536, 65_790, at - 1, at].into_iter().filter(|old| *old <= at) {
                let proof = log_proof::consistency(&db, old, at).await.unwrap();
                assert_eq!(verify_consistency(old, root(old), at, root(at), &proof), Ok(()), "{old} to {at}");
                let index = old.max(1) - 1;
                let proof = log_proof::inclusion(&db, index, at).await.unwrap();
                let leaf = story.leaves[usize::try_from(index).unwrap()];
                assert_eq!(verify_inclusion(leaf, index, at, &proof, root(at)), Ok(()), "{index} of {at}");
            }
        }
    }

    async fn what_the_database_lacks_is_a_fault_and_no_proof(db: TestDb) {
        let story = Story::new("log.example/1", 600);
        put(&db, &story.leaves).await;
        assert!(log_proof::proof_hashes(&db, &proof::inclusion(3, 700)).await.is_err(), "there are not as many");
        if db.engine() == server::store::Engine::Sqlite {
            let mut tx = db.write().await.unwrap();
            exec!(tx, "DROP TRIGGER audit_tile_no_delete").await.unwrap();
            assert_eq!(exec!(tx, TAKE, 0_i64, 1_i64).await.unwrap(), 1);
            tx.commit().await.unwrap();
            let fault = log_proof::inclusion(&db, 300, 600).await.unwrap_err();
            assert!(fault.to_string().contains("0/1 of table audit_tile"), "{fault}");
        }
    }
}
