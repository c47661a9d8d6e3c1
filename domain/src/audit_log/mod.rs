//! The log that nobody can rewrite: what an entry's leaf is, the tree over the leaves, its signed heads, and their proofs.
//!
//! Formats are those of others, so that programs we did not write can check ours: canonical JSON (RFC 8785), the tree and
//! its proofs (RFC 6962 section 2.1, verified as in RFC 9162 section 2.1), tiles (C2SP tlog-tiles), signed heads (C2SP
//! signed-note and tlog-checkpoint), cosignatures (C2SP tlog-cosignature), witnesses (C2SP tlog-witness) and proofs in a file (C2SP
//! tlog-proof).
//!
//! Owns no key and no signature algorithm: who signs and checks is handed in ([`key::Ed25519`]). Whoever verifies calls the
//! same functions as the server, with what a stranger gave them; nothing here trusts its input.
//!
//! Read [`leaf`], then [`tree`] and [`proof`], then [`checkpoint`].

pub mod above;
pub mod canonical;
pub mod checkpoint;
pub mod collector;
pub mod export;
pub mod hash;
pub mod key;
pub mod leaf;
pub mod note;
pub mod personal;
pub mod proof;
pub mod receipt;
pub mod retention;
pub mod theirs;
pub mod tile;
pub mod tree;
pub mod verify;
pub mod witness;

pub use self::{
    above::Above,
    checkpoint::Checkpoint,
    hash::Hash,
    key::{Ed25519, VerifierKey},
    leaf::Record,
    note::Note,
    tile::TileId,
    tree::Tree,
};
