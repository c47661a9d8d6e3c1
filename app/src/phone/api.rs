//! The device API's JSON, version 1: what a customer's phone sends and gets. The web app at `/me` and a native app use the
//! same. It is described in `docs/device-api.yaml` (OpenAPI 3.1), and a test compares the two.

use serde::{Deserialize, Serialize};

use domain::{
    action::ActionKind,
    challenge::{ChallengeState, Prompt},
    channel::{Channel, StartedBy},
    customer::Field,
    ids::{ChallengeId, DeviceId, PasskeyId, RunId, SessionId},
    session::FrozenBecause,
    time::Timestamp,
};

/// A P-256 public key as a JSON Web Key (RFC 7517 section 4, RFC 7518 section 6.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jwk {
    /// `EC`.
    pub kty: String,
    /// `P-256`.
    pub crv: String,
    /// The x coordinate, base64url, 32 bytes.
    pub x: String,
    /// The y coordinate, base64url, 32 bytes.
    pub y: String,
}

/// `POST /device/v1/enrol`: binds a phone with a one-time code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enrol {
    /// The eight characters; spaces, hyphens and case do not matter.
    pub binding_code: String,
    /// What the customer will know the phone by.
    pub name: String,
    /// The device key's public half.
    pub public_key: Jwk,
    /// The public half of a second key that the phone releases only after unlock (native apps).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unlock_key: Option<Jwk>,
}

/// What enrolment answers. A browser gets the handle as a cookie as well and need not keep it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolled {
    /// The phone's id, the `kid` of its answers.
    pub device_id: DeviceId,
    /// The bearer handle for `Authorization: Bearer`.
    pub handle: String,
    /// The name it was given.
    pub name: String,
    /// When its answers begin to count.
    pub counts_from: Timestamp,
    /// Whom it belongs to now.
    pub organisation: String,
}

/// `GET /device/v1/home`, and the data of each `home` event of `GET /device/v1/events`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    /// The server's time when this was made.
    pub now: Timestamp,
    /// The organisation's name.
    pub organisation: String,
    /// Its telephone number.
    pub hotline: String,
    /// This phone.
    pub device: DeviceView,
    /// The customer's other phones, newest first.
    pub other_phones: Vec<OtherPhone>,
    /// The customer's devices that are no phones of ours and hold a passkey made by invitation, newest first.
    pub other_devices: Vec<OtherPhone>,
    /// The contact that is open now; `None`: they are not talking to us.
    pub contact: Option<Contact>,
    /// Prompts that can be answered now.
    pub prompts: Vec<PromptView>,
    /// Contacts, newest first, the open one among them.
    pub recent_contacts: Vec<PastContact>,
    /// Changes, newest first.
    pub recent_changes: Vec<Change>,
    /// Since when the account is frozen.
    pub frozen_at: Option<Timestamp>,
    /// How it stands with a PIN; `None` where there are none.
    pub pin: Option<PinView>,
    /// How it stands with an authenticator app; `None` where there are none.
    pub totp: Option<TotpView>,
    /// How it stands with notifications to browsers; `None` where there are none.
    pub web_push: Option<WebPushView>,
    /// The customer's passkeys that can answer, newest first: each also alone, on whatever device opens an agent's link.
    pub passkeys: Vec<PasskeyView>,
}

/// How it stands with notifications to browsers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebPushView {
    /// What the browser subscribes with: the server's public key, base64url (`applicationServerKey`).
    pub key: String,
    /// Whether this phone is told of requests while the page is closed.
    pub on: bool,
}

/// A passkey of the customer's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyView {
    /// Which.
    pub id: PasskeyId,
    /// The name of the phone it was made on, or of the device that it was made on by invitation.
    pub made_on: String,
    /// Whether it was made by invitation.
    pub invited: bool,
    /// When.
    pub since: Timestamp,
    /// When what it answers alone begins to count.
    pub counts_from: Timestamp,
    /// When it answered last.
    pub used_at: Option<Timestamp>,
    /// Whether it can be on several devices at once.
    pub synced: bool,
}

/// How it stands with the customer's PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinView {
    /// When they chose it; `None`: they have none.
    pub set_at: Option<Timestamp>,
    /// When it was last right.
    pub used_at: Option<Timestamp>,
    /// Whether it was wrong too often, so that only choosing a new one opens it.
    pub locked: bool,
}

/// How it stands with the customer's authenticator app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TotpView {
    /// When they set it up; `None`: they have none.
    pub set_at: Option<Timestamp>,
    /// When its codes begin to count.
    pub counts_from: Option<Timestamp>,
    /// When a code was last right.
    pub used_at: Option<Timestamp>,
    /// Whether codes were wrong too often, so that only setting it up anew opens it.
    pub locked: bool,
}

/// `POST /device/v1/totp/seed` and `POST /device/v1/passkeys/invitation`: that the phone was unlocked for it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unlock {
    /// The passkey's answer to the options, as JSON (`PublicKeyCredential.toJSON()`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passkey: Option<serde_json::Value>,
    /// `{"nonce": …}` as an ES256 compact JWS by the unlock key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unlock: Option<String>,
}

/// What it answers, once: the seed that the app shares with us. It has no `Debug`: nothing prints a seed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TotpSeed {
    /// In base32, as a person types it (RFC 4648 section 6).
    pub secret: String,
    /// As an app takes it: `otpauth://totp/…`.
    pub uri: String,
    /// The view box of the same as a QR code.
    pub qr_view: String,
    /// Its dark modules, as an SVG path.
    pub qr_path: String,
}

/// What the second answers, once: the link at which a passkey is made on another device. It has no `Debug`: nothing prints it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyInvitation {
    /// The address to open there.
    pub link: String,
    /// The view box of the same as a QR code.
    pub qr_view: String,
    /// Its dark modules, as an SVG path.
    pub qr_path: String,
    /// Until when it works, once.
    pub expires_at: Timestamp,
}

/// `PUT /device/v1/totp`. It has no `Debug`: nothing prints a code.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TotpCode {
    /// The six digits that the app shows.
    pub code: String,
}

/// What `POST /device/v1/pin/start`, `…/totp/start` and `…/passkeys/invitation/start` answer: what the phone shows that it was unlocked with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinStart {
    /// What an unlock key signs ([`super::answer::unlock_header`]).
    pub nonce: String,
    /// WebAuthn options for the phone's passkey, if it has one.
    #[serde(rename = "publicKey")]
    pub public_key: Option<serde_json::Value>,
}

/// `PUT /device/v1/pin`. It has no `Debug`: nothing prints a PIN.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPin {
    /// Six to twelve digits.
    pub pin: String,
    /// The passkey's answer to the options, as JSON (`PublicKeyCredential.toJSON()`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passkey: Option<serde_json::Value>,
    /// `{"nonce": …}` as an ES256 compact JWS by the unlock key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unlock: Option<String>,
}

/// This phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceView {
    /// Its id.
    pub id: DeviceId,
    /// Its name.
    pub name: String,
    /// Since when it is bound.
    pub since: Timestamp,
    /// When its answers begin to count.
    pub counts_from: Timestamp,
    /// Whether it has a passkey for user verification.
    pub has_passkey: bool,
    /// Whether it has an unlock key.
    pub has_unlock_key: bool,
    /// Whether it does not count any more: suspended, or disabled after too many wrong digits.
    pub disabled: bool,
    /// Since when it is suspended, because its customer no longer has it. Then nothing else is shown on it.
    pub suspended_at: Option<Timestamp>,
}

/// Another phone of the customer's, or another device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherPhone {
    /// Its id.
    pub id: DeviceId,
    /// Its name.
    pub name: String,
    /// Since when it is bound.
    pub since: Timestamp,
    /// Since when it is suspended.
    pub suspended_at: Option<Timestamp>,
}

/// The contact that is open now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Which session.
    pub session: SessionId,
    /// The agent's first name.
    pub with: String,
    /// Their initials.
    pub initials: String,
    /// Where.
    pub channel: Channel,
    /// Who started it.
    pub started_by: StartedBy,
    /// Since when.
    pub since: Timestamp,
    /// What about.
    pub about: ActionKind,
}

/// A prompt that can be answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PromptView {
    /// Which challenge.
    pub challenge: ChallengeId,
    /// Which session.
    pub session: SessionId,
    /// The hash to sign, base64url.
    pub action_hash: String,
    /// The words to show.
    pub prompt: Prompt,
    /// The words to sign, one line each.
    pub shown_text: String,
    /// Whether the phone must verify the person.
    pub needs_user_verification: bool,
    /// How the six digits reach the customer is told by the channel.
    pub channel: Channel,
    /// How many more times digits can be typed.
    pub tries_left: u8,
    /// Where it stands.
    pub state: ChallengeState,
    /// When it was made.
    pub asked_at: Timestamp,
    /// Until when it can be answered.
    pub expires_at: Timestamp,
}

/// A contact that was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastContact {
    /// Which session.
    pub session: SessionId,
    /// First name and initial.
    pub with: String,
    /// Where.
    pub channel: Channel,
    /// From when.
    pub from: Timestamp,
    /// Until when; `None`: it goes on.
    pub until: Option<Timestamp>,
    /// Why it was stopped, if it was.
    pub stopped: Option<FrozenBecause>,
    /// Whether it was proved by this app.
    pub proved: bool,
    /// What of the customer was shown to an agent in it, newest first.
    #[serde(default)]
    pub looked_at: Vec<LookedAt>,
}

/// A field of the customer's that was shown to an agent for a minute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookedAt {
    /// Which.
    pub field: Field,
    /// First name and initial of the agent.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// A change that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Which run.
    pub run: RunId,
    /// What.
    pub what: ActionKind,
    /// The new value, masked where it may be read by others.
    pub in_words: String,
    /// When.
    pub at: Timestamp,
    /// Whether the customer approved it on a phone.
    pub approved: bool,
    /// When it was put back.
    pub put_back_at: Option<Timestamp>,
}

/// `POST /device/v1/challenges/{id}/answer`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedAnswer {
    /// The claims ([`domain::challenge::Claims`]) as an ES256 compact JWS by the device key, `kid` the device's id.
    pub answer: String,
    /// The passkey's answer to the options of `POST /device/v1/challenges/{id}/passkey`, as JSON
    /// (`PublicKeyCredential.toJSON()`), when the claims say `passkey`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passkey: Option<serde_json::Value>,
    /// The same claims as an ES256 compact JWS by the unlock key, when the claims say `unlock`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unlock: Option<String>,
}

/// `PUT /device/v1/push`: where this phone's notifications go. `DELETE` takes it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "service", rename_all = "snake_case", deny_unknown_fields)]
pub enum PushAddress {
    /// To an app, through Apple.
    Apns {
        /// The device token that Apple gave the app, in hex.
        token: String,
    },
    /// To a browser: what `PushSubscription.toJSON()` gives (Push API section 8), without the time.
    WebPush {
        /// The push service's address for this browser.
        endpoint: String,
        /// What only the browser can read what is sent there with.
        keys: SubscriptionKeys,
    },
}

/// The keys of a browser's subscription (RFC 8291 section 3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubscriptionKeys {
    /// The browser's public key: an uncompressed P-256 point, base64url.
    pub p256dh: String,
    /// A secret of 16 bytes, base64url.
    pub auth: String,
}

/// What came of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "result")]
pub enum AnswerResult {
    /// Approved, and it ran exactly so.
    Done {
        /// What ran, in words.
        what: Vec<String>,
    },
    /// Approved, and the agent needs one more thing before it runs.
    Approved {
        /// What was approved, in words.
        what: Vec<String>,
    },
    /// "This isn't me": everything is stopped.
    Denied,
    /// "Someone told me to": everything is stopped.
    Reported,
}
