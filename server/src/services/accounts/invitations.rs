//! One-time links: the first administrator's, and those an administrator makes.

use app::account::view::Invited;
use domain::{
    agent::{Administrator, Role},
    audit::{Actor, Event},
    ids::AgentId,
    refusal::Refusal,
    secret::{self, Hashed, Secret, Token},
    text::ShownText,
    time::{Duration, Timestamp},
};

use super::{FIRST_LINK, INVITATION, Shared, record};
use crate::{
    fault::Fault,
    services::Outcome,
    store::{
        Tx,
        invitation::{self, Invitation},
        staff,
    },
};

/// The token of a one-time link for the first administrator, while there is nobody; earlier ones stop working. Whoever
/// starts the server shows `/setup#TOKEN` to the operator, who is the only one to see it.
///
/// # Errors
/// When the database fails.
pub async fn first_link(shared: &Shared) -> Result<Option<Token>, Fault> {
    let name = "First administrator".parse().map_err(|error| Fault::other("naming the first administrator", error))?;
    let mut tx = shared.db.write().await?;
    if staff::any(&mut tx).await? {
        return Ok(None);
    }
    invitation::forget_first(&mut tx).await?;
    let token = make(&mut tx, shared, Wanted { name, role: Role::Administrator, first: true, lasts: FIRST_LINK }, shared.now()).await?;
    record(&mut tx, shared, Actor::System, Event::StaffInvited, shared.now()).await?;
    tx.commit().await?;
    Ok(Some(token))
}

/// A one-time link for a new member of staff.
///
/// # Errors
/// When the database fails.
pub async fn invite(shared: &Shared, administrator: &Administrator, name: ShownText, role: Role) -> Outcome<Secret<String>> {
    let now = shared.now();
    let mut tx = shared.db.write().await?;
    let token = make(&mut tx, shared, Wanted { name, role, first: false, lasts: INVITATION }, now).await?;
    record(&mut tx, shared, Actor::Staff(administrator.id()), Event::StaffInvited, now).await?;
    tx.commit().await?;
    // Behind `#` a browser sends it to nobody, so the token reaches no log and no `Referer`.
    Ok(Secret::new(format!("{}/setup#{}", shared.settings.public_url, token.expose())))
}

/// For whom a link is. Looking uses nothing up.
///
/// # Errors
/// [`Refusal::LinkUsed`]: it was used, has expired, or never was; when the database fails.
pub async fn invitation(shared: &Shared, token: &str) -> Outcome<Invited> {
    let found = invitation::read_open(&shared.db, &Hashed::of(token), shared.now()).await?.ok_or(Refusal::LinkUsed)?;
    let Invitation { name, role, first, expires_at, .. } = found;
    Ok(Invited { name: name.into(), role, first, expires_at })
}

struct Wanted {
    name: ShownText,
    role: Role,
    first: bool,
    lasts: Duration,
}

async fn make(tx: &mut Tx, shared: &Shared, wanted: Wanted, now: Timestamp) -> Result<Token, Fault> {
    let Wanted { name, role, first, lasts } = wanted;
    let token = secret::token(&*shared.entropy);
    let staff = AgentId::new(now, &*shared.entropy);
    let invited = Invitation { staff, name, role, first, expires_at: now.after(lasts) };
    invitation::insert(tx, &Hashed::of(token.expose()), &invited, now).await?;
    Ok(token)
}
