//! Web Push: notifications to a browser, through whichever service its maker runs (RFC 8030).
//!
//! Owns one try at one notification: where it goes, what is said, who says it, and what the answer means. Refuses to go anywhere
//! but to the services that the operator's settings name ([`Origins`]), and to follow one that sends it elsewhere. Whether it is
//! tried again is the worker's to say.

mod origins;
mod request;
mod subscription;

use std::sync::Arc;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Bytes;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::{TokioExecutor, TokioTimer},
};
use tokio::time::timeout;

use domain::time::Clock;

pub use origins::Origins;
pub use subscription::Subscription;

use super::{Answer, Notification, Patience, tls};
use crate::{config::WebPush, fault::Fault};
use subscription::Target;

/// What a service says beside its status is thrown away; so much is read that the connection can be used again.
const LONGEST_BODY: usize = 16 * 1024;

/// The browsers' services.
pub struct Browsers {
    us: WebPush,
    services: Origins,
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    clock: Arc<dyn Clock>,
    patience: Patience,
}

impl Browsers {
    /// The services as the operator's settings name them. Nothing is opened yet.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(us: WebPush, services: Origins, clock: Arc<dyn Clock>, patience: Patience) -> Result<Self, Fault> {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_connect_timeout(Some(patience.connect));
        let https = HttpsConnectorBuilder::new()
            .with_tls_config(tls::config("web_push_services", None)?)
            .https_or_http()
            .enable_all_versions()
            .wrap_connector(tcp);
        let client = Client::builder(TokioExecutor::new()).pool_timer(TokioTimer::new()).build(https);
        Ok(Self { us, services, client, clock, patience })
    }

    /// One try.
    pub async fn send(&self, notification: &Notification) -> Answer {
        let left = notification.expires_at.since(self.clock.now()).try_into().unwrap_or_default();
        timeout(self.patience.answer.min(left), self.attempt(notification)).await.unwrap_or(Answer::Unreachable)
    }

    async fn attempt(&self, notification: &Notification) -> Answer {
        let Some(target) = Subscription::read(notification.address.address.expose(), &self.services) else {
            return Answer::Refused("its service is not one of those that are set");
        };
        let Some(request) = request::of(notification, &target, &self.us, self.clock.now()) else { return Answer::Refused("not a request") };
        match self.client.request(request).await {
            Ok(answer) => {
                let status = answer.status();
                drop(Limited::new(answer.into_body(), LONGEST_BODY).collect().await);
                request::meaning(status)
            }
            Err(error) => {
                // Not the address: whoever reads the log must not be able to call the phone by it.
                tracing::warn!(
                    service = target.url.host_str(),
                    error = &error as &dyn std::error::Error,
                    "a push service cannot be reached"
                );
                Answer::Unreachable
            }
        }
    }
}
