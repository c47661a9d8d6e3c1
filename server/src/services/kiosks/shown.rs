//! What a kiosk shows now.

use app::kiosk::view::{KioskPage, Shown};
use domain::{
    challenge::Challenge,
    ids::{KioskId, SessionId},
    kiosk::{Showing, showing},
    refusal::Refusal,
    secret::{Hashed, Secret},
    time::{Duration, Timestamp},
};

use super::{
    super::{Outcome, Shared, links::LinkKey, qr},
    set_up::code_of,
};
use crate::{
    live::Change,
    store::{
        challenge,
        kiosk::{self, Kiosk},
        session,
    },
};

/// How often it is written down that a kiosk was heard of.
const NOTED: Duration = Duration::minutes(1);

/// A kiosk's page, and what it is about.
#[derive(Debug)]
pub struct Seen {
    /// What it shows.
    pub page: KioskPage,
    /// Which kiosk it is; `None`: none of ours.
    pub id: Option<KioskId>,
    /// Which session it shows.
    pub session: Option<SessionId>,
}

/// What the screen that holds that handle shows.
///
/// # Errors
/// When the database fails.
pub async fn look(shared: &Shared, handle: Option<&Secret<String>>) -> Outcome<Seen> {
    let none = Seen { page: KioskPage::NotOne, id: None, session: None };
    let Some(handle) = handle else { return Ok(none) };
    let Some(found) = kiosk::by_handle(&shared.db, &Hashed::of(handle.expose())).await? else { return Ok(none) };
    let now = shared.now();
    let (id, session) = (Some(found.id), found.session);
    let Some(name) = found.name.clone() else {
        if found.code_expires_at <= now {
            return Ok(none);
        }
        let page = KioskPage::Waits { code: code_of(handle), until: found.code_expires_at };
        return Ok(Seen { page, id, session });
    };
    heard(shared, &found, now).await?;
    let (session, latest) = match found.session {
        Some(id) => {
            let latest = challenge::read_latest_of_session(&shared.db, id).await?.map(|asked| asked.challenge);
            (session::read(&shared.db, id).await?, latest)
        }
        None => (None, None),
    };
    let showing = session.as_ref().map_or(Showing::Nothing, |session| showing(session, latest.as_ref(), found.touched_at, now));
    let shown = match showing {
        Showing::Nothing => Shown::Nothing,
        Showing::Asked { challenge, hide_at } => asked(shared, handle, challenge, hide_at).await?,
        Showing::Hidden(_) => Shown::Hidden,
        Showing::OnTheirDevice(_) => Shown::OnTheirDevice,
        Showing::Thanks { .. } => Shown::Thanks,
    };
    let page = KioskPage::Is { name, now, shown, changes_at: showing.changes_at() };
    Ok(Seen { page, id, session: found.session })
}

/// The digits, or a link of the kiosk's own: whoever has only the database cannot make it, and no other kiosk has it.
async fn asked(shared: &Shared, handle: &Secret<String>, asked: &Challenge, hide_at: Timestamp) -> Outcome<Shown> {
    if let Some(push) = asked.push() {
        return Ok(Shown::Digits { digits: push.code.expose().to_owned(), hide_at });
    }
    let token = LinkKey::of(handle).token(asked.id);
    let hash = Hashed::of(token.expose());
    if !kiosk::has_link(&shared.db, asked.id, &hash).await? {
        let mut tx = shared.db.write().await?;
        kiosk::keep_link(&mut tx, asked.id, &hash).await?;
        tx.commit().await?;
    }
    let url = format!("{}/p/{}", shared.settings.public_url, token.expose());
    Ok(qr::drawn(&url).map_or(Shown::Nothing, |qr| Shown::Link { qr, method: asked.means.method(), hide_at }))
}

async fn heard(shared: &Shared, kiosk: &Kiosk, now: Timestamp) -> Outcome<()> {
    if kiosk.seen_at.is_some_and(|seen| now.since(seen) < NOTED) {
        return Ok(());
    }
    let mut tx = shared.db.write().await?;
    kiosk::seen(&mut tx, kiosk.id, now).await?;
    tx.commit().await?;
    shared.live.tell(Change::Kiosk(kiosk.id));
    Ok(())
}

/// Somebody touched the screen: what was hidden is shown again.
///
/// # Errors
/// [`Refusal::NotSignedIn`] when it is no kiosk.
pub async fn touch(shared: &Shared, handle: Option<&Secret<String>>) -> Outcome<()> {
    let handle = handle.ok_or(Refusal::NotSignedIn)?;
    let found = kiosk::by_handle(&shared.db, &Hashed::of(handle.expose())).await?.ok_or(Refusal::NotSignedIn)?;
    let mut tx = shared.db.write().await?;
    kiosk::touch(&mut tx, found.id, shared.now()).await?;
    tx.commit().await?;
    shared.live.tell(Change::Kiosk(found.id));
    Ok(())
}
