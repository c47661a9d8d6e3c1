//! Setting up an authenticator app, on a phone of the customer's own that was unlocked for it. It counts once one of its codes came
//! back: until then its seed waits, sealed, beside the phone's ceremony.

use app::phone::api::TotpSeed;
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{
    assurance::Method,
    audit::{Actor, Entry, Event, Scope},
    ids::EntryId,
    refusal::Refusal,
    secret::Hashed,
    time::Duration,
    totp::{Seed, Typed},
};

use super::{
    super::{
        Outcome, Shared, qr,
        unlocked::{self, Started, Unlocked},
    },
    notice,
};
use crate::{
    fault::Fault,
    live::Change,
    seeds::Seeds,
    store::{
        audit,
        ceremony::{self, Ceremony},
        device::Device,
        totp,
    },
};

const PURPOSE: &str = "customer-totp";
/// How long an app may take to be set up.
const SET_UP: Duration = Duration::minutes(10);

/// Begins. An earlier beginning of this phone's is over by it.
///
/// # Errors
/// [`Refusal::NotFound`] when this installation keeps no seeds; what [`unlocked::may`] refuses.
pub async fn start(shared: &Shared, phone: &Device) -> Outcome<Started> {
    seeds(shared)?;
    unlocked::start(shared, phone, PURPOSE).await
}

/// Draws the seed, which is told this once.
///
/// # Errors
/// [`Refusal::BadPasskey`] or [`Refusal::BadSignature`] when the phone did not show that it was unlocked for this; what [`start`]
/// refuses; [`Refusal::Frozen`]; [`Refusal::PhoneOff`].
pub async fn draw(shared: &Shared, phone: &Device, unlocked: &Unlocked<'_>) -> Outcome<TotpSeed> {
    let seeds = seeds(shared)?;
    unlocked::may(shared, phone)?;
    unlocked::prove(shared, phone, PURPOSE, unlocked).await?;
    let seed = Seed::draw(&*shared.entropy);
    let waits = Ceremony {
        purpose: PURPOSE.to_owned(),
        bound_to: phone.customer.uuid().as_bytes().to_vec(),
        state: STANDARD.encode(seeds.seal(phone.customer, &seed, &*shared.entropy)?),
        expires_at: shared.now().after(SET_UP),
    };
    let mut tx = shared.db.write().await?;
    unlocked::still_counts(&mut tx, phone).await?;
    ceremony::begin(&mut tx, &holder(phone), &waits).await?;
    tx.commit().await?;
    let uri = seed.uri(&shared.settings.organisation);
    let (qr_view, qr_path) = qr::drawn(&uri).map(|qr| (format!("0 0 {0} {0}", qr.size), qr.path)).unwrap_or_default();
    Ok(TotpSeed { secret: seed.base32(), uri, qr_view, qr_path })
}

/// Keeps it, if that is a code of it. It begins to count when the policy says that a new one does.
///
/// # Errors
/// [`Refusal::BadInput`] when it is none, or nothing was begun; [`Refusal::Frozen`]; [`Refusal::PhoneOff`].
pub async fn confirm(shared: &Shared, phone: &Device, code: &str) -> Outcome<()> {
    let seeds = seeds(shared)?;
    let typed = Typed::read(code)?;
    let mut tx = shared.db.write().await?;
    unlocked::still_counts(&mut tx, phone).await?;
    let now = shared.now();
    let fits = |waits: &Ceremony| {
        waits.purpose == PURPOSE && waits.bound_to == phone.customer.uuid().as_bytes().as_slice() && waits.expires_at > now
    };
    let Some(waits) = ceremony::take(&mut tx, &holder(phone)).await?.filter(fits) else {
        return Err(Refusal::bad_input("Nothing was begun here, or too long ago. Begin again.").into());
    };
    let sealed = STANDARD.decode(&waits.state).map_err(|error| Fault::other("reading a seed", error))?;
    let Some(step) = seeds.open(phone.customer, &sealed)?.step_of(typed, now, None) else {
        // Dropped, so the seed waits on: whoever types here has it before their eyes, and there is nothing to guess.
        return Err(Refusal::bad_input("That is not the code. Wait for the next one and type it while it is shown.").into());
    };
    let seasoning = shared.policies.now().method(Method::Totp).seasoning;
    totp::set(&mut tx, phone.customer, &sealed, step, now, now.after(seasoning)).await?;
    let scope = Scope { customer: Some(phone.customer), ..Scope::default() };
    let id = EntryId::new(now, &*shared.entropy);
    let event = Event::MethodSet { method: Method::Totp };
    audit::append(&mut tx, &Entry { id, at: now, actor: Actor::Device(phone.id), scope, event }).await?;
    notice::set(shared, &mut tx, phone.customer, &phone.name, now).await?;
    tx.commit().await?;
    shared.live.tell(Change::Customer(phone.customer));
    Ok(())
}

fn seeds(shared: &Shared) -> Outcome<&Seeds> {
    Ok(shared.seeds.as_ref().ok_or(Refusal::NotFound)?)
}

fn holder(phone: &Device) -> Hashed {
    Hashed::of(&format!("{PURPOSE}-seed\0{}", phone.id))
}
