//! The telephone system's keypad.

use domain::ids::{ChallengeId, SessionId};
use reqwest::RequestBuilder;
use serde_json::json;

use super::{
    agent::{Agent, Answered},
    phone::Problem,
    world::{IVR, World},
};
use app::desk::view::Place;

/// One system, by its token.
pub struct Keypad<'a> {
    pub world: &'a World,
    pub token: &'a str,
}

impl<'a> Keypad<'a> {
    /// The one that is known.
    pub const fn of(world: &'a World) -> Self {
        Self { world, token: IVR }
    }

    /// The caller is at the keypad.
    pub async fn started(&self, entry: &str) -> Answered {
        Answered::read(self.to(entry, "started")).await
    }

    /// They typed.
    pub async fn post(&self, entry: &str, digits: &str) -> Answered {
        Answered::read(self.to(entry, "digits").json(&json!({ "digits": digits }))).await
    }

    fn to(&self, entry: &str, what: &str) -> RequestBuilder {
        let url = format!("http://{}/telephony/v1/entries/{entry}/{what}", self.world.address);
        reqwest::Client::new().post(url).bearer_auth(self.token)
    }

    /// The same; the code it is refused with.
    pub async fn digits(&self, entry: &str, digits: &str) -> Result<(), String> {
        let answer = self.post(entry, digits).await;
        if answer.status == 204 { Ok(()) } else { Err(answer.json::<Problem>().unwrap_err().code.unwrap_or_default()) }
    }
}

/// The number that the agent's page shows.
pub async fn entry(agent: &Agent, session: SessionId, challenge: ChallengeId) -> String {
    agent.workspace(session, Place::Asked(challenge)).await.asked.unwrap().entry.unwrap()
}
