//! Supervisors who approve as a second person, each with an authenticator of their own.

use app::{
    desk::view::{Outcome, Place, SecondView},
    error::ApiError,
    oversight::second_person::view::Queue,
    phone::api::AnswerResult,
};
use domain::{
    action::ActionKind,
    agent::{Role, Staff, Supervisor},
    ids::{ChallengeId, SecondPersonId, SessionId},
    refusal::Refusal,
    secret::Hashed,
};
use reqwest::{
    Method,
    header::{ACCEPT, HeaderMap, HeaderValue},
};
use serde::de::DeserializeOwned;
use server::{services::second_person, store::sign_in};

use super::{
    agent::{Agent, Answered, asked},
    authenticator::Authenticator,
    phone::Phone,
    world::{MIRELA, World},
};

/// A refund that waits for a second person: Ana's, for Mirela, who approved it.
pub struct Waiting {
    pub ana: Agent,
    pub session: SessionId,
    pub challenge: ChallengeId,
    pub request: SecondPersonId,
}

impl Waiting {
    /// Approved on a phone that is bound for it.
    pub async fn of(world: &World, amount: &str) -> Self {
        Self::by(world, &world.phone(MIRELA).await, amount).await
    }

    /// Approved on that phone of hers.
    pub async fn by(world: &World, phone: &Phone, amount: &str) -> Self {
        let mut ana = world.agent("Ana").await;
        let session = ana.open(MIRELA, ActionKind::Refund).await;
        let challenge = asked(ana.refund(session, amount, "Invoice 118").await.unwrap());
        let answer = phone.approve(&ana.digits(session, challenge).await).await;
        assert!(matches!(answer, Ok(AnswerResult::Approved { .. })), "{answer:?}");
        let request = second_of(&ana, session, challenge).await.expect("it waits for a second person").id;
        Self { ana, session, challenge, request }
    }

    /// What the agent's page says of it.
    pub async fn seen(&self) -> Option<SecondView> {
        second_of(&self.ana, self.session, self.challenge).await
    }
}

/// The request to a second person that a challenge led to.
pub async fn second_of(agent: &Agent, session: SessionId, challenge: ChallengeId) -> Option<SecondView> {
    match agent.workspace(session, Place::Asked(challenge)).await.asked.unwrap().outcome {
        Some(Outcome::Second(second)) => Some(*second),
        _ => None,
    }
}

/// A supervisor at their browser.
pub struct Seconder {
    pub browser: Agent,
    pub passkey: Authenticator,
    pub staff: Staff,
}

impl Seconder {
    /// Somebody new with these roles, who has just made a passkey.
    pub async fn new(world: &World, name: &[u8], roles: &[Role]) -> Self {
        let browser = world.with_roles(roles).await;
        Self::at(world, browser, name).await
    }

    /// Whoever is signed in there, with a new passkey.
    pub async fn at(world: &World, browser: Agent, name: &[u8]) -> Self {
        let id = browser.cookie.as_ref().and_then(|cookie| cookie.split_once('=')).unwrap().1;
        let staff = sign_in::find(&world.shared.db, &Hashed::of(id), world.shared.now()).await.unwrap().unwrap().staff.unwrap();
        let mut passkey = Authenticator::new(name);
        let options: String = browser.call("account/start-first-passkey", &[]).await.unwrap();
        browser.call::<()>("account/finish-first-passkey", &[("credential", &passkey.create(&options))]).await.unwrap();
        Self { browser, passkey, staff }
    }

    pub fn witness(&self) -> Supervisor {
        self.staff.clone().try_into().unwrap()
    }

    pub async fn queue(&self, world: &World) -> Queue {
        second_person::queue(&world.shared, &self.witness()).await.unwrap()
    }

    /// Options for approving it.
    pub async fn options(&self, request: SecondPersonId) -> Result<String, Refusal> {
        self.browser.call("second-person/start", &[("request", &request.to_string())]).await
    }

    /// Sends what a passkey answered.
    pub async fn send(&self, request: SecondPersonId, credential: &str) -> Result<(), Refusal> {
        self.browser.call("second-person/approve", &[("request", &request.to_string()), ("credential", credential)]).await
    }

    /// The whole of it.
    pub async fn approve(&mut self, request: SecondPersonId) -> Result<(), Refusal> {
        let options = self.options(request).await?;
        let answer = self.passkey.get(&options);
        self.send(request, &answer).await
    }

    pub async fn deny(&mut self, request: SecondPersonId, reason: &str) -> Result<String, Refusal> {
        let fields = [("request", request.to_string()), ("reason", reason.to_owned())];
        let fields = [(fields[0].0, fields[0].1.as_str()), (fields[1].0, fields[1].1.as_str())];
        self.browser.send_from("/floor", "second-person/deny", &fields).await.form()
    }
}

impl Agent {
    /// Calls a server function as an island does.
    pub async fn call<T: DeserializeOwned>(&self, function: &str, fields: &[(&str, &str)]) -> Result<T, Refusal> {
        let json = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))]);
        let request = self.request(Method::POST, &format!("/api/{function}")).header("sec-fetch-site", "same-origin").headers(json);
        let answer = Answered::read(request.form(fields)).await;
        if answer.status.is_success() {
            return Ok(serde_json::from_str(&answer.body).unwrap_or_else(|error| panic!("{error}: {}", answer.body)));
        }
        match serde_json::from_str(&answer.body) {
            Ok(ApiError::Refused(refusal)) => Err(refusal),
            other => panic!("{} {other:?}: {}", answer.status, answer.body),
        }
    }

    /// Takes one's own request back.
    pub async fn withdraw_second(&mut self, session: SessionId, request: SecondPersonId) -> Result<String, Refusal> {
        self.post("second-person/withdraw", &[("session", &session.to_string()), ("request", &request.to_string())]).await
    }
}
