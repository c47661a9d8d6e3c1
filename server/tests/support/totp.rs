//! The customer's authenticator app.

use app::phone::api::{PinStart, TotpSeed};
use domain::{
    ids::{ChallengeId, SessionId},
    refusal::Refusal,
    totp::{DIGITS, Step, hotp},
};
use serde_json::json;

use super::{
    agent::{Agent, Answered},
    phone::Phone,
    world::World,
};

/// An app that shares a seed with us.
#[derive(Clone)]
pub struct App {
    pub secret: String,
    key: [u8; 20],
}

impl App {
    /// Reads what a person would type into it.
    pub fn of(secret: &str) -> Self {
        let bits = secret.bytes().flat_map(|letter| {
            let value = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".iter().position(|one| *one == letter).unwrap();
            (0..5).rev().map(move |bit| value >> bit & 1)
        });
        let bits: Vec<_> = bits.collect();
        let byte = |bits: &[usize]| u8::try_from(bits.iter().fold(0, |byte, bit| byte * 2 + bit)).unwrap();
        let key: Vec<_> = bits.chunks_exact(8).map(byte).collect();
        Self { secret: secret.to_owned(), key: key.try_into().unwrap() }
    }

    /// What it shows, so many steps from now.
    pub fn shows(&self, world: &World, away: i64) -> String {
        format!("{:06}", hotp(&self.key, Step::at(world.shared.now()).number().saturating_add_signed(away), DIGITS))
    }

    /// What it shows at none of the steps that are taken.
    pub fn never_shows(&self, world: &World) -> String {
        let near: Vec<_> = (-3..=3).map(|away| self.shows(world, away)).collect();
        (0..1_000_000).map(|code| format!("{code:06}")).find(|code| !near.contains(code)).unwrap()
    }
}

impl Phone {
    /// Shows that it was unlocked, as the body that the seed is asked for with.
    pub async fn unlocked_for_totp(&self) -> serde_json::Value {
        let started: PinStart = self.post("/device/v1/totp/start", &json!({})).await.json().unwrap();
        let header = app::phone::answer::unlock_header(self.id);
        json!({ "unlock": self.unlock.as_ref().unwrap().sign_as(&header, &json!({ "nonce": started.nonce })) })
    }

    /// Is told a seed.
    pub async fn totp_seed(&self) -> TotpSeed {
        let unlocked = self.unlocked_for_totp().await;
        self.post("/device/v1/totp/seed", &unlocked).await.json().unwrap()
    }

    /// Confirms it by a code.
    pub async fn confirm_totp(&self, code: &str) -> Answered {
        Answered::read(self.request(reqwest::Method::PUT, "/device/v1/totp").json(&json!({ "code": code }))).await
    }

    /// Sets up an app, and lets the step of the confirming code pass.
    pub async fn set_up_totp(&self, world: &World) -> App {
        let app = App::of(&self.totp_seed().await.secret);
        assert_eq!(self.confirm_totp(&app.shows(world, 0)).await.status, 204);
        world.clock.advance(domain::time::Duration::minutes(1));
        app
    }

    /// "I no longer have this", of the app.
    pub async fn remove_totp(&self) -> Answered {
        Answered::read(self.request(reqwest::Method::DELETE, "/device/v1/totp")).await
    }
}

impl Agent {
    /// Asks for a code.
    pub async fn ask_totp(&mut self, session: SessionId) -> Result<ChallengeId, Refusal> {
        let place = self.post("desk/raise", &[("session", &session.to_string()), ("method", "totp")]).await?;
        Ok(place.rsplit('/').next().unwrap().parse().unwrap())
    }
}
