//! Notifications: how a phone hears of a request while its app is closed.
//!
//! A use case writes a notification in its own transaction ([`crate::store::outgoing_push`]) and rings ([`Queue`]); the
//! [`worker`] sends it in the background, through whichever service the phone's address is for ([`Services`]). Nobody's
//! request waits for any of it. Refuses content: a notification has words that are always the same, and an id that means nothing.
//!
//! To add a service: a variant of [`PushService`], a module beside [`apple`] that turns a [`Notification`] into an [`Answer`],
//! and an arm in [`Services::send`].

pub mod apple;
mod patience;
pub(crate) mod retry;
mod signing_key;
pub(crate) mod tls;
pub mod web;
pub mod worker;

use std::sync::Arc;

use tokio::sync::Notify;
use uuid::{Builder, Uuid};

use domain::{
    entropy::{self, Entropy},
    ids::SessionId,
    notification::PushService,
    secret::Hashed,
    time::Timestamp,
};

pub use patience::Patience;
pub use signing_key::SigningKey;

use crate::store::push_address::Address;
use apple::Apple;
use web::{Browsers, Origins};

/// What a use case knows of notifications: who takes them where, and the bell that wakes the worker. Cheap to clone.
#[derive(Clone, Default)]
pub struct Queue(Arc<Inner>);

#[derive(Default)]
struct Inner {
    reach: Reach,
    bell: Notify,
}

/// Whom this server reaches.
#[derive(Clone, Default)]
pub struct Reach {
    /// Apple's service.
    pub apple: bool,
    /// Browsers, and what they must know.
    pub browsers: Option<ToBrowsers>,
}

/// What a browser's subscription is made with and judged by.
#[derive(Clone)]
pub struct ToBrowsers {
    /// Our public key, as a browser wants it ([`SigningKey::public`]).
    pub key: String,
    /// The services that it may be with.
    pub services: Origins,
}

impl Queue {
    /// The queue of a server that reaches those.
    #[must_use]
    pub fn to(reach: Reach) -> Self {
        Self(Arc::new(Inner { reach, bell: Notify::new() }))
    }

    /// Whether this server reaches any service at all.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.0.reach.apple || self.0.reach.browsers.is_some()
    }

    /// Whom this server reaches.
    #[must_use]
    pub fn reach(&self) -> &Reach {
        &self.0.reach
    }

    /// Wakes the worker; after the commit, never before it. A ring that nobody hears costs a second.
    pub fn ring(&self) {
        self.0.bell.notify_one();
    }

    async fn rung(&self) {
        self.0.bell.notified().await;
    }
}

/// A new notification's id: random, for unlike our other ids it reaches the phone and the service, who need not know when it
/// was made (RFC 9562 section 5.4).
pub fn name(chance: &dyn Entropy) -> Uuid {
    Builder::from_random_bytes(entropy::bytes(chance)).into_uuid()
}

/// One notification, to be handed over.
pub struct Notification {
    /// The same at every try, so that a service that had it already shows one.
    pub id: Uuid,
    /// To which phone.
    pub address: Address,
    /// Those with the same take each other's place on the phone.
    pub topic: String,
    /// When it is of no use any more.
    pub expires_at: Timestamp,
}

/// A contact's requests take each other's place: only the last one can be answered. Nobody learns the session from it.
#[must_use]
fn topic(session: SessionId) -> String {
    use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
    // 32 letters: what Web Push allows (RFC 8030 section 5.4), and half of what Apple does.
    URL_SAFE_NO_PAD.encode(&Hashed::of(&format!("notifications of session {session}")).bytes()[..24])
}

/// What a service says to a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It has it.
    Taken,
    /// It does not know that address, since then if it says so.
    Gone(Option<Timestamp>),
    /// It will not have it, by its own word for why.
    Refused(&'static str),
    /// It has too much to do, or is broken.
    Busy,
    /// It cannot be reached, or does not answer.
    Unreachable,
}

/// The services that this server reaches.
#[derive(Default)]
pub struct Services {
    /// Apple's.
    pub apple: Option<Apple>,
    /// Browsers'.
    pub browsers: Option<Browsers>,
}

impl Services {
    /// Hands a notification over, and waits for what is said to it.
    pub async fn send(&self, notification: &Notification) -> Answer {
        match (notification.address.service, &self.apple, &self.browsers) {
            (PushService::Apns, Some(apple), _) => apple.send(notification).await,
            (PushService::WebPush, _, Some(browsers)) => browsers.send(notification).await,
            (PushService::Apns, None, _) | (PushService::WebPush, _, None) => Answer::Refused("not configured"),
        }
    }
}
