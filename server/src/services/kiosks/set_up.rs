//! A screen becomes a kiosk, and stops being one.
//!
//! As in RFC 8628 (device authorization grant) the screen shows a short code and somebody with the right types it where they are signed
//! in. So nothing secret is typed on a screen that anybody may watch, and no long address on one that has no keyboard.

use app::kiosk::view::KioskRow;
use domain::{
    agent::Administrator,
    audit::Event,
    ids::KioskId,
    kiosk::{HEARD, SET_UP},
    refusal::Refusal,
    secret::{self, Hashed, Secret},
    text::ShownText,
    time::Timestamp,
};

use super::{
    super::{Outcome, Shared, short_code},
    record,
};
use crate::{
    live::Change,
    store::kiosk::{self, Listed},
};

/// A screen asks to be a kiosk: gives it a handle, from which its code follows.
///
/// # Errors
/// When the database fails.
pub async fn begin(shared: &Shared) -> Outcome<Secret<String>> {
    let handle = secret::token(&*shared.entropy);
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    kiosk::forget(&mut tx, now).await?;
    let id = KioskId::new(now, &*shared.entropy);
    kiosk::insert(&mut tx, id, &Hashed::of(handle.expose()), &Hashed::of(&code_of(&handle)), now.after(SET_UP));
    tx.commit().await?;
    Ok(handle)
}

/// The code that a screen shows until it is typed: 40 bits that follow from its handle, so that they need not be kept.
pub(super) fn code_of(handle: &Secret<String>) -> String {
    let hash = Hashed::of(&["kiosk code\0", handle.expose()].concat());
    let mut first = [0; 8];
    first.copy_from_slice(&hash.bytes()[..8]);
    short_code::of(first)
}

/// Makes the screen that shows that code a kiosk of that name.
///
/// # Errors
/// [`Refusal::BadInput`] when no screen shows it now, or a kiosk has that name.
pub async fn set_up(shared: &Shared, administrator: &Administrator, code: &str, name: &ShownText) -> Outcome<()> {
    let now = shared.now();
    let by = administrator.id();
    let mut tx = shared.db.write().await?;
    if kiosk::is_named(&mut tx, name).await? {
        return Err(Refusal::bad_input("There is a kiosk of that name. Agents choose by name: give this one another.").into());
    }
    let id = kiosk::set_up(&mut tx, &Hashed::of(&short_code::normal(code)), name, by, now).await?.ok_or_else(|| {
        Refusal::bad_input("No screen shows this code now. It works once, for ten minutes: check it, or begin again on the screen.")
    })?;
    record(shared, &mut tx, by, Event::KioskAdded { kiosk: name.to_string() }, now).await?;
    tx.commit().await?;
    shared.live.tell(Change::Kiosk(id));
    Ok(())
}

/// Ends a kiosk for good: the screen shows nothing any more, and would have to be set up again.
///
/// # Errors
/// [`Refusal::NotFound`] when there is none.
pub async fn retire(shared: &Shared, administrator: &Administrator, id: KioskId) -> Outcome<()> {
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    let kiosk = kiosk::retire(&mut tx, id, now).await?.ok_or(Refusal::NotFound)?;
    record(shared, &mut tx, administrator.id(), Event::KioskRetired { kiosk }, now).await?;
    tx.commit().await?;
    shared.live.tell(Change::Kiosk(id));
    Ok(())
}

/// Every kiosk, by name.
///
/// # Errors
/// When the database fails.
pub async fn all(shared: &Shared) -> Outcome<Vec<KioskRow>> {
    let now = shared.now();
    Ok(kiosk::all(&shared.db, now).await?.into_iter().map(|listed| row(listed, now)).collect())
}

pub(super) fn row(listed: Listed, now: Timestamp) -> KioskRow {
    let heard = listed.seen_at.is_some_and(|seen| now.since(seen) < HEARD);
    KioskRow { id: listed.id, name: listed.name, heard, asking: listed.asking }
}
