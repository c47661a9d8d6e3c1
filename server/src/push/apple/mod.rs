//! Apple's Push Notification service (APNs), by its provider API over HTTP/2.
//!
//! Owns one try at one notification: token, headers, connection, and what the answer means. It renews the token once when
//! Apple says that it has expired, and gives up after [`Patience::answer`]. Whether it is tried again is the worker's to say.

mod connection;
mod reason;
mod request;
mod token;

use std::sync::Arc;

use tokio::time::timeout;

use domain::time::{Clock, Timestamp};

use super::{Answer, Notification, Patience, SigningKey};
use crate::{config::Apns, fault::Fault};
use connection::Connection;
use reason::Meaning;
use token::ProviderToken;

/// Apple's service.
pub struct Apple {
    authority: String,
    topic: String,
    token: ProviderToken,
    connection: Connection,
    clock: Arc<dyn Clock>,
    patience: Patience,
}

impl Apple {
    /// The service as the operator's settings name it. Nothing is opened yet.
    ///
    /// # Errors
    /// When its certificates cannot be used.
    pub fn new(settings: &Apns, clock: Arc<dyn Clock>, patience: Patience) -> Result<Self, Fault> {
        let endpoint = &settings.endpoint;
        Ok(Self {
            authority: format!("{}:{}", endpoint.host, endpoint.port),
            topic: settings.topic.clone(),
            token: ProviderToken::new(settings.key.clone(), &settings.key_id, &settings.team_id),
            connection: Connection::to(endpoint, clock.clone(), patience)?,
            clock,
            patience,
        })
    }

    /// One try.
    pub async fn send(&self, notification: &Notification) -> Answer {
        let left = notification.expires_at.since(self.clock.now()).try_into().unwrap_or_default();
        timeout(self.patience.answer.min(left), self.attempt(notification)).await.unwrap_or(Answer::Unreachable)
    }

    async fn attempt(&self, notification: &Notification) -> Answer {
        let Some(token) = self.token.current(self.now()) else { return Answer::Refused("the key does not sign") };
        match self.ask(notification, &token).await {
            Meaning::Renew(reason) => {
                // Once: a second refusal means that it is not the token's age.
                let Some(fresh) = self.token.renewed(&token, self.now()) else { return Answer::Refused(reason) };
                self.ask(notification, &fresh).await.into()
            }
            Meaning::Answer(answer) => answer,
        }
    }

    async fn ask(&self, notification: &Notification, token: &http::HeaderValue) -> Meaning {
        let Some(request) = request::of(notification, &self.authority, &self.topic, token) else {
            return Meaning::Answer(Answer::Refused("not a request"));
        };
        match self.connection.send(request).await {
            Some((status, body)) => reason::meaning(status, &body),
            None => Meaning::Answer(Answer::Unreachable),
        }
    }

    fn now(&self) -> Timestamp {
        self.clock.now()
    }
}
