//! The device API, version 1: what a customer's phone calls. `docs/device-api.yaml` describes it.
//!
//! A phone is known by its handle: a cookie in a browser, `Authorization: Bearer` in a native app. That opens what the
//! phone may see; what it answers is signed besides.

use axum::{
    Extension, Json, Router,
    extract::{DefaultBodyLimit, FromRef, FromRequestParts, Path, State, rejection::JsonRejection},
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
    routing::{delete, get, post, put},
};
use serde_json::Value;

use app::phone::api::{
    AnswerResult, Enrol, Home, NewPin, PasskeyInvitation, PinStart, PushAddress, SignedAnswer, TotpCode, TotpSeed, Unlock,
};
use domain::{
    ids::{ChallengeId, DeviceId, PasskeyId, RunId},
    refusal::Refusal,
    secret::Hashed,
};

use super::{bearer, cookie, layers::ClientAddress, refused::Refused, throttle::Throttle};
use crate::{
    fault::Fault,
    services::{
        Outcome, Shared, Trouble, answer, enrol, home, passkeys, pins, push_address, put_back, suspend, totps,
        unlocked::{Started, Unlocked},
    },
    store::device::{self, Device},
};

/// The cookie that holds a browser's handle.
pub const COOKIE: &str = "__Host-device";

/// No answer is longer.
const BODY_LIMIT: usize = 32 * 1024;

/// The device API's routes.
pub fn router(shared: &Shared) -> Router {
    Router::new()
        .route("/device/v1/enrol", post(bind))
        .route("/device/v1/home", get(read_home))
        .route("/device/v1/challenges/{id}/delivered", post(delivered))
        .route("/device/v1/challenges/{id}/opened", post(opened))
        .route("/device/v1/challenges/{id}/passkey", post(passkey))
        .route("/device/v1/challenges/{id}/answer", post(give))
        .route("/device/v1/passkeys/start", post(start_passkey))
        .route("/device/v1/passkeys/finish", post(finish_passkey))
        .route("/device/v1/passkeys/invitation", post(invite_passkey))
        .route("/device/v1/passkeys/invitation/start", post(start_invitation))
        .route("/device/v1/passkeys/{id}", delete(remove_passkey))
        .route("/device/v1/pin", put(set_pin))
        .route("/device/v1/pin/start", post(start_pin))
        .route("/device/v1/totp", put(confirm_totp).delete(remove_totp))
        .route("/device/v1/totp/start", post(start_totp))
        .route("/device/v1/totp/seed", post(draw_seed))
        .route("/device/v1/push", put(notifications_on).delete(notifications_off))
        .route("/device/v1/contact/not-mine", post(not_mine))
        .route("/device/v1/changes/{run}/put-back", post(undo))
        .route("/device/v1/phones/{id}/suspend", post(suspend_other))
        .route("/device/v1/phones/{id}/bring-back", post(bring_back_other))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(Extension(Throttle::default()))
        .with_state(shared.clone())
}

impl From<JsonRejection> for Trouble {
    fn from(_: JsonRejection) -> Self {
        Self::Refused(Refusal::bad_input("Send JSON with the fields that docs/device-api.yaml names, and no others."))
    }
}

/// The phone that asks.
pub struct Phone(pub Device);

impl<S: Send + Sync> FromRequestParts<S> for Phone
where
    Shared: FromRef<S>,
{
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let phone = phone_of(&Shared::from_ref(state), &parts.headers).await?;
        phone.map(Self).ok_or_else(|| Refusal::NotSignedIn.into())
    }
}

/// The phone that asks, if its customer has it: a suspended one may only read that it is.
pub struct Held(pub Device);

impl<S: Send + Sync> FromRequestParts<S> for Held
where
    Shared: FromRef<S>,
{
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let Phone(phone) = Phone::from_request_parts(parts, state).await?;
        suspend::not_suspended(&Shared::from_ref(state), &phone).await?;
        Ok(Self(phone))
    }
}

/// The phone whose handle came along, if it is one of ours.
///
/// # Errors
/// When the database fails.
pub async fn phone_of(shared: &Shared, headers: &HeaderMap) -> Result<Option<Device>, Fault> {
    match handle(headers) {
        Some(handle) => device::by_handle(&shared.db, &Hashed::of(handle)).await,
        None => Ok(None),
    }
}

fn handle(headers: &HeaderMap) -> Option<&str> {
    bearer(headers).or_else(|| cookie(headers, COOKIE))
}

/// A year: a phone stays bound until it is removed.
const COOKIE_SECONDS: u32 = 365 * 24 * 60 * 60;

async fn bind(
    State(shared): State<Shared>,
    Extension(guesses): Extension<Throttle>,
    Extension(ClientAddress(from)): Extension<ClientAddress>,
    headers: HeaderMap,
    body: Result<Json<Enrol>, JsonRejection>,
) -> Result<Response, Refused> {
    let Json(body) = body?;
    // A browser has no key that only an unlock releases; it says what it is with every request. The demo's may pretend.
    if headers.contains_key("sec-fetch-site") && body.unlock_key.is_some() && !shared.settings.demo {
        return Err(Refusal::bad_input("A browser has no unlock key. Leave unlock_key out, and add a passkey afterwards.").into());
    }
    guesses.check(from, shared.now())?;
    let outcome = enrol::enrol(&shared, &body).await;
    if let Err(Trouble::Refused(Refusal::LinkUsed)) = &outcome {
        guesses.failed(from, shared.now());
    }
    let enrolled = outcome?;
    let cookie = format!("{COOKIE}={}; Path=/; Max-Age={COOKIE_SECONDS}; Secure; HttpOnly; SameSite=Lax", enrolled.handle);
    Ok((StatusCode::CREATED, [(header::SET_COOKIE, cookie)], Json(enrolled)).into_response())
}

async fn read_home(State(shared): State<Shared>, Phone(phone): Phone) -> Result<Json<Home>, Refused> {
    Ok(Json(home::home(&shared, &phone).await?))
}

async fn delivered(State(shared): State<Shared>, Phone(phone): Phone, Path(id): Path<ChallengeId>) -> Result<StatusCode, Refused> {
    done(answer::delivered(&shared, &phone, id).await)
}

async fn opened(State(shared): State<Shared>, Phone(phone): Phone, Path(id): Path<ChallengeId>) -> Result<StatusCode, Refused> {
    done(answer::opened(&shared, &phone, id).await)
}

async fn passkey(State(shared): State<Shared>, Held(phone): Held, Path(id): Path<ChallengeId>) -> Result<Response, Refused> {
    Ok(options(&answer::passkey_options(&shared, &phone, id).await?))
}

async fn give(
    State(shared): State<Shared>,
    Phone(phone): Phone,
    Path(id): Path<ChallengeId>,
    body: Result<Json<SignedAnswer>, JsonRejection>,
) -> Result<Json<AnswerResult>, Refused> {
    let Json(signed) = body?;
    Ok(Json(answer::answer(&shared, &phone, id, &signed).await?))
}

async fn start_passkey(State(shared): State<Shared>, Held(phone): Held) -> Result<Response, Refused> {
    Ok(options(&passkeys::make(&shared, &phone).await?))
}

async fn finish_passkey(
    State(shared): State<Shared>,
    Held(phone): Held,
    body: Result<Json<Value>, JsonRejection>,
) -> Result<StatusCode, Refused> {
    let Json(credential) = body?;
    done(passkeys::finish(&shared, &phone, &credential).await)
}

async fn remove_passkey(State(shared): State<Shared>, Held(phone): Held, Path(id): Path<PasskeyId>) -> Result<StatusCode, Refused> {
    done(passkeys::remove(&shared, &phone, id).await)
}

async fn start_invitation(State(shared): State<Shared>, Held(phone): Held) -> Result<Json<PinStart>, Refused> {
    Ok(Json(to_unlock(passkeys::invite::start(&shared, &phone).await?)?))
}

/// The link is told here, once, and nowhere else.
async fn invite_passkey(
    State(shared): State<Shared>,
    Held(phone): Held,
    body: Result<Json<Unlock>, JsonRejection>,
) -> Result<Json<PasskeyInvitation>, Refused> {
    let Json(by) = body?;
    let unlocked = Unlocked { passkey: by.passkey.as_ref(), unlock: by.unlock.as_deref() };
    Ok(Json(passkeys::invite::by_phone(&shared, &phone, &unlocked).await?))
}

async fn start_pin(State(shared): State<Shared>, Held(phone): Held) -> Result<Json<PinStart>, Refused> {
    Ok(Json(to_unlock(pins::start(&shared, &phone).await?)?))
}

fn to_unlock(Started { nonce, options }: Started) -> Result<PinStart, Fault> {
    let read = |options: String| serde_json::from_str(&options).map_err(|error| Fault::other("reading WebAuthn options", error));
    Ok(PinStart { nonce, public_key: options.map(read).transpose()? })
}

async fn set_pin(
    State(shared): State<Shared>,
    Held(phone): Held,
    body: Result<Json<NewPin>, JsonRejection>,
) -> Result<StatusCode, Refused> {
    let Json(new) = body?;
    let unlocked = Unlocked { passkey: new.passkey.as_ref(), unlock: new.unlock.as_deref() };
    done(pins::set(&shared, &phone, &new.pin, &unlocked).await)
}

async fn start_totp(State(shared): State<Shared>, Held(phone): Held) -> Result<Json<PinStart>, Refused> {
    Ok(Json(to_unlock(totps::start(&shared, &phone).await?)?))
}

/// The seed is told here, once, and nowhere else.
async fn draw_seed(
    State(shared): State<Shared>,
    Held(phone): Held,
    body: Result<Json<Unlock>, JsonRejection>,
) -> Result<Json<TotpSeed>, Refused> {
    let Json(by) = body?;
    let unlocked = Unlocked { passkey: by.passkey.as_ref(), unlock: by.unlock.as_deref() };
    Ok(Json(totps::draw(&shared, &phone, &unlocked).await?))
}

async fn confirm_totp(
    State(shared): State<Shared>,
    Held(phone): Held,
    body: Result<Json<TotpCode>, JsonRejection>,
) -> Result<StatusCode, Refused> {
    let Json(TotpCode { code }) = body?;
    done(totps::confirm(&shared, &phone, &code).await)
}

async fn remove_totp(State(shared): State<Shared>, Held(phone): Held) -> Result<StatusCode, Refused> {
    done(totps::remove(&shared, &phone).await)
}

async fn notifications_on(
    State(shared): State<Shared>,
    Held(phone): Held,
    body: Result<Json<PushAddress>, JsonRejection>,
) -> Result<StatusCode, Refused> {
    let Json(address) = body?;
    done(push_address::keep(&shared, &phone, &address).await)
}

async fn notifications_off(State(shared): State<Shared>, Phone(phone): Phone) -> Result<StatusCode, Refused> {
    done(push_address::forget(&shared, &phone).await)
}

async fn not_mine(State(shared): State<Shared>, Held(phone): Held) -> Result<StatusCode, Refused> {
    done(enrol::not_their_contact(&shared, &phone).await)
}

async fn undo(State(shared): State<Shared>, Held(phone): Held, Path(run): Path<RunId>) -> Result<StatusCode, Refused> {
    done(put_back::by_phone(&shared, &phone, run).await)
}

async fn suspend_other(State(shared): State<Shared>, Held(phone): Held, Path(id): Path<DeviceId>) -> Result<StatusCode, Refused> {
    done(suspend::by_customer(&shared, &phone, id).await)
}

async fn bring_back_other(State(shared): State<Shared>, Held(phone): Held, Path(id): Path<DeviceId>) -> Result<StatusCode, Refused> {
    done(suspend::bring_back(&shared, &phone, id).await)
}

fn done(outcome: Outcome<()>) -> Result<StatusCode, Refused> {
    outcome?;
    Ok(StatusCode::NO_CONTENT)
}

/// WebAuthn options as browsers take them: under `publicKey`.
fn options(json: &str) -> Response {
    let body = format!("{{\"publicKey\":{json}}}");
    ([(header::CONTENT_TYPE, "application/json")], body).into_response()
}
