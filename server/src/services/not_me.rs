//! "This was not me": the link in every notice about a way to prove who somebody is (A26). Behind it stands one button, and it
//! freezes the account: whoever added, removed or suspended that way may not be the customer.

use app::phone::view::NotMePage;
use domain::{
    audit::Actor,
    ids::CustomerId,
    refusal::Refusal,
    secret::{self, Hashed},
    session::FrozenBecause,
    time::{Duration, Timestamp},
};

use super::{Outcome, Shared, freeze};
use crate::store::{
    Tx, customer,
    notice_link::{self, NoticeLink},
    session,
};

/// How long a link works.
pub const LIFETIME: Duration = Duration::days(7);

/// The address of a new link for a notice with that subject, in the transaction that writes the notice.
pub(super) fn link(shared: &Shared, tx: &mut Tx, whose: CustomerId, about: &str, now: Timestamp) -> String {
    let token = secret::token(&*shared.entropy);
    notice_link::insert(tx, &Hashed::of(token.expose()), whose, about, now, now.after(LIFETIME));
    format!("{}/me/not-me/{}", shared.settings.public_url, token.expose())
}

/// What a link is about. Looking changes nothing.
///
/// # Errors
/// [`Refusal::LinkUsed`] when there is no such link, or it has expired.
pub async fn page(shared: &Shared, token: &str) -> Outcome<NotMePage> {
    let NoticeLink { about, told_at, pressed_at, .. } = linked(shared, token).await?;
    Ok(NotMePage { about, told_at, pressed_at })
}

/// Freezes the account and every open session of it. Twice is the same as once, also when a supervisor has ended the freeze since.
///
/// # Errors
/// As [`page`].
pub async fn press(shared: &Shared, token: &str) -> Outcome<()> {
    let found = linked(shared, token).await?;
    let mut tx = shared.db.write().await?;
    customer::hold(&mut tx, found.customer).await?;
    if !notice_link::press(&mut tx, &Hashed::of(token), shared.now()).await? {
        return Ok(());
    }
    let latest = session::latest_of_customer(&mut tx, found.customer).await?;
    let actor = Actor::CustomerLink(found.customer);
    let told = freeze::freeze(shared, &mut tx, found.customer, latest, actor, FrozenBecause::NotTheirDoing).await?;
    tx.commit().await?;
    shared.live.tell_all(told);
    Ok(())
}

async fn linked(shared: &Shared, token: &str) -> Outcome<NoticeLink> {
    Ok(notice_link::read(&shared.db, &Hashed::of(token), shared.now()).await?.ok_or(Refusal::LinkUsed)?)
}
