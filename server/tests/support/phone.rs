//! A customer with their phone in hand. What it sends is what our web app sends; what it signs, it really signs.

use app::phone::{
    answer::{claims, unlock_header, verification},
    api::{AnswerResult, Enrol, Enrolled, Home, NewPin, PinStart, PromptView, SignedAnswer},
};
use domain::{
    challenge::{Answer, Claims, UserVerification},
    ids::{ChallengeId, DeviceId, RunId},
};
use reqwest::{Method, RequestBuilder};
use serde::Deserialize;
use serde_json::{Value, json};
use server::{
    services::enrol,
    store::device::{self, Device},
};

use super::{agent::Answered, keys::Key, world::World};

/// A refusal as the device API says it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Problem {
    pub status: u16,
    pub code: Option<String>,
    pub tries_left: Option<u8>,
}

impl Problem {
    /// The refusal's word.
    pub fn code(&self) -> &str {
        self.code.as_deref().unwrap_or_default()
    }
}

/// A bound phone.
pub struct Phone {
    pub id: DeviceId,
    pub handle: String,
    pub key: Key,
    pub unlock: Option<Key>,
    root: String,
    client: reqwest::Client,
}

impl Phone {
    /// Binds one as the customer would who made the code on a page they are signed in to.
    pub async fn bind(world: &World, customer_number: &str, unlock: Option<Key>) -> Self {
        let customer = world.customer(customer_number).await;
        let code = enrol::make_code(&world.shared, customer, true).await.unwrap();
        Self::with_code(world, code.expose(), unlock).await.unwrap()
    }

    /// Binds one with that code.
    pub async fn with_code(world: &World, code: &str, unlock: Option<Key>) -> Result<Self, Problem> {
        let (client, root) = (reqwest::Client::new(), format!("http://{}", world.address));
        let key = Key::new();
        let unlock_key = unlock.as_ref().map(Key::jwk);
        let body = Enrol { binding_code: code.to_owned(), name: "Pixel 8".to_owned(), public_key: key.jwk(), unlock_key };
        let answer = Answered::read(client.post(format!("{root}/device/v1/enrol")).json(&body)).await;
        let enrolled: Enrolled = answer.json()?;
        Ok(Self { id: enrolled.device_id, handle: enrolled.handle, key, unlock, root, client })
    }

    /// The same phone, whose server has moved.
    pub fn at(self, world: &World) -> Self {
        Self { root: format!("http://{}", world.address), ..self }
    }

    /// The phone as the server knows it, for calling a use case directly.
    pub async fn device(&self, world: &World) -> Device {
        device::find(&world.shared.db, self.id).await.unwrap().unwrap()
    }

    /// A request with the phone's handle.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.root)).bearer_auth(&self.handle)
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answered {
        Answered::read(self.request(Method::POST, path).json(body)).await
    }

    pub async fn home(&self) -> Home {
        Answered::read(self.request(Method::GET, "/device/v1/home")).await.json().unwrap()
    }

    /// The one prompt it shows.
    pub async fn prompt(&self) -> PromptView {
        let mut prompts = self.home().await.prompts;
        assert_eq!(prompts.len(), 1, "one prompt was expected");
        prompts.remove(0)
    }

    pub async fn delivered(&self, challenge: ChallengeId) -> Answered {
        self.post(&format!("/device/v1/challenges/{challenge}/delivered"), &json!({})).await
    }

    pub async fn opened(&self, challenge: ChallengeId) -> Answered {
        self.post(&format!("/device/v1/challenges/{challenge}/opened"), &json!({})).await
    }

    /// Types the digits under the one prompt and approves.
    pub async fn approve(&self, digits: &str) -> Result<AnswerResult, Problem> {
        let prompt = self.prompt().await;
        self.answer(&prompt, Answer::Approve, digits).await
    }

    /// "No, this isn't me".
    pub async fn deny(&self) -> Result<AnswerResult, Problem> {
        let prompt = self.prompt().await;
        self.answer(&prompt, Answer::Deny, "").await
    }

    /// "Someone told me to approve this".
    pub async fn report(&self) -> Result<AnswerResult, Problem> {
        let prompt = self.prompt().await;
        self.answer(&prompt, Answer::Report, "").await
    }

    pub async fn answer(&self, prompt: &PromptView, decision: Answer, digits: &str) -> Result<AnswerResult, Problem> {
        self.send(prompt.challenge, &self.signed(&self.claims(prompt, decision, digits))).await
    }

    /// What it would sign.
    pub fn claims(&self, prompt: &PromptView, decision: Answer, digits: &str) -> Claims {
        let verified = verification(prompt.needs_user_verification, false, self.unlock.is_some());
        claims(prompt, decision, digits, verified, prompt.asked_at.millis())
    }

    /// Any claims, well signed.
    pub fn signed(&self, claims: &Claims) -> SignedAnswer {
        let unlocked = claims.user_verification == UserVerification::Unlock;
        let unlock = self.unlock.as_ref().filter(|_| unlocked).map(|key| key.sign(self.id, claims));
        SignedAnswer { answer: self.key.sign(self.id, claims), passkey: None, unlock }
    }

    /// Any answer.
    pub async fn send(&self, challenge: ChallengeId, answer: &SignedAnswer) -> Result<AnswerResult, Problem> {
        let path = format!("/device/v1/challenges/{challenge}/answer");
        self.post(&path, &serde_json::to_value(answer).unwrap()).await.json()
    }

    /// Chooses a PIN, unlocked for it.
    pub async fn choose_pin(&self, digits: &str) -> Answered {
        let started: PinStart = self.post("/device/v1/pin/start", &json!({})).await.json().unwrap();
        let signed = json!({ "nonce": started.nonce });
        let unlock = self.unlock.as_ref().map(|key| key.sign_as(&unlock_header(self.id), &signed));
        self.put_pin(&NewPin { pin: digits.to_owned(), passkey: None, unlock }).await
    }

    /// Sends any choice.
    pub async fn put_pin(&self, new: &NewPin) -> Answered {
        Answered::read(self.request(Method::PUT, "/device/v1/pin").json(new)).await
    }

    /// "This was not me", of a change.
    pub async fn put_back(&self, run: RunId) -> Answered {
        self.post(&format!("/device/v1/changes/{run}/put-back"), &json!({})).await
    }

    /// Tells where its notifications go.
    pub async fn notify_at(&self, token: &str) -> Answered {
        self.notify(&json!({ "service": "apns", "token": token })).await
    }

    /// The same, of whatever kind.
    pub async fn notify(&self, address: &Value) -> Answered {
        Answered::read(self.request(Method::PUT, "/device/v1/push").json(address)).await
    }

    /// "I am not talking to them".
    pub async fn not_mine(&self) -> Answered {
        self.post("/device/v1/contact/not-mine", &json!({})).await
    }
}
