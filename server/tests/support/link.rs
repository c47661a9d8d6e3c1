//! A customer at whatever device opened the link: it has no cookie of ours and no key, only the link and an authenticator.

use app::{desk::view::Place, phone::api::AnswerResult};
use domain::{
    ids::{ChallengeId, PasskeyId, SessionId},
    refusal::Refusal,
};
use serde_json::{Value, json};

use super::{
    agent::{Agent, Answered},
    authenticator::Authenticator,
    phone::{Phone, Problem},
    world::World,
};

impl Phone {
    /// Makes a passkey on this phone, with that authenticator.
    pub async fn make_passkey(&self, authenticator: &mut Authenticator) -> Answered {
        let options: Value = self.post("/device/v1/passkeys/start", &json!({})).await.json().unwrap();
        let made = authenticator.create(&options["publicKey"].to_string());
        self.post("/device/v1/passkeys/finish", &serde_json::from_str(&made).unwrap()).await
    }
}

impl Phone {
    /// "I no longer have this", of a passkey.
    pub async fn remove_passkey(&self, id: PasskeyId) -> Answered {
        Answered::read(self.request(reqwest::Method::DELETE, &format!("/device/v1/passkeys/{id}"))).await
    }
}

impl Agent {
    /// Asks for the PIN, to be typed on a page of the customer's own.
    pub async fn ask_pin_by_link(&mut self, session: SessionId) -> Result<ChallengeId, Refusal> {
        let fields = [("session", &*session.to_string()), ("method", "pin"), ("typed", "page")];
        let place = self.post("desk/raise", &fields).await?;
        Ok(place.rsplit('/').next().unwrap().parse().unwrap())
    }

    /// Asks for a passkey, to raise the level.
    pub async fn ask_passkey(&mut self, session: SessionId) -> Result<ChallengeId, Refusal> {
        let place = self.post("desk/raise", &[("session", &session.to_string()), ("method", "passkey")]).await?;
        Ok(place.rsplit('/').next().unwrap().parse().unwrap())
    }

    /// Asks for another address to be approved by passkey.
    pub async fn email_by_passkey(&mut self, session: SessionId, to: &str, key: &str) -> ChallengeId {
        let session = session.to_string();
        let fields = [("session", session.as_str()), ("to", to), ("key", key), ("by", "passkey")];
        let place = self.post("desk/change-email", &fields).await.unwrap();
        place.rsplit('/').next().unwrap().parse().unwrap()
    }

    /// The token of the link that the page shows.
    pub async fn link(&self, session: SessionId, challenge: ChallengeId) -> String {
        let asked = self.workspace(session, Place::Asked(challenge)).await.asked.unwrap();
        asked.link.expect("a link").url.rsplit('/').next().unwrap().to_owned()
    }
}

/// A device that opened the link.
pub struct Device {
    client: reqwest::Client,
    root: String,
    pub token: String,
}

impl Device {
    pub fn at(world: &World, token: &str) -> Self {
        Self { client: reqwest::Client::new(), root: format!("http://{}", world.address), token: token.to_owned() }
    }

    /// Looks at the page.
    pub async fn page(&self) -> Answered {
        Answered::read(self.client.get(format!("{}/p/{}", self.root, self.token))).await
    }

    async fn post(&self, what: &str, body: &Value) -> Answered {
        Answered::read(self.client.post(format!("{}/prove/v1/{what}", self.root)).json(body)).await
    }

    /// Types it, as a browser without a script does, and reads the page that it leads back to.
    pub async fn enter(&self, typed: &str) -> Answered {
        let form = [("token", self.token.as_str()), ("typed", typed)];
        Answered::read(self.client.post(format!("{}/prove/v1/enter", self.root)).form(&form)).await
    }

    /// Has begun to type.
    pub async fn typing(&self) -> Answered {
        self.post("typing", &json!({ "token": self.token })).await
    }

    /// Options for the authenticator.
    pub async fn start(&self, verify: bool) -> Result<String, Problem> {
        let body = json!({ "token": self.token, "verify": verify });
        Ok(self.post("start", &body).await.json::<Value>()?["publicKey"].to_string())
    }

    pub async fn give(&self, credential: &Value) -> Result<AnswerResult, Problem> {
        self.post("answer", &json!({ "token": self.token, "credential": credential })).await.json()
    }

    /// Asks the authenticator and gives what it answered.
    pub async fn approve(&self, authenticator: &mut Authenticator) -> Result<AnswerResult, Problem> {
        let options = self.start(true).await?;
        self.give(&answer(authenticator, &options)).await
    }
}

/// What the authenticator answers.
pub fn answer(authenticator: &mut Authenticator, options: &str) -> Value {
    serde_json::from_str(&authenticator.get(options)).unwrap()
}
