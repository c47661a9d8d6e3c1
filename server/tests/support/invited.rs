//! A customer in a browser that opened an invitation to make a passkey: it has no cookie of ours, only the link.

use app::phone::api::{PasskeyInvitation, PinStart};
use serde_json::{Value, json};
use server::services::passkeys::invite;

use super::{
    agent::{Agent, Answered},
    authenticator::Authenticator,
    phone::{Phone, Problem},
    world::World,
};

impl Phone {
    /// Shows that it was unlocked for an invitation, as the body that the link is asked for with.
    pub async fn unlocked_to_invite(&self) -> Value {
        let started: PinStart = self.post("/device/v1/passkeys/invitation/start", &json!({})).await.json().unwrap();
        let header = app::phone::answer::unlock_header(self.id);
        json!({ "unlock": self.unlock.as_ref().unwrap().sign_as(&header, &json!({ "nonce": started.nonce })) })
    }

    /// Is told a link.
    pub async fn invite(&self) -> PasskeyInvitation {
        let unlocked = self.unlocked_to_invite().await;
        self.post("/device/v1/passkeys/invitation", &unlocked).await.json().unwrap()
    }
}

/// A browser at an invitation's page.
pub struct Invited {
    pub browser: Agent,
    pub token: String,
}

impl Invited {
    /// One that followed the link.
    pub fn at(world: &World, link: &str) -> Self {
        Self { browser: world.stranger(), token: link.rsplit('/').next().unwrap().to_owned() }
    }

    /// One whose link the operator made, for the organisation's own page.
    pub async fn by_operator(world: &World, number: &str) -> Self {
        let link = invite::by_operator(&world.shared, world.customer(number).await).await.unwrap();
        Self::at(world, link.expose())
    }

    /// Looks at the page.
    pub async fn page(&self) -> Answered {
        self.browser.get(&format!("/me/register/{}", self.token)).await
    }

    async fn post(&self, what: &str, body: &Value) -> Answered {
        // As the page's script sends it: it reads JSON.
        let request = self.browser.client.post(format!("{}/prove/v1/register/{what}", self.browser.root)).json(body);
        let request = request.header("sec-fetch-site", "same-origin");
        Answered::read(self.browser.cookie.iter().fold(request, |request, cookie| request.header("cookie", cookie))).await
    }

    /// Options for the authenticator.
    pub async fn start(&self, name: &str) -> Result<String, Problem> {
        let answer = self.post("start", &json!({ "token": self.token, "name": name })).await;
        Ok(answer.json::<Value>()?["publicKey"].to_string())
    }

    pub async fn finish(&self, name: &str, credential: &Value) -> Result<(), Problem> {
        let answer = self.post("finish", &json!({ "token": self.token, "name": name, "credential": credential })).await;
        if answer.status == 204 { Ok(()) } else { Err(answer.json::<Value>().unwrap_err()) }
    }

    /// Makes the passkey.
    pub async fn make(&self, authenticator: &mut Authenticator, name: &str) -> Result<(), Problem> {
        let options = self.start(name).await?;
        self.finish(name, &made(authenticator, &options)).await
    }
}

/// What the authenticator says of a new credential.
pub fn made(authenticator: &mut Authenticator, options: &str) -> Value {
    serde_json::from_str(&authenticator.create(options)).unwrap()
}
