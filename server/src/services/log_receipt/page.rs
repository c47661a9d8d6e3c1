//! What a receipt's page says: the receipt itself, read out.

use app::receipt::view::{ReceiptView, Receipted};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    audit_log::{
        Hash,
        key::Kind,
        personal::{Beside, Piece},
    },
    challenge::{Claims, Prompt},
};
use serde_json::Value;

use super::{Made, make};
use crate::{
    fault::Fault,
    services::{Outcome, Shared, audit_search::read},
    store::{audit_search::Found, beside, customer},
};

pub(super) async fn of(shared: &Shared, found: Found, number: u64) -> Outcome<Receipted> {
    let Some(Made { receipt, signed_at }) = make(shared, number).await? else { return Ok(Receipted::InAMoment) };
    let entry = found.placed.entry.clone();
    let beside = match &entry {
        Some(entry) => beside::of_entry(&shared.db, entry.id).await?,
        None => Vec::new(),
    };
    let customer = match entry.as_ref().and_then(|entry| entry.scope.customer) {
        Some(id) => customer::number_of(&shared.db, id).await?,
        None => None,
    };
    let key = shared.log.verifier(epoch(shared).await?, Kind::Note).map_err(|error| Fault::other("naming the log", error))?;
    let witnesses = receipt.checkpoint.signatures().iter().filter(|line| line.name() != &key.name).count();
    Ok(Receipted::Ready(Box::new(ReceiptView {
        organisation: shared.settings.organisation.clone(),
        number,
        made_at: shared.now(),
        place: read::place(entry.as_ref()),
        row: read::row(found),
        customer,
        words: beside.iter().find_map(words).unwrap_or_default(),
        beside,
        leaf: hex(Hash::leaf(receipt.told.entry.as_bytes())),
        proof: receipt.proof.iter().copied().map(hex).collect(),
        checkpoint: receipt.checkpoint.to_string(),
        signed_at,
        witnesses,
        key: format!("{}+{:08x}", key.name, u32::from_be_bytes(key.id())),
    })))
}

async fn epoch(shared: &Shared) -> Result<u32, Fault> {
    Ok(crate::store::log::head(&shared.db).await?.epoch)
}

/// The words that were shown, from what stands beside the entry: the prompt itself, or what a phone signed.
fn words(piece: &Piece) -> Option<Vec<String>> {
    let Beside::Kept(data) = &piece.beside else { return None };
    let text = match piece.name.as_str() {
        "prompt" => serde_json::from_str::<Prompt>(data).ok()?.text(),
        "proof" => {
            let proof: Value = serde_json::from_str(data).ok()?;
            let claims = proof.get("jws")?.as_str()?.split('.').nth(1)?;
            serde_json::from_slice::<Claims>(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()?.shown_text
        }
        _ => return None,
    };
    Some(text.lines().map(ToOwned::to_owned).collect())
}

fn hex(hash: Hash) -> String {
    use std::fmt::Write;
    hash.bytes().iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
