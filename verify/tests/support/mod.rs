//! Keys, and an export of a log that never was, as the server would write it.

use std::{fs, path::Path};

use domain::audit_log::{
    Hash, TileId, Tree, VerifierKey,
    export::{self, CHECKPOINT, CHECKPOINTS, HeadLine, PersonalLine, personal_path},
    key::{self, Signer},
    proof::{Span, inclusion, within_tile},
    receipt::{Receipt, Told},
    tile::TILE,
    verify::sample::{BEGIN, Entry, Sample, key_of, passkey_proof, phone_proof},
};
use ring::{
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm, Ed25519KeyPair, KeyPair,
    },
};
use uuid::Uuid;

/// A key of the log or of a witness.
pub struct LogKey(Ed25519KeyPair);

impl LogKey {
    pub fn of(seed: u8) -> Self {
        Self(Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap())
    }

    pub fn vkey(&self) -> VerifierKey {
        key_of(self)
    }

    pub fn witness(&self, name: &str) -> VerifierKey {
        VerifierKey { name: name.parse().unwrap(), kind: key::Kind::Cosignature, public: self.public() }
    }
}

impl Signer for LogKey {
    fn public(&self) -> [u8; 32] {
        self.0.public_key().as_ref().try_into().unwrap()
    }

    fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).as_ref().try_into().unwrap()
    }
}

/// What a device proves: its point, and a proof of that session.
fn proofs() -> [String; 2] {
    let random = SystemRandom::new();
    let pair = |algorithm: &'static EcdsaSigningAlgorithm| {
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        EcdsaKeyPair::from_pkcs8(algorithm, pkcs8.as_ref(), &random).unwrap()
    };
    let (phone, passkey) = (pair(&ECDSA_P256_SHA256_FIXED_SIGNING), pair(&ECDSA_P256_SHA256_ASN1_SIGNING));
    let point = |pair: &EcdsaKeyPair| pair.public_key().as_ref().try_into().unwrap();
    let sign = |pair: &EcdsaKeyPair, message: &[u8]| pair.sign(&random, message).unwrap().as_ref().to_vec();
    let (session, customer) = (Uuid::from_u128(4), Uuid::from_u128(3));
    [
        phone_proof(&point(&phone), session, |message| sign(&phone, message)),
        passkey_proof(&point(&passkey), session, customer, |message| sign(&passkey, message)),
    ]
}

/// A log with approvals by phone and by passkey, and a head after each `every` entries and after the last.
pub fn sample(size: u64, every: u64, key: &LogKey) -> Sample {
    let [phone, passkey] = proofs();
    let (mut sample, mut tree) = (Sample::default(), Tree::new());
    for n in 0..size {
        let entry = match n % 50 {
            7 => Entry::approved(n, &phone).with("prompt", "To x@y.example?"),
            8 => Entry::approved(n, &passkey),
            _ => Entry::plain(n),
        };
        tree.push(Hash::leaf(&entry.bytes()));
        sample.push(entry);
        if (n + 1) % every == 0 || n + 1 == size {
            sample.seal_as(&key.vkey(), key, BEGIN + n + 1, tree.root());
        }
    }
    sample
}

fn write(dir: &Path, name: &str, bytes: &[u8]) {
    let path = dir.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// Writes it as an export.
pub fn export(dir: &Path, sample: &Sample) {
    let size = sample.size();
    let mut level: Vec<Hash> = sample.entries.iter().map(|(bytes, _)| Hash::leaf(bytes)).collect();
    for (number, entries) in (0..).zip(sample.entries.chunks(TILE)) {
        let tile = TileId { level: 0, number };
        let (mut bundle, mut personal) = (Vec::new(), String::new());
        for (index, (bytes, opened)) in (number * TILE as u64..).zip(entries) {
            export::add(&mut bundle, bytes).unwrap();
            for one in opened {
                personal += &serde_json::to_string(&PersonalLine::new(index, one.clone())).unwrap();
                personal.push('\n');
            }
        }
        write(dir, &tile.entries_path(entries.len()), &bundle);
        if !personal.is_empty() {
            write(dir, &personal_path(number), personal.as_bytes());
        }
    }
    for height in 0..TileId::levels(size) {
        for (number, hashes) in (0..).zip(level.chunks(TILE)) {
            write(dir, &TileId { level: height, number }.path(hashes.len()), &Hash::concat(hashes));
        }
        level = level.as_chunks::<TILE>().0.iter().map(|full| within_tile(full, 0, TILE).unwrap()).collect();
    }
    let line = |note: &str| serde_json::to_string(&HeadLine { note: note.to_owned() }).unwrap() + "\n";
    let heads: String = sample.heads.iter().map(|(_, note)| line(&note.to_string())).collect();
    write(dir, CHECKPOINTS, heads.as_bytes());
    write(dir, CHECKPOINT, sample.heads.last().unwrap().1.to_string().as_bytes());
}

/// The receipt of an entry, under the last head.
pub fn receipt(sample: &Sample, index: u64) -> Receipt {
    let leaves: Vec<_> = sample.entries.iter().map(|(bytes, _)| Hash::leaf(bytes)).collect();
    let (bytes, personal) = &sample.entries[usize::try_from(index).unwrap()];
    let proof = inclusion(index, sample.size());
    let root = |span: &Span| {
        let roots: Vec<_> = span.subtrees().map(|subtree| subtree_root(&leaves, subtree.height, subtree.index)).collect();
        Span::root(&roots)
    };
    Receipt {
        told: Told { entry: String::from_utf8(bytes.clone()).unwrap(), personal: personal.clone() },
        index,
        proof: proof.iter().map(root).collect(),
        checkpoint: sample.heads.last().unwrap().1.clone(),
    }
}

/// The root of a perfect subtree.
pub fn subtree_root(leaves: &[Hash], height: u8, index: u64) -> Hash {
    let (width, first) = (1_usize << height, usize::try_from(index).unwrap() << height);
    let mut tree = Tree::new();
    for leaf in &leaves[first..first + width] {
        tree.push(*leaf);
    }
    tree.root()
}
