//! What the desk's forms do. Each is four steps: decode, authorise, call one port, lead on. Registered in
//! [`crate::register`].

use leptos::prelude::*;

use domain::{
    action::ActionKind,
    assurance::Method,
    channel::{Channel, StartedBy},
    customer::{ContactBy, Field},
    ids::{ChallengeId, DeviceId, KioskId, SessionId},
    reveal::Because,
    text::{EmailAddress, ShownText},
};

#[cfg(feature = "ssr")]
use super::{
    gate::Chosen,
    input::{after, back, to, to_place},
    view::{Draft, NewSession},
};
use super::{
    gate::TypedAt,
    input::{DraftText, Euros, MaybeCase, PlaceText},
    view::{Found, Identifier, IdentifierKind},
};
#[cfg(feature = "ssr")]
use crate::backend::{ports, signed_in};
use crate::error::ApiError;
#[cfg(feature = "ssr")]
use domain::reveal::Reason;

/// Records with exactly this identifier.
#[server(endpoint = "desk/look-up", prefix = "/api")]
pub async fn look_up(identifier: Identifier) -> Result<Vec<Found>, ApiError> {
    let agent = signed_in()?.try_into()?;
    ports().desk.look_up(&agent, &identifier).await
}

/// Opens a session and leads to it.
#[server(endpoint = "desk/open", prefix = "/api")]
pub async fn open_session(
    channel: Channel,
    started_by: StartedBy,
    kind: IdentifierKind,
    value: String,
    reason: ActionKind,
    #[server(default)] case: MaybeCase,
) -> Result<(), ApiError> {
    let agent = signed_in()?.try_into()?;
    let new = NewSession { channel, started_by, identifier: Identifier { kind, value }, reason, case: case.0 };
    let session = ports().desk.open(&agent, new).await?;
    to(session, "", "");
    Ok(())
}

/// Ends the contact and leads to the desk.
#[server(endpoint = "desk/end", prefix = "/api")]
pub async fn end_session(session: SessionId) -> Result<(), ApiError> {
    let agent = signed_in()?.try_into()?;
    ports().desk.end(&agent, session).await?;
    leptos_axum::redirect("/desk");
    Ok(())
}

/// Takes a colleague's session over and leads to it.
#[server(endpoint = "desk/take-over", prefix = "/api")]
pub async fn take_over(session: SessionId) -> Result<(), ApiError> {
    let agent = signed_in()?.try_into()?;
    ports().desk.take_over(&agent, session).await?;
    to(session, "", "");
    Ok(())
}

/// Moves a session to another channel.
#[server(endpoint = "desk/move", prefix = "/api")]
pub async fn move_session(session: SessionId, channel: Channel) -> Result<(), ApiError> {
    let agent = signed_in()?.try_into()?;
    ports().desk.move_to(&agent, session, channel).await?;
    to(session, "", "");
    Ok(())
}

/// Shows a masked field for a while, and leads back to where it was asked.
#[server(endpoint = "desk/reveal", prefix = "/api")]
pub async fn reveal(
    session: SessionId,
    field: Field,
    because: Because,
    #[server(default)] words: String,
    #[server(default)] place: PlaceText,
) -> Result<(), ApiError> {
    let agent = signed_in()?.try_into()?;
    ports().desk.reveal(&agent, session, field, &Reason::given(because, &words)?).await?;
    to_place(session, place);
    Ok(())
}

/// Hides it again, and leads back to where it was asked.
#[server(endpoint = "desk/hide", prefix = "/api")]
pub async fn hide(session: SessionId, field: Field, #[server(default)] place: PlaceText) -> Result<(), ApiError> {
    let agent = signed_in()?.try_into()?;
    ports().desk.hide(&agent, session, field).await?;
    to_place(session, place);
    Ok(())
}

/// Freezes at once.
#[server(endpoint = "desk/suspect-attack", prefix = "/api")]
pub async fn suspect_attack(session: SessionId) -> Result<(), ApiError> {
    let agent = signed_in()?.try_into()?;
    ports().desk.suspect_attack(&agent, session).await?;
    to(session, "", "");
    Ok(())
}

/// Suspends a phone that the customer no longer has.
#[server(endpoint = "desk/suspend-phone", prefix = "/api")]
pub async fn suspend_phone(session: SessionId, device: DeviceId) -> Result<(), ApiError> {
    let agent = signed_in()?.try_into()?;
    ports().desk.suspend_phone(&agent, session, device).await?;
    to(session, "", "");
    Ok(())
}

/// Another e-mail address: runs it, or asks the customer.
#[server(endpoint = "desk/change-email", prefix = "/api")]
pub async fn change_email(
    session: SessionId,
    to: EmailAddress,
    key: String,
    #[server(default)] by: Option<Method>,
) -> Result<(), ApiError> {
    let agent = signed_in()?.try_into()?;
    let acted = ports().desk.act(&agent, session, Draft::ChangeEmail { to }, by, &key).await?;
    after(session, acted);
    Ok(())
}

/// Money back: runs it, or asks the customer.
#[server(endpoint = "desk/refund", prefix = "/api")]
pub async fn refund(
    session: SessionId,
    amount: Euros,
    reason: ShownText,
    key: String,
    #[server(default)] by: Option<Method>,
) -> Result<(), ApiError> {
    let agent = signed_in()?.try_into()?;
    let acted = ports().desk.act(&agent, session, Draft::Refund { amount: amount.into(), reason }, by, &key).await?;
    after(session, acted);
    Ok(())
}

/// News: runs it, or asks the customer.
#[server(endpoint = "desk/preferences", prefix = "/api")]
pub async fn update_preferences(
    session: SessionId,
    news_by: ContactBy,
    key: String,
    #[server(default)] by: Option<Method>,
) -> Result<(), ApiError> {
    let agent = signed_in()?.try_into()?;
    let acted = ports().desk.act(&agent, session, Draft::UpdateContactPreferences { news_by }, by, &key).await?;
    after(session, acted);
    Ok(())
}

/// Asks the customer to show that it is them, by what they chose, else by what reaches highest.
#[server(endpoint = "desk/raise", prefix = "/api")]
pub async fn raise(
    session: SessionId,
    #[server(default)] method: Option<Method>,
    #[server(default)] device: Option<DeviceId>,
    #[server(default)] typed: Option<TypedAt>,
) -> Result<(), ApiError> {
    let agent = signed_in()?.try_into()?;
    let chosen = method.map(|method| Chosen { method, device, typed });
    let challenge = ports().desk.raise(&agent, session, chosen).await?;
    to(session, "/asked/", &challenge.to_string());
    Ok(())
}

/// Takes an open challenge back; its page keeps what was filled in.
#[server(endpoint = "desk/withdraw", prefix = "/api")]
pub async fn withdraw(session: SessionId, challenge: ChallengeId) -> Result<(), ApiError> {
    let agent = signed_in()?.try_into()?;
    ports().desk.withdraw(&agent, session, challenge).await?;
    to(session, "/asked/", &challenge.to_string());
    Ok(())
}

/// Puts a session on a kiosk.
#[server(endpoint = "desk/kiosk", prefix = "/api")]
pub async fn choose_kiosk(session: SessionId, kiosk: KioskId, #[server(default)] asked: Option<ChallengeId>) -> Result<(), ApiError> {
    let agent = signed_in()?.try_into()?;
    ports().kiosks.choose(&agent, session, kiosk).await?;
    back(session, asked);
    Ok(())
}

/// Takes a session from its kiosk.
#[server(endpoint = "desk/let-kiosk-go", prefix = "/api")]
pub async fn let_kiosk_go(session: SessionId, #[server(default)] asked: Option<ChallengeId>) -> Result<(), ApiError> {
    let agent = signed_in()?.try_into()?;
    ports().kiosks.let_go(&agent, session).await?;
    back(session, asked);
    Ok(())
}

/// Runs what the customer approved, if it is still exactly that.
#[server(endpoint = "desk/run-approved", prefix = "/api")]
pub async fn run_approved(session: SessionId, challenge: ChallengeId, request: DraftText, key: String) -> Result<(), ApiError> {
    let agent = signed_in()?.try_into()?;
    ports().desk.run_approved(&agent, session, challenge, request.into(), &key).await?;
    to(session, "/asked/", &challenge.to_string());
    Ok(())
}
